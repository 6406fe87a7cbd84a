package io.bourse.principal;

import io.bourse.db.Database;
import io.bourse.db.JsonColumn;
import io.bourse.oauth.ClientId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Principals in PostgreSQL. */
public final class PgPrincipalStore implements PrincipalStore {

    private static final String PRINCIPALS = """
            SELECT s.id, c.project, s.client, coalesce(p.entry ->> 'enabled' = 'true', false) AS project_enabled,
                   s.entry::text AS entry
              FROM principal s
              JOIN client c ON c.id = s.client
              JOIN project p ON p.id = c.project
            """;

    private static final String FIND_BY_KEY_ID = PRINCIPALS + " WHERE s.entry ->> 'key_id' = $1";

    private static final String FIND_BY_PROVIDER = PRINCIPALS + " WHERE s.entry ->> 'provider' = $1";

    private final Database database;

    public PgPrincipalStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<Principal>> findByKeyId(String keyId) {
        // PostgreSQL has no text with a NUL in it, nor has any entry.
        if (keyId.length() > Principal.MAX_KEY_ID_LENGTH || keyId.indexOf(0) >= 0) {
            return Future.succeededFuture(Optional.empty());
        }
        return database.read(FIND_BY_KEY_ID, Tuple.of(keyId))
                .map(rows -> all(rows).stream().findFirst());
    }

    @Override
    public Future<List<Principal>> findByProvider(String provider) {
        return database.read(FIND_BY_PROVIDER, Tuple.of(provider)).map(PgPrincipalStore::all);
    }

    private static List<Principal> all(RowSet<Row> rows) {
        List<Principal> principals = new ArrayList<>();
        rows.forEach(row -> fromRow(row).ifPresent(principals::add));
        // Not by the database: its order of texts depends on the locale.
        principals.sort(Comparator.comparing(Principal::id));
        return List.copyOf(principals);
    }

    private static Optional<Principal> fromRow(Row row) {
        String id = row.getString("id");
        String project = row.getString("project");
        ClientId client = new ClientId(row.getString("client"));
        boolean projectEnabled = row.getBoolean("project_enabled");
        return JsonColumn.read(
                "principal " + id,
                row.getString("entry"),
                StoredPrincipal.class,
                stored -> stored.toPrincipal(id, project, client, projectEnabled));
    }
}
