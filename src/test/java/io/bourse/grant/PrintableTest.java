package io.bourse.grant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "client demo lists [a, b]; 'x' \"y\" <z> \\ $1", "Zoë Łukasz 王秀英 ✓", "😀"})
    void whatCanBeReadStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "001b", "000a", "000d", "0000", "007f", "0085", "009b", "00ad", "200b", "200f", "202e", "2028", "2029", "2066",
        "feff", "d800", "e000"
    })
    void whatATerminalWouldObeyIsWrittenOut(String hex) {
        char unsafe = (char) Integer.parseInt(hex, 16);

        assertThat(Printable.of("a" + unsafe + "[2J")).isEqualTo("a\\u" + hex + "[2J");
    }

    @Test
    void outsideTheBasicPlaneTooAsTwoHalves() {
        assertThat(Printable.of(Character.toString(0xE0001))).isEqualTo("\\udb40\\udc01");
    }

    @Test
    void aLineIsNoLongerThanFiveHundredCharacters() {
        String fits = "x".repeat(500);

        assertThat(Printable.of(fits)).isEqualTo(fits);
        assertThat(Printable.of(fits + "y")).isEqualTo("x".repeat(497) + "...");
        assertThat(Printable.of("\n".repeat(200))).hasSize(500).endsWith("...");
        assertThat(Printable.of("\n".repeat(1_000_000))).hasSize(500);
        assertThat(Printable.of("😀".repeat(400))).hasSizeLessThanOrEqualTo(500).doesNotContain("\\u");
    }
}
