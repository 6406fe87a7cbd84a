package io.bourse.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import io.bourse.jose.SigningAlgorithm;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyConfigTest {

    private static KeyConfig read(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        KeyConfig config = KeyConfig.from(settings);
        settings.finish();
        return config;
    }

    @Test
    void defaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new KeyConfig(SigningAlgorithm.ES256, Duration.ofDays(30), Duration.ofMinutes(10)));
    }

    @Test
    void everyKey() {
        assertThat(read(Map.of(
                        "BOURSE_SIGNING_ALGORITHM", "rs256",
                        "BOURSE_KEY_ROTATION", "2h",
                        "BOURSE_KEY_PREPUBLISH", "1h")))
                .isEqualTo(new KeyConfig(SigningAlgorithm.RS256, Duration.ofHours(2), Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "BOURSE_SIGNING_ALGORITHM, hs256",
        "BOURSE_SIGNING_ALGORITHM, none",
        "BOURSE_SIGNING_ALGORITHM, ES256",
        "BOURSE_KEY_ROTATION, 59s",
        "BOURSE_KEY_ROTATION, 366d",
        "BOURSE_KEY_ROTATION, never",
        "BOURSE_KEY_PREPUBLISH, 8d",
        "BOURSE_KEY_PREPUBLISH, -1s",
    })
    void rejections(String name, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessageStartingWith(name + " ");
    }

    @Test
    void aKeyMustSignLongerThanItIsPublishedBefore() {
        Map<String, String> variables = new HashMap<>(Map.of("BOURSE_KEY_ROTATION", "10m"));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(variables))
                .withMessageContaining("BOURSE_KEY_PREPUBLISH must be shorter than BOURSE_KEY_ROTATION");
        variables.put("BOURSE_KEY_PREPUBLISH", "599s");
        assertThat(read(variables).prepublish()).isEqualTo(Duration.ofSeconds(599));
    }
}
