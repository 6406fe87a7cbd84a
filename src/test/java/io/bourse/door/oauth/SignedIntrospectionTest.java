package io.bourse.door.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 12.5.1. */
class SignedIntrospectionTest {

    private static boolean isPreferred(String accept) {
        return SignedIntrospection.isPreferred(accept.replace("SIGNED", SignedIntrospection.MEDIA_TYPE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIGNED",
                "SIGNED;q=0.001",
                "Application/Token-Introspection+JWT; Q=0.5",
                "SIGNED, application/json",
                "SIGNED;q=0.5, application/json;q=0.5",
                "SIGNED;q=0.5,, application/json;q=0.4",
                "application/json;q=0.9, SIGNED",
                "application/json;q=0, SIGNED;q=0.1",
                "*/*, SIGNED",
                "*/*;q=0.1, application/*;q=0.1, SIGNED;q=0.2",
                "application/*, application/json;q=0.3, SIGNED;q=0.4",
                "SIGNED, application/json;charset=utf-8",
                "application/json;q=nonsense, SIGNED;q=0.1"
            })
    void givesTheSignedAnswer(String accept) {
        assertThat(isPreferred(accept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/*",
                "application/jwt",
                "application/json, SIGNED",
                "application/json;q=0.5, SIGNED;q=0.5",
                "application/json;charset=utf-8, SIGNED",
                "SIGNED;q=0.9, application/json",
                "SIGNED;q=0.5, */*",
                "SIGNED;q=0.5, application/*;q=0.6, */*;q=0.1",
                "SIGNED;q=0",
                "SIGNED;q=0, application/json;q=0",
                "SIGNED;q=2",
                "SIGNED;q=",
                "*/*, SIGNED;q=0"
            })
    void givesJson(String accept) {
        assertThat(isPreferred(accept)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SIGNED;q=0.2|application/json;q=0.3|SIGNED;q=0.4, true", "application/json|SIGNED;q=0.1|SIGNED, false"
    })
    void whatIsNamedTwiceHasItsHighestQualityAndItsFirstPlace(String accept, boolean preferred) {
        assertThat(isPreferred(accept.replace('|', ','))).isEqualTo(preferred);
    }
}
