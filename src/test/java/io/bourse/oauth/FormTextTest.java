package io.bourse.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a b+c&d=e%", "é ü 漢字 😀", "http://x/?y=z"})
    void readsBackWhatTheJdkEncodes(String text) {
        assertThat(FormText.decode(URLEncoder.encode(text, StandardCharsets.UTF_8)))
                .isEqualTo(text);
    }

    @Test
    void acceptsRawCharactersThatNeedNoEscape() {
        assertThat(FormText.decode("urn:x/y é")).isEqualTo("urn:x/y é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz", "a%2", "%ff", "%c3", "%c3%28", "%ed%a0%80", "%c0%af"})
    void refusesBrokenEscapesAndBytesThatAreNoUtf8(String text) {
        assertThatThrownBy(() -> FormText.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
