// One JSON line for each test, and for each suite that was skipped as a whole, for the JUnit class that runs these files.

const reasons = (error) => [error?.cause?.stack ?? error?.cause ?? error?.stack ?? error].filter(Boolean).map(String);

function skipped({ skip }) {
  return skip === undefined || skip === false ? null : skip === true ? 'skipped' : skip;
}

export default async function* reporter(source) {
  for await (const { type, data } of source) {
    const ended = type === 'test:pass' || type === 'test:fail';
    if (ended && (data.details.type !== 'suite' || skipped(data) !== null)) {
      yield JSON.stringify({
        name: data.name,
        passed: type === 'test:pass',
        skipped: skipped(data),
        problem: type === 'test:fail' ? reasons(data.details.error).join('\n') : null,
      }) + '\n';
    }
  }
}
