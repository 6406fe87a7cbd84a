package io.bourse.entry;

import io.bourse.db.JsonColumn;
import io.bourse.policy.StoredTarget;
import io.bourse.policy.Target;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what names mean, and who lists them, on one connection. A broken row counts as absent. */
final class PgTargetReads {

    private static final String TARGETS = """
            SELECT id, entry::text AS entry FROM target WHERE id = ANY ($1) OR entry -> 'resources' ?| $1
            """;

    /** Begins with an array, so that what is broken cannot make the elements of it fail. */
    private static final String LISTING = """
            SELECT 'client ' || id AS label, name
              FROM client
             CROSS JOIN jsonb_array_elements_text('[]' || coalesce(entry -> 'audiences', '[]')
                        || coalesce(entry -> 'serves', '[]')) name
             WHERE name = ANY ($1)
            UNION
            SELECT 'exchange ' || id AS label, name
              FROM exchange
             CROSS JOIN jsonb_array_elements_text('[]' || coalesce(entry -> 'targets', '[]')
                        || coalesce(entry #> '{subject,audience}', '[]')
                        || coalesce(entry #> '{actor,audience}', '[]')) name
             WHERE name = ANY ($1)
            """;

    private final SqlConnection connection;

    PgTargetReads(SqlConnection connection) {
        this.connection = connection;
    }

    /** The targets that one of these names means, by id. */
    Future<Map<String, Target>> named(Set<String> names) {
        return connection.preparedQuery(TARGETS).execute(texts(names)).map(rows -> {
            Map<String, Target> targets = new HashMap<>();
            rows.forEach(row -> target(row).ifPresent(target -> targets.put(target.id(), target)));
            return targets;
        });
    }

    /** By each of these resources, the entries that list it, such as {@code client demo}. */
    Future<Map<String, Set<String>>> listing(Set<String> resources) {
        if (resources.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return connection.preparedQuery(LISTING).execute(texts(resources)).map(rows -> {
            Map<String, Set<String>> listing = new HashMap<>();
            rows.forEach(row -> listing.computeIfAbsent(row.getString("name"), name -> new TreeSet<>())
                    .add(row.getString("label")));
            return listing;
        });
    }

    private static Tuple texts(Set<String> values) {
        return Tuple.tuple().addArrayOfString(values.toArray(String[]::new));
    }

    static Optional<Target> target(Row row) {
        String id = row.getString("id");
        return JsonColumn.read(
                "target " + id, row.getString("entry"), StoredTarget.class, stored -> stored.toTarget(id));
    }
}
