package io.bourse.db;

import io.bourse.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Which migrations the database has seen. */
final class PgSchemaVersion {

    private static final String CURRENT =
            "SELECT coalesce(max(version::integer), 0) AS version FROM flyway_schema_history WHERE success";

    private static final String UNDEFINED_TABLE = "42P01";

    private final Database database;

    PgSchemaVersion(Database database) {
        this.database = database;
    }

    Future<Void> requireAtLeast(int version) {
        return database.read(CURRENT, Tuple.tuple())
                .map(rows -> rows.iterator().next().getInteger("version"))
                .recover(PgSchemaVersion::noneIfUndefined)
                .compose(current -> current >= version ? Future.succeededFuture() : tooOld(current, version));
    }

    private static Future<Integer> noneIfUndefined(Throwable failure) {
        boolean undefined = failure instanceof StoreException refused
                && refused.sqlState().filter(UNDEFINED_TABLE::equals).isPresent();
        return undefined ? Future.succeededFuture(0) : Future.failedFuture(failure);
    }

    private static Future<Void> tooOld(int current, int version) {
        return Future.failedFuture(new ConfigException(List.of("the database's schema is at version " + current
                + ", this build needs " + version + ": run bourse migrate")));
    }
}
