package io.bourse.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaneTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"ada", "Ada Lovelace", "ада", "\ud83d\ude00", "pass|7", " a "})
    void isWhatPeopleWrite(String text) {
        assertThat(SaneText.is(text, 20)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a\u0000b",
                "a\u0007",
                "a\nb",
                "a\u007fb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "\ud800",
                "a\udc00b"
            })
    void isNothingThatHidesOrCannotBeStored(String text) {
        assertThat(SaneText.is(text, 20)).isFalse();
    }

    @Test
    void hasAnEnd() {
        assertThat(SaneText.is("aaa", 3)).isTrue();
        assertThat(SaneText.is("aaaa", 3)).isFalse();
    }
}
