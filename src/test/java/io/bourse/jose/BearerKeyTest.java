package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerKeyTest {

    private static String token(String claims) {
        return TestKeys.sign(TestKeys.ours(), "JWT", claims);
    }

    @Test
    void theKeyIsAnObjectOrTheTextOfOne() {
        assertThat(BearerKey.of(token("{\"jwk\":{\"kty\":\"RSA\"}}"))).contains("{\"kty\":\"RSA\"}");
        assertThat(BearerKey.of(token("{\"jwk\":\"{\\\"kty\\\":\\\"RSA\\\"}\"}")))
                .contains("{\"kty\":\"RSA\"}");
    }

    @Test
    void anythingElseIsNone() {
        for (String claim : new String[] {"null", "7", "true", "[]"}) {
            assertThat(BearerKey.of(token("{\"jwk\":" + claim + "}"))).isEmpty();
        }
        assertThat(BearerKey.of(token("{\"cnf\":{\"jwk\":{}}}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b", "a.*.c", "a.e30", "a.bm90IEpTT04.c"})
    void whatIsNoTokenHasNone(String text) {
        assertThat(BearerKey.of(text)).isEmpty();
    }
}
