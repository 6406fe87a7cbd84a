package io.bourse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private enum Colour {
        RED,
        GREEN
    }

    @Test
    void absentAndBlankVariablesHaveTheirDefault() {
        Settings settings = new Settings(Map.of("BOURSE_A", "  "));
        assertThat(settings.string("BOURSE_A", "x")).isEqualTo("x");
        assertThat(settings.integer("BOURSE_B", 7, 1, 9)).isEqualTo(7);
        assertThatCode(settings::finish).doesNotThrowAnyException();
    }

    @Test
    void reportsEveryProblemAtOnceWithTheRemedy() {
        Settings settings = new Settings(Map.of(
                "BOURSE_PORT", "80808",
                "BOURSE_WAIT", "10",
                "BOURSE_COLOUR", "blue",
                "BOURSE_ON", "yes",
                "BOURSE_TYPO", "1",
                "OTHER", "ignored"));
        settings.port("BOURSE_PORT", 1);
        settings.duration("BOURSE_WAIT", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
        settings.choice("BOURSE_COLOUR", Colour.RED);
        settings.flag("BOURSE_ON", false);
        assertThatThrownBy(settings::finish)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactlyInAnyOrder(
                                        "BOURSE_PORT must be a whole number from 0 to 65535",
                                        "BOURSE_WAIT must be a duration from 0s to 1m, such as 0s",
                                        "BOURSE_COLOUR must be one of red, green",
                                        "BOURSE_ON must be true or false",
                                        "BOURSE_TYPO is not a setting of Bourse; see the table of variables in the README"));
    }

    @Test
    void aSecretComesFromTheVariableOrFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Settings settings = new Settings(Map.of("BOURSE_A", "plain", "BOURSE_B_FILE", file.toString()));
        assertThat(settings.secret("BOURSE_A").orElseThrow().reveal()).isEqualTo("plain");
        assertThat(settings.secret("BOURSE_B").orElseThrow().reveal()).isEqualTo("s3cret");
        assertThat(settings.secret("BOURSE_B").orElseThrow()).hasToString("[secret]");
        assertThatCode(settings::finish).doesNotThrowAnyException();
    }

    @Test
    void aSecretInBothPlacesOrAnUnreadableFileIsAProblem(@TempDir Path folder) {
        Settings settings = new Settings(Map.of(
                "BOURSE_A",
                "x",
                "BOURSE_A_FILE",
                "y",
                "BOURSE_B_FILE",
                folder.resolve("none").toString()));
        assertThat(settings.secret("BOURSE_A")).isEmpty();
        assertThat(settings.secret("BOURSE_B")).isEmpty();
        assertThatThrownBy(settings::finish)
                .hasMessageContaining("BOURSE_A and BOURSE_A_FILE are both set; set one")
                .hasMessageContaining("BOURSE_B_FILE names a file that cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "10s,10000", "5m,300000", "1h,3600000", "30d,2592000000"})
    void durationsAreReadAndWrittenBack(String text, long millis) {
        Duration duration = Settings.parseDuration(text).orElseThrow();
        assertThat(duration.toMillis()).isEqualTo(millis);
        assertThat(Settings.text(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"10", "s", "-1s", "1.5h", "1w", "99999999999s"})
    void otherTextIsNoDuration(String text) {
        assertThat(Settings.parseDuration(text)).isEmpty();
    }
}
