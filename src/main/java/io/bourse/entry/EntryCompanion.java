package io.bourse.entry;

import io.bourse.changelog.ChangeLog;
import io.vertx.core.Future;

/**
 * What is written and read in the transaction that applies entries: after them, and while every other write of entries is
 * kept out. Its failure takes the entries back.
 *
 * @param <T> what it gives once all is committed
 */
@FunctionalInterface
public interface EntryCompanion<T> {

    /** @param applied what becomes of the entries if the transaction commits */
    Future<T> join(ChangeLog.Transaction transaction, Applied applied);
}
