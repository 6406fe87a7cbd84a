package io.bourse.fakes;

import io.bourse.db.Database;
import io.bourse.db.StoreException;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of its own for each test, and a pool of it, opened before and closed after: register it as a field with
 * {@code @RegisterExtension}.
 */
public final class OpenDatabase implements BeforeEachCallback, AfterEachCallback {

    private static final int POOL_SIZE = 16;
    private static final int MAX_ATTEMPTS = 20;

    private Vertx vertx;
    private TestDatabase database;
    private Database pool;

    @Override
    public void beforeEach(ExtensionContext context) {
        vertx = Vertx.vertx();
        database = TestPostgres.freshDatabase();
        pool = database.open(vertx, POOL_SIZE);
        connect();
    }

    /** A machine that is busy starting the server may need more than one attempt at the pool's short deadline. */
    private void connect() {
        for (int attempt = 1; ; attempt++) {
            try {
                pool.query("SELECT 1", Tuple.tuple()).await();
                return;
            } catch (StoreException busy) {
                if (attempt == MAX_ATTEMPTS) {
                    throw busy;
                }
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        pool.close().await();
        vertx.close().await();
    }

    public Vertx vertx() {
        return vertx;
    }

    public TestDatabase database() {
        return database;
    }

    public Database pool() {
        return pool;
    }
}
