package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningInputTest {

    /** {@code {"alg":"ES256"}}. */
    private static final String HEADER = "eyJhbGciOiJFUzI1NiJ9";

    @Test
    void ofAJwsItIsAllButTheSignatureHoweverThatIsSpelled() {
        for (String signature : new String[] {"c2ln", "c2ln=", "", "%%"}) {
            assertThat(SigningInput.of(HEADER + ".e30." + signature)).isEqualTo(HEADER + ".e30");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "opaque",
                "v1.public.secret",
                "e30.e30.secret",
                "eyJhbGciOjd9.e30.secret",
                "bm8.e30.secret",
                HEADER + ".secret",
                HEADER + ".e30.c2ln.secret",
                HEADER + ".a.b.c.secret"
            })
    void ofAnyOtherTextItIsTheWhole(String text) {
        assertThat(SigningInput.of(text)).isEqualTo(text);
    }
}
