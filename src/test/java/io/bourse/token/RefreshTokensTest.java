package io.bourse.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.config.Secret;
import io.bourse.crypto.MasterKeys;
import io.bourse.fakes.TestKeys;
import io.bourse.oauth.ClientId;
import io.bourse.token.RefreshTokens.Content;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokensTest {

    private static final String OLDER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String NEWER = "IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final ClientId CLIENT = new ClientId("demo");
    private static final UUID FAMILY = UUID.fromString("0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b");

    private final RefreshTokens tokens = new RefreshTokens(TestKeys.masterKeys());

    private static RefreshTokens under(String masterKeys) {
        return new RefreshTokens(MasterKeys.parse(new Secret(masterKeys), new SecureRandom()));
    }

    @Test
    void aTokenSaysItsFamilyAndGeneration() {
        String token = tokens.encode(FAMILY, 41, CLIENT);

        assertThat(token).matches("brt_[A-Za-z0-9_-]{76}");
        assertThat(tokens.verify(token, CLIENT)).hasValue(new Content(FAMILY, 41));
    }

    @Test
    void theTokenOfAGenerationIsAlwaysTheSameText() {
        assertThat(tokens.encode(FAMILY, 7, CLIENT))
                .isEqualTo(under(OLDER).encode(FAMILY, 7, CLIENT))
                .isNotEqualTo(tokens.encode(FAMILY, 8, CLIENT))
                .isNotEqualTo(tokens.encode(UUID.randomUUID(), 7, CLIENT))
                .isNotEqualTo(tokens.encode(FAMILY, 7, new ClientId("other")));
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] bytes = Base64.getUrlDecoder()
                .decode(tokens.encode(FAMILY, 3, CLIENT).substring(RefreshTokens.PREFIX.length()));

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] forged = bytes.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            String text = RefreshTokens.PREFIX
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(tokens.verify(text, CLIENT)).as("bit %d", bit).isEmpty();
        }
    }

    /** There is one text for each token, so that what compares texts cannot be fooled. */
    @Test
    void everyOtherCharacterIsRefused() {
        String token = tokens.encode(FAMILY, 3, CLIENT);

        for (int i = 0; i < token.length(); i++) {
            for (char other : "=A_-+/ \u00e9\u20ac\0".toCharArray()) {
                String forged = token.substring(0, i) + other + token.substring(i + 1);
                if (!forged.equals(token)) {
                    assertThat(tokens.verify(forged, CLIENT)).as(forged).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 40, 78, 79})
    void whatIsCutOffIsRefused(int length) {
        assertThat(tokens.verify(tokens.encode(FAMILY, 3, CLIENT).substring(0, length), CLIENT))
                .isEmpty();
    }

    @Test
    void whatIsPaddedOrLongerIsRefused() {
        String token = tokens.encode(FAMILY, 3, CLIENT);

        assertThat(tokens.verify(token + "=", CLIENT)).isEmpty();
        assertThat(tokens.verify(token + "A", CLIENT)).isEmpty();
        assertThat(tokens.verify(" " + token, CLIENT)).isEmpty();
        assertThat(tokens.verify(token.substring(0, 78) + "==", CLIENT)).isEmpty();
    }

    @Test
    void anotherClientsTokenIsAsGoodAsForged() {
        assertThat(tokens.verify(tokens.encode(FAMILY, 3, CLIENT), new ClientId("other")))
                .isEmpty();
    }

    @Test
    void anOlderMasterKeyStillVerifiesAndTheNewestMakes() {
        RefreshTokens rotated = under(NEWER + "," + OLDER);
        String old = tokens.encode(FAMILY, 3, CLIENT);

        assertThat(rotated.verify(old, CLIENT)).hasValue(new Content(FAMILY, 3));
        assertThat(rotated.encode(FAMILY, 3, CLIENT)).isEqualTo(under(NEWER).encode(FAMILY, 3, CLIENT));
        assertThat(under(NEWER).verify(old, CLIENT)).isEmpty();
    }
}
