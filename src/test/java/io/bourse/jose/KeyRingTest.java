package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.JWKSet;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.TestKeys;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRingTest {

    private static final byte[] CLAIMS =
            "{\"iss\":\"https://bourse.example\",\"exp\":1900000000}".getBytes(StandardCharsets.UTF_8);

    private final FixedClock clock = new FixedClock();
    private final KeyRing ring = new KeyRing(clock, null);
    private final SigningKey old = TestKeys.ours();
    private final SigningKey next = TestKeys.foreign(SigningAlgorithm.ES256, "next");

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void whatItSignsItVerifies(SigningAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.foreign(algorithm, "own");
        ring.replace(List.of(entry(key, 0, null)));

        VerifiedJwt jwt = verify(ring.sign("at+jwt", CLAIMS));

        assertThat(jwt.keyId()).isEqualTo(key.id());
        assertThat(jwt.algorithm()).isEqualTo(algorithm.jwsName());
        assertThat(jwt.type()).isEqualTo("at+jwt");
        assertThat(jwt.string("iss")).contains("https://bourse.example");
    }

    @Test
    void withoutAKeyItIsUnavailable() {
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.publicKeys()).isEqualTo("{\"keys\":[]}");
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(() -> ring.sign("at+jwt", CLAIMS))
                .extracting(OAuthException::error)
                .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void theNextKeyIsPublishedBeforeItSigns() throws Exception {
        ring.replace(List.of(entry(old, -60, 60L), entry(next, 60, null)));

        assertThat(JWKSet.parse(ring.publicKeys()).getKeys())
                .extracting(com.nimbusds.jose.jwk.JWK::getKeyID)
                .containsExactly(next.id(), old.id());
        assertThat(signer()).isEqualTo(old.id());

        clock.advance(Duration.ofSeconds(60));

        assertThat(signer()).isEqualTo(next.id());
    }

    @Test
    void aRetiredKeyVerifiesStill() throws Exception {
        ring.replace(List.of(entry(old, 0, null)));
        String token = ring.sign("at+jwt", CLAIMS);

        ring.replace(List.of(entry(next, 0, null), entry(old, -60, 0L)));

        assertThat(verify(token).keyId()).isEqualTo(old.id());
        assertThat(signer()).isEqualTo(next.id());
    }

    @Test
    void aKeyThatWasOvertakenBeforeItsTimeNeverSigns() throws Exception {
        ring.replace(List.of(entry(next, 0, null), entry(old, 60, 0L)));

        clock.advance(Duration.ofSeconds(120));

        assertThat(signer()).isEqualTo(next.id());
    }

    @Test
    void aClockBehindTheDatabaseUsesTheFirstKeyAllTheSame() throws Exception {
        ring.replace(List.of(entry(old, 90, null), entry(next, 120, null)));

        assertThat(signer()).isEqualTo(old.id());
    }

    @Test
    void aRemovedKeyIsUnknown() {
        ring.replace(List.of(entry(old, 0, null)));
        String token = ring.sign("at+jwt", CLAIMS);

        ring.replace(List.of(entry(next, 0, null)));

        assertThatExceptionOfType(UnknownKeyException.class)
                .isThrownBy(() -> verify(token))
                .extracting(UnknownKeyException::keyId)
                .isEqualTo(old.id());
    }

    @Test
    void thePublishedSetHoldsNoPrivatePart() throws Exception {
        ring.replace(List.of(
                entry(TestKeys.foreignRsa(), 0, null),
                entry(TestKeys.foreign(SigningAlgorithm.EDDSA, "ed"), 0, null),
                entry(old, 0, null)));

        JWKSet set = JWKSet.parse(ring.publicKeys());

        assertThat(set.getKeys()).hasSize(3).noneMatch(com.nimbusds.jose.jwk.JWK::isPrivate);
        assertThat(ring.publicKeys()).doesNotContain("\"d\"", "\"p\"", "\"q\"");
    }

    private KeyRing.Entry entry(SigningKey key, long signsFrom, Long retiredAt) {
        Instant start = FixedClock.START;
        return new KeyRing.Entry(
                key, start.plusSeconds(signsFrom), retiredAt == null ? null : start.plusSeconds(retiredAt));
    }

    private String signer() throws InvalidJwtException {
        return verify(ring.sign("at+jwt", CLAIMS)).keyId();
    }

    private VerifiedJwt verify(String token) throws InvalidJwtException {
        return new OwnJwtVerifier(ring)
                .verify(
                        token,
                        new JwtExpectations(
                                "https://bourse.example",
                                Set.of("at+jwt"),
                                Set.of(),
                                null,
                                Duration.ZERO,
                                clock.instant()));
    }
}
