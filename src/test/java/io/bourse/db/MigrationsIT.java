package io.bourse.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.config.ConfigException;
import io.bourse.config.Secret;
import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestPostgres;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrationsIT {

    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase empty = TestPostgres.emptyDatabase();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aSchemaThatIsMissingOrOldIsSaidClearly() {
        Database database = empty.open(vertx, 1);

        assertThatThrownBy(() -> Migrations.verify(database).await())
                .isInstanceOf(ConfigException.class)
                .hasMessage("the database's schema is at version 0, this build needs " + Migrations.VERSION
                        + ": run bourse migrate");
    }

    @Test
    void aNewerSchemaWillDo() {
        Migrations.migrate(empty.address());
        empty.execute("INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum,"
                + " installed_by, installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");

        assertThat(Migrations.verify(empty.open(vertx, 1)).await()).isNull();
    }

    @Test
    void theBuildKnowsItsNewestMigration() {
        Migrations.migrate(empty.address());
        MigrationInfo[] known = Migrations.configuration()
                .dataSource(
                        PgOptions.jdbcUrl(empty.address()),
                        empty.address().user(),
                        empty.address().password().reveal())
                .load()
                .info()
                .all();

        assertThat(known[known.length - 1].getVersion().getVersion()).isEqualTo(String.valueOf(Migrations.VERSION));
        assertThat(Migrations.verify(empty.open(vertx, 1)).await()).isNull();
    }

    @Test
    void manyMigratorsAtOnceMigrateOnce() {
        ExecutorService threads = Executors.newFixedThreadPool(6);

        List<CompletableFuture<Integer>> runs = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> Migrations.migrate(empty.address()), threads))
                .toList();

        assertThat(runs.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(Migrations.VERSION);
        threads.shutdown();
    }

    @Test
    void aMigrationThatFailsSaysWhatTheServerSaid() {
        DatabaseAddress owner = empty.address();
        String role = "bourse_app_" + System.nanoTime();
        empty.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'app'");
        DatabaseAddress weak = new DatabaseAddress(
                owner.host(), owner.port(), owner.database(), role, new Secret("app"), owner.tls(), null);

        assertThatThrownBy(() -> Migrations.migrate(weak))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.sqlState()).contains("42501"))
                .hasMessageStartingWith("the migration of " + weak + " failed: SQLSTATE 42501, ")
                .hasMessageContaining("permission denied");
        empty.execute("DROP ROLE " + role);
    }

    @Test
    void somebodyElsesDatabaseIsNotMigrated() {
        empty.execute("CREATE TABLE client (id int)");

        assertThatThrownBy(() -> Migrations.migrate(empty.address()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("non-empty schema");
    }

    @Test
    void theServersRoleMayReadTheHistoryOfMigrationsAndNotWriteIt() {
        String role = "bourse_app_" + System.nanoTime();
        empty.execute("CREATE ROLE " + role + "; ALTER DEFAULT PRIVILEGES"
                + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + role);

        Migrations.migrate(empty.address());

        String may = "SELECT has_table_privilege('" + role + "', '%s', '%s')::int";
        assertThat(empty.number(may.formatted("flyway_schema_history", "SELECT")))
                .isEqualTo(1);
        assertThat(empty.number(may.formatted("flyway_schema_history", "INSERT, UPDATE, DELETE")))
                .isZero();
        assertThat(empty.number(may.formatted("family", "INSERT"))).isEqualTo(1);
        empty.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }

    @Test
    void theServersRoleNeedsNoRightToCreateOrDrop() {
        Migrations.migrate(empty.address());
        String role = "bourse_app_" + System.nanoTime();
        empty.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'app'");
        empty.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);
        empty.execute("GRANT EXECUTE ON FUNCTION bourse_maintain_families() TO " + role);
        empty.execute("DROP TABLE family_" + empty.number("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY')::int") + "_"
                + String.format("%02d", empty.number("SELECT to_char(now() AT TIME ZONE 'UTC', 'MM')::int")));
        empty.execute("CREATE TABLE family_2020_01 PARTITION OF family FOR VALUES FROM"
                + " (bourse_uuid_floor('2020-01-01Z')) TO (bourse_uuid_floor('2020-02-01Z'))");

        empty.execute("SET ROLE " + role + "; SELECT bourse_maintain_families()");

        assertThat(empty.number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'family'::regclass"))
                .isEqualTo(5);
        assertThatThrownBy(() -> empty.execute("SET ROLE " + role + "; CREATE TABLE mine (id int)"))
                .isInstanceOf(IllegalStateException.class);
        empty.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
}
