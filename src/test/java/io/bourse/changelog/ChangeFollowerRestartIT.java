package io.bourse.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.db.Database;
import io.bourse.db.DatabaseAddress;
import io.bourse.db.DatabaseClock;
import io.bourse.db.DatabaseConfig;
import io.bourse.db.EmbeddedServer;
import io.bourse.db.EmbeddedServer.Durability;
import io.bourse.db.Migrations;
import io.bourse.db.PgListener;
import io.bourse.fakes.TcpProxy;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFollowerRestartIT {

    private static final Duration SOON = Duration.ofSeconds(8);

    @TempDir
    Path directory;

    @Test
    void followsADatabaseThatWasStoppedAndStarted() throws Exception {
        Vertx vertx = Vertx.vertx();
        HeardChanges heard = new HeardChanges();
        EmbeddedServer server = EmbeddedServer.start(directory, Durability.NONE);
        Migrations.migrate(server.address());
        TcpProxy proxy = TcpProxy.start(vertx, "127.0.0.1", server.address().port());
        DatabaseAddress direct = server.address();
        DatabaseAddress address = new DatabaseAddress(
                "127.0.0.1", proxy.port(), direct.database(), direct.user(), direct.password(), direct.tls(), null);
        DatabaseConfig config = new DatabaseConfig(address, address, 4, false);
        Database database = Database.open(vertx, config);
        ChangeLog log = new ChangeLog(database, change -> {});
        vertx.deployVerticle(new ChangeFollower(database, PgListener.source(vertx, config), heard, new DatabaseClock()))
                .await();
        write(log, "before");
        heard.await("before", SOON);

        server.close();
        server = EmbeddedServer.start(directory, Durability.NONE);
        proxy.to("127.0.0.1", server.address().port());
        long began = System.nanoTime();
        write(log, "after");
        heard.await("after", SOON);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        vertx.close().await();
        server.close();
    }

    private static void write(ChangeLog log, String token) {
        log.write(transaction -> transaction.append(List.of(Changed.token(token))))
                .await();
    }
}
