package io.bourse.client;

import io.bourse.db.Database;
import io.bourse.db.JsonColumn;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Clients in PostgreSQL. */
public final class PgClientStore implements ClientStore {

    private static final String FIND = """
            SELECT c.id, c.project, coalesce(p.entry ->> 'enabled' = 'true', false) AS project_enabled,
                   c.entry::text AS entry
              FROM client c
              JOIN project p ON p.id = c.project
             WHERE c.id = $1
            """;

    private static final String GRANTS_IN_USE = """
            SELECT DISTINCT g.grant_type
              FROM client c
              JOIN project p ON p.id = c.project AND p.entry ->> 'enabled' = 'true'
             CROSS JOIN LATERAL jsonb_array_elements_text(
                       CASE jsonb_typeof(c.entry -> 'grants') WHEN 'array' THEN c.entry -> 'grants' ELSE '[]' END
                   ) AS g(grant_type)
             WHERE c.entry ->> 'enabled' = 'true' AND g.grant_type IS NOT NULL
            """;

    private final Database database;

    public PgClientStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<Client>> find(ClientId id) {
        return database.read(FIND, Tuple.of(id.value())).map(PgClientStore::first);
    }

    @Override
    public Future<Set<GrantType>> grantsInUse() {
        return database.read(GRANTS_IN_USE, Tuple.tuple()).map(PgClientStore::grants);
    }

    private static Optional<Client> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : fromRow(rows.iterator().next());
    }

    private static Optional<Client> fromRow(Row row) {
        ClientId id = new ClientId(row.getString("id"));
        String project = row.getString("project");
        boolean projectEnabled = row.getBoolean("project_enabled");
        return JsonColumn.read(
                "client " + id,
                row.getString("entry"),
                StoredClient.class,
                stored -> stored.toClient(id, project, projectEnabled));
    }

    private static Set<GrantType> grants(RowSet<Row> rows) {
        Set<GrantType> grants = new HashSet<>();
        rows.forEach(row -> grants.add(new GrantType(row.getString("grant_type"))));
        return Set.copyOf(grants);
    }
}
