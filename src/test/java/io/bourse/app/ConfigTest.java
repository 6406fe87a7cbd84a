package io.bourse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.admin.AdminConfig;
import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import io.bourse.crypto.CryptoConfig;
import io.bourse.crypto.CryptoProvider;
import io.bourse.db.DatabaseConfig;
import io.bourse.http.HttpConfig;
import io.bourse.http.HttpConfig.Defaults;
import io.bourse.keys.KeyConfig;
import io.bourse.logging.LogConfig;
import io.bourse.service.ServiceConfig;
import io.bourse.token.TokenConfig;
import io.bourse.user.LoginConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String ADMIN_KEY = "an admin key of 32 characters...".replace(' ', '-');
    private static final String URL = "postgresql://bourse@db.example.com/bourse";

    /** Every variable that there is, each with a value that is not its default. */
    private static final Map<String, String> EVERY = new TreeMap<>(Map.ofEntries(
            Map.entry("BOURSE_HOST", "127.0.0.1"),
            Map.entry("BOURSE_PORT", "1080"),
            Map.entry("BOURSE_MANAGEMENT_PORT", "1090"),
            Map.entry("BOURSE_ADMIN_KEY", ADMIN_KEY),
            Map.entry("BOURSE_CORS_ORIGINS", "https://app.example"),
            Map.entry("BOURSE_DOORS", "oauth, xoxoday"),
            Map.entry("BOURSE_XOXODAY_PREFIX", "/chef"),
            Map.entry("BOURSE_EVENT_LOOPS", "7"),
            Map.entry("BOURSE_DRAIN", "1s"),
            Map.entry("BOURSE_SHUTDOWN_TIMEOUT", "2s"),
            Map.entry("BOURSE_MAX_CONNECTIONS", "77"),
            Map.entry("BOURSE_ISSUER", "https://tokens.example.com"),
            Map.entry("BOURSE_SIGNED_HOSTS", "tokens.internal:8443,[::1]"),
            Map.entry("BOURSE_DATABASE_URL", URL),
            Map.entry("BOURSE_DATABASE_PASSWORD", "database-secret"),
            Map.entry("BOURSE_DATABASE_LISTEN_URL", "postgresql://bourse@direct.example.com/bourse"),
            Map.entry("BOURSE_DATABASE_POOL_SIZE", "3"),
            Map.entry("BOURSE_DATABASE_POOLER", "true"),
            Map.entry("BOURSE_CRYPTO", "jdk"),
            Map.entry("BOURSE_MASTER_KEY", KEY),
            Map.entry("BOURSE_PASSWORD_THREADS", "5"),
            Map.entry("BOURSE_PASSWORD_QUEUE", "55"),
            Map.entry("BOURSE_SIGNING_ALGORITHM", "rs256"),
            Map.entry("BOURSE_KEY_ROTATION", "9d"),
            Map.entry("BOURSE_KEY_PREPUBLISH", "9m"),
            Map.entry("BOURSE_REPLAY_WINDOW", "3s"),
            Map.entry("BOURSE_LOGIN_ATTEMPTS", "6"),
            Map.entry("BOURSE_LOGIN_WINDOW", "6m"),
            Map.entry("BOURSE_SSO_PROJECT", "services"),
            Map.entry("BOURSE_SSO_AUDIT_RETENTION", "7d"),
            Map.entry("BOURSE_LOG_FORMAT", "json"),
            Map.entry("BOURSE_LOG_LEVEL", "debug"),
            Map.entry("BOURSE_DATA_DIR", "/var/lib/bourse"),
            Map.entry("BOURSE_DEMO_IDP_PORT", "1089"),
            Map.entry("BOURSE_JAVA_OPTS", "-Xmx300m")));

    private static List<String> problems(Function<Settings, Config> reader, Map<String, String> variables) {
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> reader.apply(new Settings(variables)));
        assertThat(failure).as("%s", variables).isNotNull();
        return failure.problems();
    }

    private static Settings settings(String... namesAndValues) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Settings(variables);
    }

    @Test
    void defaults() {
        Config config = Config.forServer(settings());
        Settings none = settings();

        assertThat(config)
                .isEqualTo(new Config(
                        HttpConfig.from(none, Defaults.SERVER),
                        DoorsConfig.from(none),
                        AdminConfig.from(none, Optional.empty()),
                        "http://localhost:8080",
                        List.of(),
                        DatabaseConfig.from(none),
                        CryptoConfig.from(none),
                        KeyConfig.from(none),
                        TokenConfig.from(none),
                        LoginConfig.from(none),
                        ServiceConfig.from(none),
                        LogConfig.from(none),
                        Path.of(".bourse"),
                        8089));
        assertThat(config.database().isEmbedded()).isTrue();
        assertThat(config.log()).isEqualTo(new LogConfig(LogConfig.Format.AUTO, LogConfig.Level.INFO));
        assertThat(config.database().poolSize()).isEqualTo(16);
    }

    @Test
    void everyKey() {
        Config config = Config.forServer(new Settings(EVERY));

        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(1080);
        assertThat(config.http().managementPort()).isEqualTo(1090);
        assertThat(config.admin().key().orElseThrow().reveal()).isEqualTo(ADMIN_KEY);
        assertThat(config.http().corsOrigins()).containsExactly("https://app.example");
        assertThat(config.doors().open()).containsExactlyInAnyOrder("oauth", "xoxoday");
        assertThat(config.doors().xoxoday().prefix()).isEqualTo("/chef");
        assertThat(config.http().eventLoops()).isEqualTo(7);
        assertThat(config.http().drain()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.http().shutdownTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.http().maxConnections()).isEqualTo(77);
        assertThat(config.issuer()).isEqualTo("https://tokens.example.com");
        assertThat(config.signedHosts()).containsExactly("tokens.internal:8443", "[::1]");
        assertThat(config.database().address().host()).isEqualTo("db.example.com");
        assertThat(config.database().address().password().reveal()).isEqualTo("database-secret");
        assertThat(config.database().listenAddress().host()).isEqualTo("direct.example.com");
        assertThat(config.database().poolSize()).isEqualTo(3);
        assertThat(config.database().pooler()).isTrue();
        assertThat(config.crypto().provider()).isEqualTo(CryptoProvider.Choice.JDK);
        assertThat(config.crypto().masterKey().orElseThrow().reveal()).isEqualTo(KEY);
        assertThat(config.crypto().passwordThreads()).isEqualTo(5);
        assertThat(config.crypto().passwordQueue()).isEqualTo(55);
        assertThat(config.keys().algorithm().jwsName()).isEqualTo("RS256");
        assertThat(config.keys().rotation()).isEqualTo(Duration.ofDays(9));
        assertThat(config.keys().prepublish()).isEqualTo(Duration.ofMinutes(9));
        assertThat(config.tokens().replayWindow()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.logins()).isEqualTo(new LoginConfig(6, Duration.ofMinutes(6)));
        assertThat(config.services()).isEqualTo(new ServiceConfig("services", Duration.ofDays(7)));
        assertThat(config.log()).isEqualTo(new LogConfig(LogConfig.Format.JSON, LogConfig.Level.DEBUG));
        assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/bourse"));
        assertThat(config.demoIdpPort()).isEqualTo(1089);
    }

    /** A key cannot be added untested. */
    @Test
    void everyKeyThatTheSourcesNameIsInTheTestAbove() throws IOException {
        Pattern key = Pattern.compile("\"(BOURSE_[A-Z_]+[A-Z])\"");
        Set<String> named = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                key.matcher(Files.readString(source)).results().forEach(found -> named.add(found.group(1)));
            }
        }

        assertThat(named).isEqualTo(EVERY.keySet());
    }

    @Test
    void aKeyThatNobodyReadsIsAMistake() {
        Map<String, String> misspelt = new HashMap<>(EVERY);
        EVERY.keySet().forEach(name -> misspelt.put(name + "S", "x"));

        assertThat(problems(Config::forServer, misspelt)).hasSize(EVERY.size());
    }

    @Test
    void everyReaderKnowsEveryKey() {
        Map<String, String> embedded = new HashMap<>(EVERY);
        embedded.keySet().removeIf(name -> name.startsWith("BOURSE_DATABASE_"));

        assertThat(Config.forDatabase(new Settings(EVERY)).demoIdpPort()).isEqualTo(1089);
        assertThat(Config.forRegistry(new Settings(EVERY)).demoIdpPort()).isEqualTo(1089);
        assertThat(Config.forDemo(new Settings(embedded)).demoIdpPort()).isEqualTo(1089);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems(
                        Config::forServer,
                        Map.of(
                                "BOURSE_PORT", "http",
                                "BOURSE_REPLAY_WINDOW", "1d",
                                "BOURSE_LOG_LEVEL", "loud",
                                "BOURSE_PROT", "8080",
                                "BOURSE_ISSUER", "tokens.example.com")))
                .hasSize(5);
    }

    @Test
    void whatIsPrintedHoldsNoSecret() {
        assertThat(Config.forServer(new Settings(EVERY)).toString()).doesNotContain(KEY, ADMIN_KEY, "database-secret");
    }

    @Nested
    class AdminKeys {

        @Test
        void noneSwitchesTheApiOff() {
            assertThat(Config.forServer(settings()).admin().key()).isEmpty();
        }

        @Test
        void theDemosIsMadeForEachAndCanBeReplaced() {
            AdminConfig demo = Config.forDemo(settings()).admin();
            AdminConfig other = Config.forDemo(settings()).admin();

            assertThat(demo.isGenerated()).isTrue();
            assertThat(demo.key().orElseThrow().reveal())
                    .hasSizeGreaterThanOrEqualTo(32)
                    .isNotEqualTo(other.key().orElseThrow().reveal());
            assertThat(Config.forDemo(settings("BOURSE_ADMIN_KEY", ADMIN_KEY))
                            .admin()
                            .isGenerated())
                    .isFalse();
            assertThat(Config.forDemo(settings("BOURSE_ADMIN_KEY", ADMIN_KEY))
                            .admin()
                            .key()
                            .orElseThrow()
                            .reveal())
                    .isEqualTo(ADMIN_KEY);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1234567890123456789012345678901",
                    "with a space in its middle, but long enough",
                    "with-a-letter-beyond-ASCII-\u00e4-but-long"
                })
        void whatCanBeGuessedOrCannotBeSentIsRefusedAndNotRepeated(String key) {
            assertThat(problems(Config::forServer, Map.of("BOURSE_ADMIN_KEY", key)))
                    .singleElement()
                    .asString()
                    .startsWith("BOURSE_ADMIN_KEY must have at least 32 characters")
                    .doesNotContain(key);
        }
    }

    @Nested
    class Issuers {

        @Test
        void theDefaultFollowsThePort() {
            assertThat(Config.forServer(settings("BOURSE_PORT", "8181")).issuer())
                    .isEqualTo("http://localhost:8181");
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://tokens.example.com", "http://localhost:8080", "https://[::1]:8443"})
        void aBaseUrlIsSchemeAndHost(String issuer) {
            assertThat(Config.forServer(settings("BOURSE_ISSUER", issuer)).issuer())
                    .isEqualTo(issuer);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "tokens.example.com",
                    "https://tokens.example.com/",
                    "https://tokens.example.com/oauth",
                    "https://tokens.example.com?a=b",
                    "https://tokens.example.com#a",
                    "https://ada@tokens.example.com",
                    "ftp://tokens.example.com",
                    "https://",
                    "https:tokens.example.com",
                    "https://a b"
                })
        void anythingElseIsRefused(String issuer) {
            assertThat(problems(Config::forServer, Map.of("BOURSE_ISSUER", issuer)))
                    .singleElement()
                    .asString()
                    .startsWith("BOURSE_ISSUER must be");
        }
    }

    @Nested
    class WithASharedDatabase {

        @Test
        void aServerMustBeToldWhatItsReplicasShare() {
            assertThat(problems(Config::forServer, Map.of("BOURSE_DATABASE_URL", URL)))
                    .satisfiesExactly(
                            issuer -> assertThat(issuer).startsWith("BOURSE_ISSUER is missing"),
                            key -> assertThat(key).startsWith("BOURSE_MASTER_KEY is missing"));
        }

        @Test
        void aCommandThatSealsNeedsTheMasterKeyOnly() {
            assertThat(problems(Config::forRegistry, Map.of("BOURSE_DATABASE_URL", URL)))
                    .singleElement()
                    .asString()
                    .startsWith("BOURSE_MASTER_KEY is missing");
        }

        @Test
        void aCommandThatMigratesNeedsNeither() {
            assertThat(Config.forDatabase(settings("BOURSE_DATABASE_URL", URL))
                            .database()
                            .isEmbedded())
                    .isFalse();
        }

        @Test
        void theDemoRefusesIt() {
            assertThat(problems(Config::forDemo, Map.of("BOURSE_DATABASE_URL", URL)))
                    .singleElement()
                    .asString()
                    .startsWith("BOURSE_DATABASE_URL is set");
        }
    }

    @Test
    void theDemoIsForThisMachineOnly() {
        Config config = Config.forDemo(settings());

        assertThat(config.http()).isEqualTo(HttpConfig.from(settings(), Defaults.DEMO));
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void theDemosDataIsApartFromThatOfAServer() {
        assertThat(Config.forDemo(settings()).dataDir()).isEqualTo(Path.of(".bourse/demo"));
        assertThat(Config.forDemo(settings("BOURSE_DATA_DIR", "/data")).dataDir())
                .isEqualTo(Path.of("/data/demo"));
    }
}
