package io.bourse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigTest {

    private static ServiceConfig read(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        ServiceConfig config = ServiceConfig.from(settings);
        settings.finish();
        return config;
    }

    @Test
    void defaults() {
        assertThat(read(Map.of())).isEqualTo(new ServiceConfig("sso", Duration.ofDays(84)));
    }

    @Test
    void everyKey() {
        assertThat(read(Map.of("BOURSE_SSO_PROJECT", "services", "BOURSE_SSO_AUDIT_RETENTION", "7d")))
                .isEqualTo(new ServiceConfig("services", Duration.ofDays(7)));
    }

    @ParameterizedTest
    @CsvSource({
        "BOURSE_SSO_PROJECT, no project",
        "BOURSE_SSO_AUDIT_RETENTION, 59m",
        "BOURSE_SSO_AUDIT_RETENTION, 3651d",
    })
    void rejections(String name, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessageStartingWith(name + " ");
    }
}
