package io.bourse.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenConfigTest {

    private static TokenConfig read(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        TokenConfig config = TokenConfig.from(settings);
        settings.finish();
        return config;
    }

    @Test
    void defaults() {
        assertThat(read(Map.of())).isEqualTo(new TokenConfig(Duration.ofSeconds(10)));
    }

    @Test
    void everyKey() {
        assertThat(read(Map.of("BOURSE_REPLAY_WINDOW", "0s"))).isEqualTo(new TokenConfig(Duration.ZERO));
        assertThat(read(Map.of("BOURSE_REPLAY_WINDOW", "60s"))).isEqualTo(new TokenConfig(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61s", "-1s", "10", "soon"})
    void rejections(String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of("BOURSE_REPLAY_WINDOW", value)))
                .withMessageStartingWith("BOURSE_REPLAY_WINDOW ");
    }
}
