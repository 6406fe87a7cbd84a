package io.bourse.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import io.bourse.db.DatabaseAddress.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseConfigTest {

    private static final String URL = "postgresql://app:s%3Acret@db.example:6543/tokens?sslmode=disable";

    @Test
    void withoutAnyVariableTheEmbeddedDatabaseIsMeant() {
        DatabaseConfig config = read(Map.of());

        assertThat(config.isEmbedded()).isTrue();
        assertThat(config.poolSize()).isBetween(2, 16);
        assertThat(config.pooler()).isFalse();
    }

    @Test
    void everyVariableIsRead() {
        DatabaseConfig config = read(Map.of(
                "BOURSE_DATABASE_URL", "postgresql://app@pooler/tokens",
                "BOURSE_DATABASE_PASSWORD", "hidden",
                "BOURSE_DATABASE_POOL_SIZE", "33",
                "BOURSE_DATABASE_POOLER", "true",
                "BOURSE_DATABASE_LISTEN_URL", "postgresql://app:direct@[::1]:6543/tokens?sslmode=require"));

        assertThat(config.isEmbedded()).isFalse();
        assertThat(config.address()).hasToString("app@pooler:5432/tokens");
        assertThat(config.address().password().reveal()).isEqualTo("hidden");
        assertThat(config.address().tls()).isEqualTo(Tls.PREFER);
        assertThat(config.listenAddress()).hasToString("app@::1:6543/tokens");
        assertThat(config.listenAddress().password().reveal()).isEqualTo("direct");
        assertThat(config.listenAddress().tls()).isEqualTo(Tls.REQUIRE);
        assertThat(config.poolSize()).isEqualTo(33);
        assertThat(config.pooler()).isTrue();
    }

    @Test
    void theUrlIsDecodedAndListenedAtToo() {
        DatabaseConfig config = read(Map.of("BOURSE_DATABASE_URL", URL));

        assertThat(config.address().password().reveal()).isEqualTo("s:cret");
        assertThat(config.address()).hasToString("app@db.example:6543/tokens");
        assertThat(config.listenAddress()).isEqualTo(config.address());
    }

    @Test
    void aHostMayBeNamedAsContainersAre() {
        assertThat(read(Map.of("BOURSE_DATABASE_URL", "postgresql://app@my_db:6543/tokens"))
                        .address())
                .hasToString("app@my_db:6543/tokens");
    }

    @Test
    void thePasswordMayStandInAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from-file\n");

        DatabaseConfig config = read(Map.of(
                "BOURSE_DATABASE_URL", "postgresql://app@db/tokens", "BOURSE_DATABASE_PASSWORD_FILE", file.toString()));

        assertThat(config.address().password().reveal()).isEqualTo("from-file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mysql://app@db/tokens                          | must begin with postgresql://
                    postgresql://db/tokens                         | names no user
                    postgresql://app@/tokens                       | names no host
                    postgresql://app@db:0/tokens                   | names a port that is not between 1 and 65535
                    postgresql://app@db:65536/tokens               | names a port that is not between 1 and 65535
                    postgresql://app@db:99999999999/tokens         | names a port that is not between 1 and 65535
                    postgresql://app@db                            | names no database
                    postgresql://app@db/                           | names no database
                    postgresql://app@db/a/b                        | names no database
                    postgresql://app@db/tokens?sslmode=maybe       | has an unknown sslmode
                    postgresql://app@db/tokens?sslmode=verify_full | has an unknown sslmode
                    postgresql://app@db/tokens?sslrootcert=/absent | has an sslrootcert that cannot be read
                    postgresql://app@db/tokens?user=x              | has a parameter that is not known: user
                    postgresql://app:%zz@db/tokens                 | is no URL
                    """)
    void aBadUrlIsRefusedWithTheReason(String url, String reason) {
        ConfigException refused = refused(Map.of("BOURSE_DATABASE_URL", url));

        assertThat(refused.problems()).singleElement().asString().startsWith("BOURSE_DATABASE_URL " + reason);
    }

    @Test
    void aRefusalNamesEveryProblemAndNoSecret() {
        ConfigException refused = refused(
                Map.of("BOURSE_DATABASE_URL", "http://:hunter2@db?sslmode=x", "BOURSE_DATABASE_POOL_SIZE", "0"));

        assertThat(refused.problems()).hasSize(5).noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void twoPasswordsAreRefused() {
        assertThat(refused(Map.of("BOURSE_DATABASE_URL", URL, "BOURSE_DATABASE_PASSWORD", "other")))
                .hasMessageStartingWith("BOURSE_DATABASE_PASSWORD is set, and");
    }

    @Test
    void aPasswordWithoutAUrlIsRefused() {
        assertThat(refused(Map.of("BOURSE_DATABASE_PASSWORD", "x")))
                .hasMessageStartingWith("BOURSE_DATABASE_URL is not set");
    }

    @Test
    void behindAPoolerTheDatabaseItselfMustBeNamed() {
        assertThat(refused(Map.of("BOURSE_DATABASE_URL", URL, "BOURSE_DATABASE_POOLER", "true")))
                .hasMessageStartingWith("BOURSE_DATABASE_LISTEN_URL must name the database itself");
    }

    @Test
    void flywayGetsTheSameAddressWithoutThePassword() {
        DatabaseAddress address = read(Map.of(
                        "BOURSE_DATABASE_URL", "postgresql://app:secret@[::1]/my%20db?sslmode=verify-full"))
                .address();

        assertThat(PgOptions.jdbcUrl(address))
                .startsWith("jdbc:postgresql://[::1]:5432/my%20db?")
                .contains("sslmode=verify-full", "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory")
                .doesNotContain("secret");
    }

    private static DatabaseConfig read(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        DatabaseConfig config = DatabaseConfig.from(settings);
        settings.finish();
        return config;
    }

    private static ConfigException refused(Map<String, String> variables) {
        return catchThrowableOfType(ConfigException.class, () -> read(new TreeMap<>(variables)));
    }
}
