package io.bourse.service;

import io.bourse.changelog.ChangeLog;
import io.bourse.db.Database;
import io.bourse.service.ServiceChange.LocalUrl;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the services of one project besides their entries, in PostgreSQL. It goes with the client. */
public final class PgServices {

    private static final String COLUMNS = """
            s.id, c.project, coalesce(c.entry ->> 'enabled' = 'true', false) AS enabled,
            s.name, s.url, s.local_url, s.created_at, s.updated_at
            """;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM service s JOIN client c ON c.id = s.id ";

    private static final String CREATE = "WITH s AS ("
            + "INSERT INTO service (id, name, url, local_url) VALUES ($1, $2, $3, $4) RETURNING *)"
            + " SELECT " + COLUMNS + " FROM s JOIN client c ON c.id = s.id";

    private static final String CHANGE = """
            UPDATE service s
               SET name = coalesce($2, s.name), url = coalesce($3, s.url),
                   local_url = CASE WHEN $4 THEN $5 ELSE s.local_url END,
                   updated_at = now()
              FROM client c
             WHERE s.id = $1 AND c.id = s.id AND c.project = $6
            RETURNING
            """ + COLUMNS;

    /** Those whose entries have what {@link ServiceEntries} gave them for that; an operator may have taken it away. */
    private static final String EXCHANGING = """
            SELECT s.id FROM service s JOIN client c ON c.id = s.id
             WHERE c.project = $1
               AND c.entry -> 'grants' @> '["refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange"]'
               AND c.entry -> 'scopes' @> '["sso"]'
               AND c.entry -> 'audiences' @> to_jsonb('urn:uuid:' || s.id)
               AND s.id <> $2
             ORDER BY s.id LIMIT $3
            """;

    private static final String FIND = SELECT + " WHERE c.project = $1 AND s.id = $2";

    private static final String OF_PROJECT = SELECT + " WHERE c.project = $1 ORDER BY s.id";

    /** As {@link ServiceEntries#exchangeId} calls them. */
    private static final String EXCHANGES = """
            SELECT e.id FROM service s
              JOIN exchange e ON e.id IN ('sso:' || s.id || ':' || $1::text, 'sso:' || $1::text || ':' || s.id)
             ORDER BY e.id
            """;

    private static final String FILTER = """
             WHERE c.project = $1 AND ($2::boolean IS NULL OR (c.entry ->> 'enabled' = 'true') = $2)
               AND ($3::text[] IS NULL OR s.id = ANY ($3))
            """;

    private static final String LIST = SELECT + FILTER + " AND ($4::text IS NULL OR s.id > $4) ORDER BY s.id LIMIT $5";

    private static final String LIST_BACKWARDS =
            "SELECT * FROM (" + SELECT + FILTER + " AND s.id < $4 ORDER BY s.id DESC LIMIT $5) page ORDER BY id";

    private final Database database;
    private final String project;

    public PgServices(Database database, String project) {
        this.database = database;
        this.project = project;
    }

    /** The id of the project. */
    String project() {
        return project;
    }

    /** Of a client that this transaction made. */
    Future<ServiceProfile> create(ChangeLog.Transaction transaction, String id, ServiceDraft draft) {
        return execute(transaction, CREATE, Tuple.of(id, draft.name(), draft.url(), draft.localUrl()))
                .map(rows -> all(rows).get(0));
    }

    /** The service as it is then; empty if it is gone. */
    Future<Optional<ServiceProfile>> change(String id, ServiceChange change) {
        return database.query(CHANGE, values(id, change)).map(PgServices::first);
    }

    /** As the other, in this transaction. */
    Future<Optional<ServiceProfile>> change(ChangeLog.Transaction transaction, String id, ServiceChange change) {
        return execute(transaction, CHANGE, values(id, change)).map(PgServices::first);
    }

    private Tuple values(String id, ServiceChange change) {
        LocalUrl localUrl = change.localUrl();
        return Tuple.of(
                id, change.name(), change.url(), localUrl != null, localUrl == null ? null : localUrl.value(), project);
    }

    /** The ids of those whose entries let them exchange what others hand on, but for this one. */
    Future<List<String>> exchanging(String butFor, int limit) {
        return database.read(EXCHANGING, Tuple.of(project, butFor, limit)).map(PgServices::ids);
    }

    /** As the other, as the transaction sees it. */
    Future<List<String>> exchanging(ChangeLog.Transaction transaction, String butFor, int limit) {
        return execute(transaction, EXCHANGING, Tuple.of(project, butFor, limit))
                .map(PgServices::ids);
    }

    private static Future<RowSet<Row>> execute(ChangeLog.Transaction transaction, String sql, Tuple values) {
        return transaction.connection().preparedQuery(sql).execute(values);
    }

    private static List<String> ids(RowSet<Row> rows) {
        List<String> found = new ArrayList<>();
        rows.forEach(row -> found.add(row.getString("id")));
        return found;
    }

    /** The service with this id. */
    Future<Optional<ServiceProfile>> find(String id) {
        return database.read(FIND, Tuple.of(project, id)).map(PgServices::first);
    }

    /** All: as many as an operator has made. */
    Future<List<ServiceProfile>> all() {
        return database.read(OF_PROJECT, Tuple.of(project)).map(PgServices::all);
    }

    /** The ids of the exchanges that {@link ServiceEntries} gave a service and its partners, as the transaction sees it. */
    Future<List<String>> exchangesOf(ChangeLog.Transaction transaction, String id) {
        return execute(transaction, EXCHANGES, Tuple.of(id)).map(PgServices::ids);
    }

    /**
     * At most as many as the page has.
     *
     * @param enabled null for both
     * @param ids empty for any
     */
    Future<List<ServiceProfile>> list(@Nullable Boolean enabled, List<String> ids, Page page) {
        Object bound = page.isBackwards() ? page.before() : page.after();
        Tuple values = Tuple.of(project, enabled)
                .addArrayOfString(PgColumns.texts(ids))
                .addString(bound == null ? null : bound.toString())
                .addInteger(page.limit());
        return database.read(page.isBackwards() ? LIST_BACKWARDS : LIST, values).map(PgServices::all);
    }

    private static Optional<ServiceProfile> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<ServiceProfile> all(RowSet<Row> rows) {
        List<ServiceProfile> services = new ArrayList<>();
        rows.forEach(row -> services.add(new ServiceProfile(
                row.getString("id"),
                row.getString("project"),
                row.getBoolean("enabled"),
                row.getString("name"),
                row.getString("url"),
                row.getString("local_url"),
                PgColumns.instant(row, "created_at"),
                PgColumns.instant(row, "updated_at"))));
        return services;
    }
}
