package io.bourse.revocation;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts the logins with refresh tokens that a revocation would end. Access tokens are not counted: none is stored.
 * Reads all families, and counts those too that another fact has ended already.
 */
public final class PgLiveFamilies {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final String PATIENCE = "SELECT set_config('statement_timeout', '18s', true)";

    private static final String COUNT = """
            SELECT count(*) AS families FROM family
            WHERE revoked_at IS NULL AND idle_until > now() AND ends_at > now() AND
            """;

    private static final String IS_FAMILY = "(id::text = $1 OR $1 = ANY (ancestors))";

    private static final String IS_ANCESTOR = "$1 = ANY (ancestors)";

    private final Database database;

    public PgLiveFamilies(Database database) {
        this.database = database;
    }

    /** How many it would end. Fails with {@link io.bourse.db.StoreException}. */
    public Future<Long> endedBy(RevokeCommand command) {
        return switch (command.kind()) {
            case FAMILY -> count(IS_FAMILY, Tuple.of(command.ref()));
            case KEY -> count(IS_ANCESTOR, Tuple.of("key:" + command.ref()));
            case USER -> count(isSubject(1), Tuple.of(command.ref()));
            case CLIENT -> count(isClient(1), Tuple.of(command.ref()));
            case PROVIDER, EXCHANGE, PRINCIPAL -> count(hasPart(command.kind(), 1), Tuple.of(command.ref()));
            case USER_AT_CLIENT -> countAtClient(command.ref());
            case TOKEN -> count(IS_ANCESTOR, Tuple.of(command.ref()));
        };
    }

    /** A workload's name may have spaces, a client's id has none. */
    private Future<Long> countAtClient(String userAndClient) {
        int space = userAndClient.lastIndexOf(' ');
        return count(
                isSubject(1) + " AND " + isClient(2),
                Tuple.of(userAndClient.substring(0, space), userAndClient.substring(space + 1)));
    }

    private static String isSubject(int parameter) {
        return "((subject_kind <> 'client' AND subject_id = $" + parameter + ") OR "
                + hasPart(RevokedKind.USER, parameter) + ")";
    }

    private static String isClient(int parameter) {
        return "(client = $" + parameter + " OR " + hasPart(RevokedKind.CLIENT, parameter) + ")";
    }

    /** An ancestor is the kind, the time and the id, with colons between; the id may have more of them. */
    private static String hasPart(RevokedKind kind, int parameter) {
        return "EXISTS (SELECT FROM unnest(ancestors) part WHERE substring(part FROM '^"
                + kind.name().toLowerCase(Locale.ROOT) + ":[0-9a-z]+:(.*)$') = $" + parameter + ")";
    }

    private Future<Long> count(String condition, Tuple parameters) {
        return database.inTransaction(
                DEADLINE,
                connection -> patiently(connection)
                        .compose(set ->
                                connection.preparedQuery(COUNT + condition).execute(parameters))
                        .map(rows -> rows.iterator().next().getLong("families")));
    }

    private static Future<Void> patiently(SqlConnection connection) {
        return connection.preparedQuery(PATIENCE).execute().mapEmpty();
    }
}
