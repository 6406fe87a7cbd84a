package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginConfigTest {

    private static LoginConfig read(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        LoginConfig config = LoginConfig.from(settings);
        settings.finish();
        return config;
    }

    @Test
    void defaults() {
        assertThat(read(Map.of())).isEqualTo(new LoginConfig(100, Duration.ofHours(1)));
    }

    @Test
    void everyKey() {
        assertThat(read(Map.of("BOURSE_LOGIN_ATTEMPTS", "5", "BOURSE_LOGIN_WINDOW", "30s")))
                .isEqualTo(new LoginConfig(5, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @CsvSource({
        "BOURSE_LOGIN_ATTEMPTS, 0",
        "BOURSE_LOGIN_ATTEMPTS, 10001",
        "BOURSE_LOGIN_WINDOW, 0s",
        "BOURSE_LOGIN_WINDOW, 2d",
    })
    void rejections(String name, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessageStartingWith(name + " ");
    }
}
