// Where the service under test is; NodeClientsIT says so.

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: these files are run by NodeClientsIT, with mvn verify`);
  }
  return value;
}

/** The public base URL. */
export const service = required('BOURSE_URL');

/** The demo's identity provider. */
export const provider = required('IDP_URL');

export const ada = { username: 'ada', password: 'correct horse battery staple' };

/** Whether the API that the token is for is told that it is alive. */
export async function active(token) {
  const answer = await fetch(`${service}/oauth2/introspect`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('gateway:gateway-secret')}` },
    body: new URLSearchParams({ token }),
  });
  return (await answer.json()).active;
}
