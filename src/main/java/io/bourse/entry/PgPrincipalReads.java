package io.bourse.entry;

import io.bourse.db.JsonColumn;
import io.bourse.oauth.ClientId;
import io.bourse.principal.Principal;
import io.bourse.principal.StoredPrincipal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads principals on one connection. A broken row counts as absent. */
final class PgPrincipalReads {

    private static final String PRINCIPALS = """
            SELECT s.id, c.project, s.client, s.entry::text AS entry
              FROM principal s
              JOIN client c ON c.id = s.client
             WHERE s.id = ANY ($1) OR s.client = ANY ($2) OR s.entry ->> 'key_id' = ANY ($3)
                OR s.entry ->> 'provider' = ANY ($4) OR s.entry ->> 'public_key' = ANY ($5)
            """;

    private final SqlConnection connection;

    PgPrincipalReads(SqlConnection connection) {
        this.connection = connection;
    }

    /** Those selected, those with a selected key id or key, and those that name a client or provider that may change, by id. */
    Future<Map<String, Principal>> of(Selection selection) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(array(selection.principals()))
                .addArrayOfString(array(selection.changing()))
                .addArrayOfString(array(selection.keyIds()))
                .addArrayOfString(array(selection.providers()))
                .addArrayOfString(array(selection.publicKeys()));
        return connection.preparedQuery(PRINCIPALS).execute(parameters).map(rows -> {
            Map<String, Principal> principals = new HashMap<>();
            rows.forEach(row -> principal(row).ifPresent(principal -> principals.put(principal.id(), principal)));
            return principals;
        });
    }

    private static String[] array(Set<String> values) {
        return values.toArray(String[]::new);
    }

    /** Whose session tokens it signs with. */
    static Optional<String> provider(Principal principal) {
        return principal.proof() instanceof Principal.SessionTokens tokens
                ? Optional.of(tokens.provider())
                : Optional.empty();
    }

    static Optional<Principal> principal(Row row) {
        String id = row.getString("id");
        String project = row.getString("project");
        ClientId client = new ClientId(row.getString("client"));
        return JsonColumn.read(
                "principal " + id,
                row.getString("entry"),
                StoredPrincipal.class,
                stored -> stored.toPrincipal(id, project, client, true));
    }
}
