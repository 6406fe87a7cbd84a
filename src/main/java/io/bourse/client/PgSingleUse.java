package io.bourse.client;

import io.bourse.crypto.Sha256;
import io.bourse.db.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** {@link SingleUse} by a primary key of PostgreSQL. */
public final class PgSingleUse implements SingleUse {

    private static final String CLAIM = """
            INSERT INTO single_use (purpose, key, until) VALUES ($1, $2, $3)
            ON CONFLICT (purpose, key) DO NOTHING
            """;

    private static final String LOOK = "SELECT FROM single_use WHERE purpose = $1 AND key = $2";

    private final Database database;

    public PgSingleUse(Database database) {
        this.database = database;
    }

    @Override
    public Future<Boolean> claim(String purpose, String key, Instant until) {
        Tuple values = Tuple.of(purpose, stored(key), until.atOffset(ZoneOffset.UTC));
        return database.query(CLAIM, values).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Future<Boolean> isClaimed(String purpose, String key) {
        return database.read(LOOK, Tuple.of(purpose, stored(key))).map(rows -> rows.size() == 1);
    }

    private static Buffer stored(String key) {
        return Buffer.buffer(Sha256.of(key));
    }
}
