package io.bourse.provider;

import io.bourse.db.Database;
import io.bourse.db.JsonColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Providers in PostgreSQL. */
public final class PgProviderStore implements ProviderStore {

    private static final String FIND = """
            SELECT v.id, v.project, coalesce(p.entry ->> 'enabled' = 'true', false) AS project_enabled,
                   v.entry::text AS entry
              FROM provider v
              JOIN project p ON p.id = v.project
             WHERE v.id = $1
            """;

    private final Database database;

    public PgProviderStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<Provider>> find(String id) {
        return database.read(FIND, Tuple.of(id)).map(PgProviderStore::first);
    }

    private static Optional<Provider> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : fromRow(rows.iterator().next());
    }

    private static Optional<Provider> fromRow(Row row) {
        String id = row.getString("id");
        String project = row.getString("project");
        boolean projectEnabled = row.getBoolean("project_enabled");
        return JsonColumn.read(
                "provider " + id,
                row.getString("entry"),
                StoredProvider.class,
                stored -> stored.toProvider(id, project, projectEnabled));
    }
}
