package io.bourse.entry;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.client.StoredClient;
import io.bourse.db.Database;
import io.bourse.db.JsonColumn;
import io.bourse.policy.Exchange;
import io.bourse.policy.StoredExchange;
import io.bourse.policy.StoredTarget;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.principal.StoredPrincipal;
import io.bourse.provider.Provider;
import io.bourse.provider.StoredProvider;
import io.bourse.user.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The registry in PostgreSQL. */
public final class PgRegistry implements Registry {

    /** Longer than a request may take: a file can hold many entries, and another apply may have to be waited for. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final String ONE_PICTURE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private static final String PATIENCE = """
            SELECT set_config('lock_timeout', '10s', true), set_config('statement_timeout', '15s', true)
            """;

    /** One apply at a time; the number is ours alone. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(7240518269011)";

    private static final String PUT_PROJECT = """
            INSERT INTO project (id, entry) VALUES ($1, $2::text::jsonb)
                ON CONFLICT (id) DO UPDATE SET entry = excluded.entry, updated_at = now()
            """;

    private static final String PUT_CLIENT = """
            INSERT INTO client (id, project, entry) VALUES ($1, $2, $3::text::jsonb)
                ON CONFLICT (id) DO UPDATE
                       SET project = excluded.project, entry = excluded.entry, updated_at = now()
            """;

    private static final String PUT_USER = """
            INSERT INTO app_user (id, project, username, username_key, email, email_key, password_hash, enabled,
                                  name, locale, timezone, password_allow_reset, password_require_update)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                ON CONFLICT (id) DO UPDATE
                       SET username = excluded.username, username_key = excluded.username_key,
                           email = excluded.email, email_key = excluded.email_key,
                           password_hash = excluded.password_hash, enabled = excluded.enabled,
                           name = excluded.name, locale = excluded.locale, timezone = excluded.timezone,
                           password_allow_reset = excluded.password_allow_reset,
                           password_require_update = excluded.password_require_update, updated_at = now()
            """;

    private static final String PUT_PROVIDER = """
            INSERT INTO provider (id, project, entry) VALUES ($1, $2, $3::text::jsonb)
                ON CONFLICT (id) DO UPDATE
                       SET project = excluded.project, entry = excluded.entry, updated_at = now()
            """;

    private static final String PUT_EXCHANGE = """
            INSERT INTO exchange (id, client, entry) VALUES ($1, $2, $3::text::jsonb)
                ON CONFLICT (id) DO UPDATE
                       SET client = excluded.client, entry = excluded.entry, updated_at = now()
            """;

    private static final String PUT_TARGET = """
            INSERT INTO target (id, entry) VALUES ($1, $2::text::jsonb)
                ON CONFLICT (id) DO UPDATE SET entry = excluded.entry, updated_at = now()
            """;

    private static final String PUT_PRINCIPAL = """
            INSERT INTO principal (id, client, entry) VALUES ($1, $2, $3::text::jsonb)
                ON CONFLICT (id) DO UPDATE
                       SET client = excluded.client, entry = excluded.entry, updated_at = now()
            """;

    /** Users log in and providers' tokens come in through clients of the project, so theirs are named with these. */
    private static final String MEMBERS = """
            SELECT 'CLIENT' AS kind, id FROM client WHERE project = ANY ($1)
            UNION ALL
            SELECT 'PROVIDER', id FROM provider WHERE project = ANY ($1)
            """;

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private final Database database;
    private final ChangeLog changeLog;

    public PgRegistry(Database database, ChangeLog changeLog) {
        this.database = database;
        this.changeLog = changeLog;
    }

    @Override
    public Future<Snapshot> read(Selection selection) {
        return database.inTransaction(
                DEADLINE,
                connection -> connection
                        .preparedQuery(ONE_PICTURE)
                        .execute()
                        .compose(set -> new PgRegistryReads(connection, selection).snapshot()));
    }

    @Override
    public <T> Future<Optional<T>> write(
            Selection selection,
            boolean dryRun,
            Function<Snapshot, Optional<Plan>> planner,
            BiFunction<ChangeLog.Transaction, Plan, Future<T>> last) {
        return changeLog.write(
                DEADLINE,
                transaction -> lock(transaction.connection())
                        .compose(locked -> new PgRegistryReads(transaction.connection(), selection).snapshot())
                        .map(planner)
                        .compose(planned -> planned.map(
                                        plan -> (dryRun ? Future.<Void>succeededFuture() : write(transaction, plan))
                                                .compose(written -> last.apply(transaction, plan))
                                                .map(Optional::of))
                                .orElseGet(() -> Future.succeededFuture(Optional.empty()))));
    }

    /** Keeps every other write of entries out until the transaction ends. */
    static Future<Void> lock(SqlConnection connection) {
        return connection
                .preparedQuery(PATIENCE)
                .execute()
                .compose(set -> connection.preparedQuery(LOCK).execute())
                .mapEmpty();
    }

    private static Future<Void> write(ChangeLog.Transaction transaction, Plan plan) {
        SqlConnection connection = transaction.connection();
        return batch(connection, PUT_PROJECT, plan.projects(), PgRegistry::row)
                .compose(done -> batch(connection, PUT_CLIENT, plan.clients(), PgRegistry::row))
                .compose(done -> batch(connection, PUT_USER, plan.users(), PgRegistry::row))
                .compose(done -> batch(connection, PUT_PROVIDER, plan.providers(), PgRegistry::row))
                .compose(done -> batch(connection, PUT_EXCHANGE, plan.exchanges(), PgRegistry::row))
                .compose(done -> batch(connection, PUT_TARGET, plan.targets(), PgRegistry::row))
                .compose(done -> batch(connection, PUT_PRINCIPAL, plan.principals(), PgRegistry::row))
                .compose(done -> members(connection, plan.closed()))
                .compose(members -> now(connection).compose(now -> transaction.append(plan.changes(members, now))));
    }

    private static Future<List<Plan.Ended>> members(SqlConnection connection, List<String> projects) {
        if (projects.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return connection
                .preparedQuery(MEMBERS)
                .execute(Tuple.tuple().addArrayOfString(projects.toArray(String[]::new)))
                .map(rows -> {
                    List<Plan.Ended> members = new ArrayList<>();
                    rows.forEach(row -> members.add(
                            new Plan.Ended(RevokedKind.valueOf(row.getString("kind")), row.getString("id"))));
                    return members;
                });
    }

    /** The database's time, when what was sent before has been done. */
    static Future<Instant> now(SqlConnection connection) {
        return connection.preparedQuery(NOW).execute().map(PgRegistry::instant);
    }

    private static Instant instant(RowSet<Row> rows) {
        OffsetDateTime now = rows.iterator().next().getOffsetDateTime("now");
        return now.toInstant();
    }

    private static <T> Future<Void> batch(
            SqlConnection connection, String sql, List<T> values, Function<T, Tuple> row) {
        if (values.isEmpty()) {
            return Future.succeededFuture();
        }
        return connection
                .preparedQuery(sql)
                .executeBatch(values.stream().map(row).toList())
                .mapEmpty();
    }

    private static Tuple row(Project project) {
        return Tuple.of(project.id(), JsonColumn.write(Map.of("enabled", project.enabled())));
    }

    private static Tuple row(Client client) {
        return Tuple.of(client.id().value(), client.project(), JsonColumn.write(StoredClient.of(client)));
    }

    private static Tuple row(User user) {
        return Tuple.from(Arrays.asList(
                UUID.fromString(user.id()),
                user.project(),
                user.username(),
                key(user.username()),
                user.email(),
                key(user.email()),
                user.passwordHash(),
                user.enabled(),
                user.profile().name(),
                user.profile().locale(),
                user.profile().timezone(),
                user.profile().passwordAllowReset(),
                user.profile().passwordRequireUpdate()));
    }

    private static @Nullable String key(@Nullable String name) {
        return name == null ? null : Snapshot.key(name);
    }

    private static Tuple row(Provider provider) {
        return Tuple.of(provider.id(), provider.project(), JsonColumn.write(StoredProvider.of(provider)));
    }

    private static Tuple row(Exchange exchange) {
        return Tuple.of(exchange.id(), exchange.client().value(), JsonColumn.write(StoredExchange.of(exchange)));
    }

    private static Tuple row(Principal principal) {
        return Tuple.of(principal.id(), principal.client().value(), JsonColumn.write(StoredPrincipal.of(principal)));
    }

    private static Tuple row(Target target) {
        return Tuple.of(target.id(), JsonColumn.write(StoredTarget.of(target)));
    }
}
