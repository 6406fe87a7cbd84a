package io.bourse.fakes;

import io.bourse.db.Database;
import io.bourse.db.DatabaseAddress;
import io.bourse.db.DatabaseConfig;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A database of one test. */
public record TestDatabase(DatabaseAddress address) {

    public DatabaseConfig config(int poolSize) {
        return new DatabaseConfig(address, address, poolSize, false);
    }

    /** A pool as {@link Database#open} makes it, but one that lets nobody down because the machine is busy. */
    public Database open(Vertx vertx, int poolSize) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password().reveal())
                .setCachePreparedStatements(true)
                .setPipeliningLimit(1);
        PoolOptions patient = new PoolOptions().setMaxSize(poolSize).setConnectionTimeout(20);
        return new Database(PgBuilder.pool()
                .connectingTo(options)
                .with(patient)
                .using(vertx)
                .build());
    }

    /** As {@code BOURSE_DATABASE_URL} has it. */
    public String url() {
        return "postgresql://" + address.user() + ":" + address.password().reveal() + "@" + address.host() + ":"
                + address.port() + "/" + address.database() + "?sslmode=disable";
    }

    /** A connection of the test's own, past everything under test. */
    public Connection connect() throws SQLException {
        return TestPostgres.connect(address);
    }

    public void execute(String sql) {
        TestPostgres.execute(address, sql);
    }

    /** The one number that a query gives. */
    public long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one column that a query gives. */
    public List<String> texts(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return texts(statement, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Every row of every table as text, in no particular order of theirs. */
    public Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : texts(
                    statement,
                    "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'"
                            + " AND table_type = 'BASE TABLE'")) {
                rows.put(table, texts(statement, "SELECT t::text AS row FROM " + table + " t ORDER BY row"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
