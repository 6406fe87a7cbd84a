package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimedIssuerTest {

    private static String token(String claims) {
        String body = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return "e30." + body + ".c2ln";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nobody",
            value = {
                "{\"iss\":\"https://idp.example\"} | https://idp.example",
                "{\"iss\":\"i\",\"sub\":\"spiffe://prod.example/a\"} | i",
                "{\"sub\":\"spiffe://prod.example/a\"} | spiffe://prod.example",
                "{\"sub\":\"spiffe://prod.example\"} | nobody",
                "{\"sub\":\"spiffe://prod.example/a/\"} | nobody",
                "{\"sub\":\"https://prod.example/a\"} | nobody",
                "{\"iss\":null,\"sub\":\"spiffe://prod.example/a\"} | nobody",
                "{\"iss\":\"\",\"sub\":\"spiffe://prod.example/a\"} | nobody",
                "{\"iss\":7} | nobody",
                "{\"sub\":7} | nobody",
                "{} | nobody",
                "[] | nobody"
            })
    void isTheIssuerOrElseTheTrustDomain(String claims, String issuer) {
        assertThat(ClaimedIssuer.of(token(claims))).isEqualTo(Optional.ofNullable(issuer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "e30", "e30.e30", "e30.%%.e30", "e30.bm8.e30"})
    void ofNoTokenNobodyIs(String text) {
        assertThat(ClaimedIssuer.of(text)).isEmpty();
        assertThat(ClaimedIssuer.trustDomain(text)).isEmpty();
    }

    @Test
    void theTrustDomainIsThatOfTheSubjectWhateverTheIssuerSays() {
        assertThat(ClaimedIssuer.trustDomain(token("{\"iss\":\"i\",\"sub\":\"spiffe://prod.example/a\"}")))
                .contains("prod.example");
    }

    @Test
    void aSpiffeIdOf2049CharactersIsNone() {
        String fits = "spiffe://d/" + "a".repeat(2048 - 11);

        assertThat(SpiffeId.parse(fits)).isPresent();
        assertThat(SpiffeId.parse(fits + "a")).isEmpty();
    }
}
