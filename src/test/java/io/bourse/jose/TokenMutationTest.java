package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.fakes.FixedClock;
import io.bourse.fakes.TestKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No token verifies but the very text that was signed. */
class TokenMutationTest {

    private static final byte[] CLAIMS =
            "{\"iss\":\"us\",\"exp\":1900000000,\"sub\":\"someone\"}".getBytes(StandardCharsets.UTF_8);

    private final FixedClock clock = new FixedClock();

    @Property(tries = 300)
    void aFlippedBitIsRefused(
            @ForAll SigningAlgorithm algorithm,
            @ForAll @IntRange(max = 1 << 16) int position,
            @ForAll @IntRange(max = 6) int bit)
            throws InvalidJwtException {
        KeyRing ring = TestKeys.ring(clock, TestKeys.foreign(algorithm, "own"));
        String token = ring.sign("at+jwt", CLAIMS);
        assertThat(verifyOwn(ring, token).string("sub")).contains("someone");

        char[] flipped = token.toCharArray();
        flipped[position % flipped.length] ^= (char) (1 << bit);

        assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> verifyOwn(ring, new String(flipped)));
        assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> verifyForeign(ring, new String(flipped)));
    }

    @Property(tries = 300)
    void whateverTextItIsNothingButARefusalComes(@ForAll String text) {
        KeyRing ring = TestKeys.ring(clock);

        assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> verifyOwn(ring, text));
        assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> verifyForeign(ring, text));
    }

    private VerifiedJwt verifyOwn(KeyRing ring, String token) throws InvalidJwtException {
        return new OwnJwtVerifier(ring).verify(token, expectations());
    }

    private VerifiedJwt verifyForeign(KeyRing ring, String token) throws InvalidJwtException {
        try {
            TrustedKeys keys = TrustedKeys.parse(ring.publicKeys().getBytes(StandardCharsets.UTF_8));
            return new ForeignJwtVerifier(keys, ForeignJwtVerifier.ALGORITHMS, null).verify(token, expectations());
        } catch (InvalidJwkException e) {
            throw new AssertionError(e);
        }
    }

    private JwtExpectations expectations() {
        return new JwtExpectations("us", Set.of("at+jwt"), Set.of(), null, Duration.ZERO, clock.instant());
    }
}
