package io.bourse.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.config.ConfigException;
import io.bourse.config.Secret;
import io.bourse.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CryptoConfigTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static CryptoConfig read(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        CryptoConfig config = CryptoConfig.from(settings);
        settings.finish();
        return config;
    }

    @Test
    void defaults() {
        CryptoConfig config = read(Map.of());

        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        assertThat(config.provider()).isEqualTo(CryptoProvider.Choice.AUTO);
        assertThat(config.masterKey()).isEmpty();
        assertThat(config.passwordThreads()).isEqualTo(threads);
        assertThat(config.passwordQueue()).isEqualTo(32 * threads);
    }

    @Test
    void everyKey() {
        CryptoConfig config = read(Map.of(
                "BOURSE_CRYPTO", "jdk",
                "BOURSE_MASTER_KEY", KEY,
                "BOURSE_PASSWORD_THREADS", "3",
                "BOURSE_PASSWORD_QUEUE", "4"));

        assertThat(config.provider()).isEqualTo(CryptoProvider.Choice.JDK);
        assertThat(config.masterKey()).map(Secret::reveal).hasValue(KEY);
        assertThat(config.passwordThreads()).isEqualTo(3);
        assertThat(config.passwordQueue()).isEqualTo(4);
    }

    @Test
    void theQueueGrowsWithTheThreads() {
        assertThat(read(Map.of("BOURSE_PASSWORD_THREADS", "5")).passwordQueue()).isEqualTo(160);
    }

    @Test
    void theMasterKeyMayStandInAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), KEY + "\n");

        assertThat(read(Map.of("BOURSE_MASTER_KEY_FILE", file.toString())).masterKey())
                .map(Secret::reveal)
                .hasValue(KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "BOURSE_CRYPTO, fast",
        "BOURSE_MASTER_KEY, short",
        "BOURSE_MASTER_KEY, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "BOURSE_PASSWORD_THREADS, 0",
        "BOURSE_PASSWORD_THREADS, 65",
        "BOURSE_PASSWORD_QUEUE, 0",
        "BOURSE_PASSWORD_QUEUE, 10001",
    })
    void rejections(String name, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessageStartingWith(name + " ");
    }

    @Test
    void aBadKeyIsNotPrinted() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of("BOURSE_MASTER_KEY", "c2VjcmV0LXBhc3N3b3Jk")))
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("c2VjcmV0LXBhc3N3b3Jk"));
    }
}
