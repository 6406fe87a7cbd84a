package io.bourse.policy;

import io.bourse.db.Database;
import io.bourse.db.JsonColumn;
import io.bourse.oauth.Scopes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Targets in PostgreSQL. */
public final class PgTargetStore implements TargetStore {

    private static final String ALL = "SELECT id, entry::text AS entry FROM target";

    private final Database database;

    public PgTargetStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<TargetRegistry> all() {
        return database.read(ALL, Tuple.tuple()).map(rows -> {
            List<Target> targets = new ArrayList<>();
            rows.forEach(row -> targets.add(fromRow(row)));
            return TargetRegistry.of(targets);
        });
    }

    /** To be absent would be to know every scope: what cannot be read is switched off. */
    private static Target fromRow(Row row) {
        String id = row.getString("id");
        return JsonColumn.read(
                        "target " + id, row.getString("entry"), StoredTarget.class, stored -> stored.toTarget(id))
                .orElse(new Target(id, false, List.of(), Scopes.NONE));
    }
}
