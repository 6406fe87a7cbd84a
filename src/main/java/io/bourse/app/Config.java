package io.bourse.app;

import io.bourse.admin.AdminConfig;
import io.bourse.config.ConfigException;
import io.bourse.config.Secret;
import io.bourse.config.Settings;
import io.bourse.crypto.CryptoConfig;
import io.bourse.crypto.Secrets;
import io.bourse.db.DatabaseConfig;
import io.bourse.http.HttpConfig;
import io.bourse.keys.KeyConfig;
import io.bourse.logging.LogConfig;
import io.bourse.service.ServiceConfig;
import io.bourse.token.TokenConfig;
import io.bourse.user.LoginConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The whole configuration.
 *
 * @param issuer our public base URL, without a trailing slash: the {@code iss} of every token, never a Host header
 * @param signedHosts under which names, besides the issuer's, callers who sign their requests reach us
 * @param dataDir where the embedded database and its master key are kept; the demo's is a directory of its own below
 * @param demoIdpPort where the demo's identity provider listens
 */
record Config(
        HttpConfig http,
        DoorsConfig doors,
        AdminConfig admin,
        String issuer,
        List<String> signedHosts,
        DatabaseConfig database,
        CryptoConfig crypto,
        KeyConfig keys,
        TokenConfig tokens,
        LoginConfig logins,
        ServiceConfig services,
        LogConfig log,
        Path dataDir,
        int demoIdpPort) {

    private static final String ISSUER = "BOURSE_ISSUER";
    private static final String SIGNED_HOSTS = "BOURSE_SIGNED_HOSTS";
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final String DATABASE_URL = "BOURSE_DATABASE_URL";
    private static final String MASTER_KEY = "BOURSE_MASTER_KEY";

    /**
     * For a server. With a database of its own it needs nothing; with a shared one it must be told what its replicas
     * share too.
     *
     * @throws ConfigException with every problem at once
     */
    static Config forServer(Settings settings) {
        Config config = read(settings, HttpConfig.Defaults.SERVER);
        if (!config.database().isEmbedded()) {
            if (settings.string(ISSUER).isEmpty()) {
                settings.problem(
                        ISSUER, "is missing; set it to the public base URL, such as https://tokens.example.com");
            }
            config.requireMasterKey(settings);
        }
        settings.finish();
        return config;
    }

    /** For the demo, which has its own database because its secrets are known, and is for this machine only. */
    static Config forDemo(Settings settings) {
        Config config = read(settings, HttpConfig.Defaults.DEMO);
        if (!config.database().isEmbedded()) {
            settings.problem(
                    DATABASE_URL, "is set, but the demo has known secrets and runs on its own database; unset it");
        }
        settings.finish();
        return config;
    }

    /** For commands that only work on the database. */
    static Config forDatabase(Settings settings) {
        Config config = read(settings, HttpConfig.Defaults.SERVER);
        settings.finish();
        return config;
    }

    /** For commands that also seal secrets. */
    static Config forRegistry(Settings settings) {
        Config config = read(settings, HttpConfig.Defaults.SERVER);
        if (!config.database().isEmbedded()) {
            config.requireMasterKey(settings);
        }
        settings.finish();
        return config;
    }

    private void requireMasterKey(Settings settings) {
        if (crypto.masterKey().isEmpty()) {
            settings.problem(MASTER_KEY, "is missing; make one with: openssl rand -base64 32");
        }
    }

    private static Config read(Settings settings, HttpConfig.Defaults defaults) {
        settings.string("BOURSE_JAVA_OPTS"); // read by the launcher
        HttpConfig http = HttpConfig.from(settings, defaults);
        return new Config(
                http,
                DoorsConfig.from(settings),
                AdminConfig.from(settings, adminKey(defaults)),
                issuer(settings, http.port()),
                signedHosts(settings),
                DatabaseConfig.from(settings),
                CryptoConfig.from(settings),
                KeyConfig.from(settings),
                TokenConfig.from(settings),
                LoginConfig.from(settings),
                ServiceConfig.from(settings),
                LogConfig.from(settings),
                dataDir(settings, defaults),
                settings.port("BOURSE_DEMO_IDP_PORT", 8089));
    }

    /** Another one for each demo: it may be told to listen to others, and web pages can call this machine too. */
    private static Optional<Secret> adminKey(HttpConfig.Defaults defaults) {
        return defaults == HttpConfig.Defaults.DEMO
                ? Optional.of(new Secrets(new SecureRandom()).generate())
                : Optional.empty();
    }

    /** Apart, for its secrets are published: a server that listens to others must not find them. */
    private static Path dataDir(Settings settings, HttpConfig.Defaults defaults) {
        Path directory = settings.path("BOURSE_DATA_DIR", Path.of(".bourse"));
        return defaults == HttpConfig.Defaults.DEMO ? demoDir(directory) : directory;
    }

    /** Where the demo keeps its data, if a server keeps its own here. */
    static Path demoDir(Path dataDir) {
        return dataDir.resolve("demo");
    }

    private static String issuer(Settings settings, int port) {
        String issuer = settings.string(ISSUER, "http://localhost:" + port);
        if (!isBaseUrl(issuer)) {
            settings.problem(ISSUER, "must be scheme and host alone, such as https://tokens.example.com");
        }
        return issuer;
    }

    private static List<String> signedHosts(Settings settings) {
        List<String> hosts = settings.list(SIGNED_HOSTS);
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            settings.problem(SIGNED_HOSTS, "must list hosts as callers name them, such as tokens.internal:8443");
        }
        return hosts;
    }

    private static boolean isBaseUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
