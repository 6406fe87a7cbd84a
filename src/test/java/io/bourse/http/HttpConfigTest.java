package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {

    @Test
    void defaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new HttpConfig(
                        "0.0.0.0",
                        8080,
                        9090,
                        Set.of(),
                        Runtime.getRuntime().availableProcessors(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        10_000));
    }

    @Test
    void everyKey() {
        HttpConfig config = read(Map.of(
                "BOURSE_HOST", "127.0.0.1",
                "BOURSE_PORT", "1",
                "BOURSE_MANAGEMENT_PORT", "2",
                "BOURSE_CORS_ORIGINS", "https://a.example, http://localhost:3000",
                "BOURSE_EVENT_LOOPS", "3",
                "BOURSE_DRAIN", "0s",
                "BOURSE_SHUTDOWN_TIMEOUT", "1m",
                "BOURSE_MAX_CONNECTIONS", "4"));

        assertThat(config)
                .isEqualTo(new HttpConfig(
                        "127.0.0.1",
                        1,
                        2,
                        Set.of("https://a.example", "http://localhost:3000"),
                        3,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        4));
        assertThat(config.binding()).isEqualTo(new Binding("127.0.0.1", 1, "BOURSE_PORT"));
        assertThat(config.managementBinding()).isEqualTo(new Binding("127.0.0.1", 2, "BOURSE_MANAGEMENT_PORT"));
    }

    @ParameterizedTest
    @CsvSource({
        "BOURSE_PORT, 65536",
        "BOURSE_PORT, 9090",
        "BOURSE_MANAGEMENT_PORT, 8080",
        "BOURSE_MANAGEMENT_PORT, x",
        "BOURSE_EVENT_LOOPS, 0",
        "BOURSE_DRAIN, 5",
        "BOURSE_SHUTDOWN_TIMEOUT, 1h",
        "BOURSE_MAX_CONNECTIONS, 0"
    })
    void rejections(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems()).hasSize(1).allMatch(problem -> problem.startsWith("BOURSE_")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "https://*.example",
                "https://a.example/",
                "https://a.example/path",
                "https://A.example",
                "https://a.example:443",
                "http://a.example:80",
                "https://user@a.example",
                "ftp://a.example",
                "a.example",
                "https://"
            })
    void originsThatNoBrowserSends(String origin) {
        assertThatThrownBy(() -> read(Map.of("BOURSE_CORS_ORIGINS", origin)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("BOURSE_CORS_ORIGINS must list origins");
    }

    @Test
    void bothPortsMayBeChosenByTheSystem() {
        assertThat(read(Map.of("BOURSE_PORT", "0", "BOURSE_MANAGEMENT_PORT", "0"))
                        .port())
                .isZero();
    }

    @Test
    void aDemoListensToThisMachineAndStopsAtOnce() {
        HttpConfig config = HttpConfig.from(new Settings(Map.of()), HttpConfig.Defaults.DEMO);

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.drain()).isZero();
    }

    private static HttpConfig read(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        HttpConfig config = HttpConfig.from(settings, HttpConfig.Defaults.SERVER);
        settings.finish();
        return config;
    }
}
