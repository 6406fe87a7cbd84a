package io.bourse.service;

import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Which service made which user, in PostgreSQL. It is forgotten with either. */
final class PgAccountOwners {

    private static final String PUT = """
            INSERT INTO service_account (user_id, service)
            SELECT u.id, s.id FROM app_user u, service s WHERE u.id = $1::text::uuid AND s.id = $2
                ON CONFLICT DO NOTHING
            """;

    /** A key that is off may be switched on again, and a user who was once shared is known elsewhere. */
    private static final String OWNS = """
            SELECT 1 FROM service_account a
             WHERE a.user_id = $1::text::uuid AND a.service = $2
               AND NOT EXISTS (SELECT FROM service_key k WHERE k.user_id = a.user_id AND k.service <> a.service)
            """;

    private final Database database;

    PgAccountOwners(Database database) {
        this.database = database;
    }

    /** Nothing happens if the user has an owner, or either is gone. */
    Future<Void> put(UUID user, String service) {
        return database.query(PUT, Tuple.of(user.toString(), service)).mapEmpty();
    }

    /** Whether the service made the user, and no other service has a key of the user, in whatever state. */
    Future<Boolean> owns(String service, UUID user) {
        return database.read(OWNS, Tuple.of(user.toString(), service)).map(rows -> rows.size() > 0);
    }
}
