package io.bourse.db;

import io.bourse.config.Secret;
import io.bourse.db.DatabaseAddress.Tls;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.PoolOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** Turns an address into what the drivers want: every wait has an end, and no queue is endless. */
final class PgOptions {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int TCP_USER_TIMEOUT_MILLIS = 5_000;
    private static final int STATEMENT_CACHE = 256;
    private static final int IDLE_SECONDS = 60;
    /** Longer than the pool keeps an idle connection, so it ends only connects that the server never answers. */
    private static final int SILENCE_SECONDS = 75;

    private PgOptions() {}

    static PgConnectOptions direct(DatabaseAddress address) {
        PgConnectOptions options = plain(address);
        options.addProperty("statement_timeout", "1000")
                .addProperty("lock_timeout", "500")
                .addProperty("idle_in_transaction_session_timeout", "5000");
        return options;
    }

    /** For the connections of the pool. A pooler refuses session settings and mixes up prepared statements. */
    static PgConnectOptions pooled(DatabaseAddress address, boolean pooler) {
        return pooler ? plain(address).setUseLayer7Proxy(true) : direct(address);
    }

    /** Below PostgreSQL: an end for connects and for peers that have vanished without a word. */
    static NetClientOptions transport() {
        return new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(TCP_USER_TIMEOUT_MILLIS)
                .setTcpNoDelay(true)
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    static PoolOptions pool(String name, int size) {
        return new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setMaxWaitQueueSize(8 * size)
                .setConnectionTimeout(500)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxLifetime(15)
                .setMaxLifetimeUnit(TimeUnit.MINUTES)
                .setShared(true);
    }

    /** For Flyway. User and password go separately, so that the URL may be logged. */
    static String jdbcUrl(DatabaseAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        StringBuilder url = new StringBuilder("jdbc:postgresql://")
                .append(host)
                .append(':')
                .append(address.port())
                .append('/')
                .append(encode(address.database()))
                .append("?ApplicationName=bourse-migrate&connectTimeout=5&tcpKeepAlive=true&sslmode=")
                .append(address.tls().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Path root = address.rootCertificate();
        if (root != null) {
            url.append("&sslrootcert=").append(encode(root.toString()));
        } else if (address.tls() == Tls.VERIFY_CA || address.tls() == Tls.VERIFY_FULL) {
            url.append("&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return url.toString();
    }

    private static PgConnectOptions plain(DatabaseAddress address) {
        PgConnectOptions options = new PgConnectOptions();
        options.setHost(address.host()).setPort(address.port()).setDatabase(address.database());
        options.setUser(address.user());
        Secret password = address.password();
        options.setPassword(password == null ? "" : password.reveal());
        options.setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(STATEMENT_CACHE);
        // A statement that is given up takes its connection with it: no other may wait behind it there.
        options.setPipeliningLimit(1);
        options.setReconnectAttempts(0);
        options.addProperty("application_name", "bourse");
        options.setSslMode(SslMode.valueOf(address.tls().name()));
        if (address.tls() != Tls.DISABLE) {
            options.setSslOptions(tls(address));
        }
        return options;
    }

    private static ClientSSLOptions tls(DatabaseAddress address) {
        ClientSSLOptions tls = new ClientSSLOptions();
        tls.setHostnameVerificationAlgorithm(address.tls() == Tls.VERIFY_FULL ? "HTTPS" : "");
        Path root = address.rootCertificate();
        tls.setTrustOptions(root == null ? trustOfJvm() : new PemTrustOptions().addCertPath(root.toString()));
        // As libpq does: without an authority to check against, these two encrypt and no more.
        tls.setTrustAll(root == null && (address.tls() == Tls.PREFER || address.tls() == Tls.REQUIRE));
        return tls;
    }

    private static TrustOptions trustOfJvm() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            return TrustOptions.wrap(trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no authorities to trust", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
