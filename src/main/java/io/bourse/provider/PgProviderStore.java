package io.bourse.provider;

import io.bourse.db.Database;
import io.bourse.db.JsonColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Providers in PostgreSQL. */
public final class PgProviderStore implements ProviderStore {

    private static final String FIND = """
            SELECT v.id, v.project, coalesce(p.entry ->> 'enabled' = 'true', false) AS project_enabled,
                   v.entry::text AS entry
              FROM provider v
              JOIN project p ON p.id = v.project
             WHERE v.id = $1
            """;

    private static final String FIND_BY_ISSUER = """
            SELECT v.id, v.project, coalesce(p.entry ->> 'enabled' = 'true', false) AS project_enabled,
                   v.entry::text AS entry
              FROM provider v
              JOIN project p ON p.id = v.project
             WHERE v.project = coalesce($1, v.project)
               AND (v.entry #>> '{jwks,issuer}' = $2 OR 'spiffe://' || (v.entry #>> '{jwks,trust_domain}') = $2)
            """;

    private final Database database;

    public PgProviderStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<Provider>> find(String id) {
        return database.read(FIND, Tuple.of(id)).map(rows -> all(rows).stream().findFirst());
    }

    @Override
    public Future<List<Provider>> findByIssuer(String project, String issuer) {
        return ofIssuer(project, issuer);
    }

    @Override
    public Future<List<Provider>> findByIssuer(String issuer) {
        return ofIssuer(null, issuer);
    }

    private Future<List<Provider>> ofIssuer(@Nullable String project, String issuer) {
        // PostgreSQL has no text with a NUL in it, nor has any entry.
        if (issuer.length() > Provider.Jwks.MAX_ISSUER_LENGTH || issuer.indexOf(0) >= 0) {
            return Future.succeededFuture(List.of());
        }
        return database.read(FIND_BY_ISSUER, Tuple.of(project, issuer)).map(PgProviderStore::all);
    }

    private static List<Provider> all(RowSet<Row> rows) {
        List<Provider> providers = new ArrayList<>();
        rows.forEach(row -> fromRow(row).ifPresent(providers::add));
        // Not by the database: its order of texts depends on the locale.
        providers.sort(Comparator.comparing(Provider::id));
        return List.copyOf(providers);
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
