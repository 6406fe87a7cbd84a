package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.client.StoredClient;
import io.bourse.db.JsonColumn;
import io.bourse.oauth.ClientId;
import io.bourse.policy.Exchange;
import io.bourse.policy.StoredExchange;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.provider.Provider;
import io.bourse.provider.StoredProvider;
import io.bourse.user.PgProfile;
import io.bourse.user.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Reads a {@link Snapshot} on one connection. A broken row counts as absent and is replaced when it is applied. */
final class PgRegistryReads {

    private static final String PROJECTS = """
            SELECT id, coalesce(entry ->> 'enabled' = 'true', false) AS enabled FROM project
            """;

    private static final String EXCHANGES = """
            SELECT id, client, entry::text AS entry
              FROM exchange
             WHERE id = ANY ($1) OR client = ANY ($2) OR entry -> 'subject' ->> 'client' = ANY ($2)
                OR entry -> 'actor' ->> 'client' = ANY ($2)
            """;

    private static final String CLIENTS = """
            SELECT id, project, entry::text AS entry
              FROM client
             WHERE id = ANY ($1) OR entry #>> '{identity,provider}' = ANY ($2) OR entry ->> 'login_provider' = ANY ($2)
            """;

    private static final String PROVIDERS = """
            SELECT id, project, entry::text AS entry FROM provider WHERE id = ANY ($1)
            """;

    private static final String USERS = """
            SELECT u.id, u.project, u.username, u.email, u.password_hash, u.enabled, u.name, u.locale, u.timezone,
                   u.password_allow_reset, u.password_require_update
              FROM project p
              JOIN app_user u ON u.project = p.id AND u.username_key = ANY ($1)
            UNION
            SELECT u.id, u.project, u.username, u.email, u.password_hash, u.enabled, u.name, u.locale, u.timezone,
                   u.password_allow_reset, u.password_require_update
              FROM project p
              JOIN app_user u ON u.project = p.id AND u.email_key = ANY ($1) AND u.username_key IS NOT NULL
            UNION
            SELECT u.id, u.project, u.username, u.email, u.password_hash, u.enabled, u.name, u.locale, u.timezone,
                   u.password_allow_reset, u.password_require_update
              FROM app_user u
             WHERE u.id = ANY ($2)
            """;

    private static final String USER_IDS = """
            SELECT id FROM app_user WHERE id = ANY ($1)
            """;

    private static final String LINKED = """
            SELECT v.id
              FROM provider v
             WHERE v.id = ANY ($1)
               AND EXISTS (SELECT FROM user_identity i WHERE i.project = v.project AND i.provider = v.id)
            """;

    private final SqlConnection connection;
    private final Selection selection;

    PgRegistryReads(SqlConnection connection, Selection selection) {
        this.connection = connection;
        this.selection = selection;
    }

    Future<Snapshot> snapshot() {
        return exchanges()
                .compose(exchanges -> new PgPrincipalReads(connection)
                        .of(selection)
                        .compose(principals -> clients(exchanges.values(), principals.values())
                                .compose(clients -> rest(exchanges, principals, clients))));
    }

    private Future<Snapshot> rest(
            Map<String, Exchange> exchanges, Map<String, Principal> principals, Map<ClientId, Client> clients) {
        Set<String> providerIds = new HashSet<>(selection.providers());
        exchanges.values().forEach(exchange -> providerIds.addAll(exchange.providers()));
        principals
                .values()
                .forEach(principal -> PgPrincipalReads.provider(principal).ifPresent(providerIds::add));
        Future<Map<String, Project>> projects = query(PROJECTS, Tuple.tuple()).map(PgRegistryReads::projects);
        UUID[] ids = selection.users().stream().map(UUID::fromString).toArray(UUID[]::new);
        Future<List<User>> users =
                query(USERS, texts(selection.logins()).addArrayOfUUID(ids)).map(PgRegistryReads::users);
        Future<Map<String, Provider>> providers =
                query(PROVIDERS, texts(providerIds)).map(PgRegistryReads::providers);
        PgTargetReads targetReads = new PgTargetReads(connection);
        Future<Map<String, Target>> targets = targetReads.named(selection.targets());
        Future<Map<String, Set<String>>> listing = targetReads.listing(selection.resources());
        Future<Set<String>> userIds = userIds();
        Future<Set<String>> linked = linked();
        return Future.all(List.of(projects, users, providers, targets, listing, userIds, linked))
                .map(all -> new Snapshot(
                        projects.result(),
                        clients,
                        users.result(),
                        providers.result(),
                        exchanges,
                        targets.result(),
                        listing.result(),
                        userIds.result(),
                        linked.result(),
                        principals));
    }

    private Future<Set<String>> linked() {
        return query(LINKED, texts(selection.providers())).map(rows -> {
            Set<String> linked = new HashSet<>();
            rows.forEach(row -> linked.add(row.getString("id")));
            return linked;
        });
    }

    private Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters);
    }

    private static Tuple texts(Set<String> values) {
        return Tuple.tuple().addArrayOfString(array(values));
    }

    private static String[] array(Set<String> values) {
        return values.toArray(String[]::new);
    }

    private Future<Map<String, Exchange>> exchanges() {
        Tuple parameters = texts(selection.exchanges()).addArrayOfString(array(selection.changing()));
        return query(EXCHANGES, parameters).map(rows -> map(rows, PgRegistryReads::exchange, Exchange::id));
    }

    private Future<Map<ClientId, Client>> clients(Iterable<Exchange> exchanges, Iterable<Principal> principals) {
        Set<String> ids = new HashSet<>(selection.clients());
        for (Exchange exchange : exchanges) {
            exchange.clients().stream().map(ClientId::value).forEach(ids::add);
        }
        principals.forEach(principal -> ids.add(principal.client().value()));
        Tuple parameters = texts(ids).addArrayOfString(array(selection.providers()));
        return query(CLIENTS, parameters).map(rows -> map(rows, PgRegistryReads::client, Client::id));
    }

    private Future<Set<String>> userIds() {
        Map<UUID, String> candidates = new HashMap<>();
        selection.changing().forEach(id -> uuid(id).ifPresent(uuid -> candidates.put(uuid, id)));
        UUID[] ids = candidates.keySet().toArray(UUID[]::new);
        return query(USER_IDS, Tuple.tuple().addArrayOfUUID(ids)).map(rows -> {
            Set<String> taken = new HashSet<>();
            rows.forEach(row -> taken.add(candidates.getOrDefault(row.getUUID("id"), "")));
            return taken;
        });
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Project> projects(RowSet<Row> rows) {
        return map(rows, row -> Optional.of(project(row)), Project::id);
    }

    static Project project(Row row) {
        return new Project(row.getString("id"), row.getBoolean("enabled"));
    }

    static Optional<Client> client(Row row) {
        ClientId id = new ClientId(row.getString("id"));
        String project = row.getString("project");
        return JsonColumn.read(
                "client " + id,
                row.getString("entry"),
                StoredClient.class,
                stored -> stored.toClient(id, project, true));
    }

    private static Map<String, Provider> providers(RowSet<Row> rows) {
        return map(rows, PgRegistryReads::provider, Provider::id);
    }

    static Optional<Provider> provider(Row row) {
        String id = row.getString("id");
        String project = row.getString("project");
        return JsonColumn.read(
                "provider " + id,
                row.getString("entry"),
                StoredProvider.class,
                stored -> stored.toProvider(id, project, true));
    }

    static Optional<Exchange> exchange(Row row) {
        String id = row.getString("id");
        ClientId client = new ClientId(row.getString("client"));
        return JsonColumn.read(
                "exchange " + id,
                row.getString("entry"),
                StoredExchange.class,
                stored -> stored.toExchange(id, client));
    }

    private static List<User> users(RowSet<Row> rows) {
        List<User> users = new ArrayList<>();
        rows.forEach(row -> users.add(user(row)));
        return users;
    }

    static User user(Row row) {
        return new User(
                row.getUUID("id").toString(),
                row.getString("project"),
                row.getString("username"),
                row.getString("email"),
                row.getString("password_hash"),
                row.getBoolean("enabled"),
                PgProfile.of(row));
    }

    private static <K, T> Map<K, T> map(RowSet<Row> rows, Function<Row, Optional<T>> fromRow, Function<T, K> key) {
        Map<K, T> map = new HashMap<>();
        for (Row row : rows) {
            fromRow.apply(row).ifPresent(value -> map.put(key.apply(value), value));
        }
        return map;
    }
}
