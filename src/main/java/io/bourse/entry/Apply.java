package io.bourse.entry;

import io.bourse.db.StoreException;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes the registry say what a file says. Entries that the file does not name are left alone. */
public final class Apply {

    private static final int ATTEMPTS = 5;

    private final EntryFile entryFile;
    private final Registry registry;
    private final SecretForms secretForms;
    private final Supplier<UUID> userIds;

    /** @param userIds makes the ids of new users */
    public Apply(EntryFile entryFile, PgRegistry registry, SecretForms secretForms, Supplier<UUID> userIds) {
        this(entryFile, (Registry) registry, secretForms, userIds);
    }

    Apply(EntryFile entryFile, Registry registry, SecretForms secretForms, Supplier<UUID> userIds) {
        this.entryFile = entryFile;
        this.registry = registry;
        this.secretForms = secretForms;
        this.userIds = userIds;
    }

    /**
     * Applies a text of entries in one transaction, all of it or nothing. Applying the same again changes nothing.
     * Fails with {@link EntryProblems}, or with {@link StoreException} if the database does. Blocks while it parses
     * and reads secrets from files: not for an event loop unless the text is short.
     *
     * @param file the text's name in problems
     * @param dryRun change nothing, only say what would
     */
    public Future<Applied> run(String file, String text, boolean dryRun) {
        return run(file, text, dryRun, EntryCondition.NONE);
    }

    /**
     * As {@link #run(String, String, boolean)}, under a condition.
     *
     * @param condition of the first entry of the text
     */
    public Future<Applied> run(String file, String text, boolean dryRun, EntryCondition condition) {
        return parse(file, text)
                .compose(entries -> attempt(
                        entries,
                        dryRun,
                        condition,
                        (transaction, applied) -> Future.succeededFuture(applied),
                        ATTEMPTS));
    }

    /**
     * As {@link #run(String, String, boolean, EntryCondition)}, together with what else is to be written and read then;
     * gives what that gives.
     *
     * @param companion may be asked again; what failed before is taken back
     */
    public <T> Future<T> run(String file, String text, EntryCondition condition, EntryCompanion<T> companion) {
        return parse(file, text).compose(entries -> attempt(entries, false, condition, companion, ATTEMPTS));
    }

    private Future<Entries> parse(String file, String text) {
        return Future.succeededFuture(text).map(given -> entryFile.parse(file, given));
    }

    /** Hashes first, outside of the transaction; if somebody else stored secrets meanwhile, begins again. */
    private <T> Future<T> attempt(
            Entries entries, boolean dryRun, EntryCondition condition, EntryCompanion<T> companion, int attempts) {
        if (attempts == 0) {
            return Future.failedFuture(new StoreException("the registry changes all the time"));
        }
        Selection selection = Selection.of(entries);
        return registry.read(selection)
                .compose(snapshot -> secretForms.prepare(resolve(entries, snapshot, condition), snapshot))
                .compose(prepared -> registry.write(
                                selection,
                                dryRun,
                                now -> Planner.plan(resolve(entries, now, condition), now, prepared, userIds),
                                (transaction, plan) ->
                                        companion.join(transaction, Applied.of(plan.diff(), prepared, dryRun)))
                        .recover(failure -> Future.failedFuture(dryRun ? failure : unseen(failure, prepared)))
                        .compose(done -> done.map(Future::succeededFuture)
                                .orElseGet(() -> attempt(entries, dryRun, condition, companion, attempts - 1))));
    }

    private static Entries resolve(Entries entries, Snapshot now, EntryCondition condition) {
        Entries resolved = Resolution.resolve(entries, now);
        condition.check(() -> RegisteredForm.of(resolved, now));
        return resolved;
    }

    /** Whether a failed write took effect is unknown, and so whether secrets are stored that we now cannot tell. */
    private static Throwable unseen(Throwable failure, Prepared prepared) {
        List<String> clients = prepared.generatedFor();
        return failure instanceof StoreException store && !clients.isEmpty()
                ? store.with(
                        "Whether the entries were applied is unknown, so a generated secret may have been stored that"
                                + " nobody saw, of client " + String.join(", ", clients) + "; applying again keeps it:"
                                + " to replace it, apply a secret that you choose, then secret: generate again")
                : failure;
    }
}
