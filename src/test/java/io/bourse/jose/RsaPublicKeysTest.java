package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TestRsaKeys;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RsaPublicKeysTest {

    private final RSAPublicKey key =
            (RSAPublicKey) TestRsaKeys.pair("principal", 2048).getPublic();

    @Test
    void aKeyIsTheSameHoweverItIsWritten() throws InvalidJwkException {
        String text = RsaPublicKeys.text(key);
        String lines = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        String pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";

        assertThat(RsaPublicKeys.parse(text)).isEqualTo(key);
        assertThat(RsaPublicKeys.parse(pem)).isEqualTo(key);
        assertThat(RsaPublicKeys.parseJwk(RsaPublicKeys.jwk(key))).isEqualTo(key);
        assertThat(text).doesNotContain("\n");
    }

    /** The fingerprint that openssl prints for the key of draft-cavage; Oracle's documentation names another for it. */
    @Test
    void aFingerprintIsTheMd5OfTheKey() throws Exception {
        byte[] der = Base64.getDecoder()
                .decode(
                        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C36rPJj+CvfSC8+q28hxA161QFNUd13wuC"
                                + "TUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2"
                                + "xjJwoYi+1hqp1fIekaxsyQIDAQAB");
        RSAPublicKey published =
                (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));

        assertThat(RsaPublicKeys.fingerprint(published))
                .startsWith("73:61:a2:21:")
                .hasSize(47);
    }

    @Test
    void aWeakKeyIsRefusedHoweverItIsWritten() {
        RSAPublicKey small = (RSAPublicKey) TestRsaKeys.pair("small", 1024).getPublic();

        assertThatExceptionOfType(InvalidJwkException.class)
                .isThrownBy(() -> RsaPublicKeys.parse(RsaPublicKeys.text(small)))
                .withMessage("its modulus has 1024 bits");
        assertThatExceptionOfType(InvalidJwkException.class)
                .isThrownBy(() -> RsaPublicKeys.parseJwk(RsaPublicKeys.jwk(small)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAA",
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "ssh-rsa AAAAB3NzaC1yc2E="
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatExceptionOfType(InvalidJwkException.class).isThrownBy(() -> RsaPublicKeys.parse(text));
        assertThatExceptionOfType(InvalidJwkException.class).isThrownBy(() -> RsaPublicKeys.parse("A".repeat(5_000)));
    }

    @Test
    void aJwkMustBeAnRsaKeyForSignatures() {
        String rsa = RsaPublicKeys.jwk(key);

        assertThatExceptionOfType(InvalidJwkException.class)
                .isThrownBy(() -> RsaPublicKeys.parseJwk(TestKeys.ours().publicJwk()));
        assertThatExceptionOfType(InvalidJwkException.class)
                .isThrownBy(() -> RsaPublicKeys.parseJwk(rsa.replace("\"sig\"", "\"enc\"")));
        for (String other : List.of("PS256", "RS512")) {
            assertThatExceptionOfType(InvalidJwkException.class)
                    .as("we make RS256 of it (RFC 7517 section 4.4)")
                    .isThrownBy(() -> RsaPublicKeys.parseJwk(rsa.replace("RS256", other)))
                    .withMessage("its alg is another than RS256");
        }
        assertThatExceptionOfType(InvalidJwkException.class).isThrownBy(() -> RsaPublicKeys.parseJwk("[" + rsa + "]"));
        assertThatExceptionOfType(InvalidJwkException.class).isThrownBy(() -> RsaPublicKeys.parseJwk("nothing"));
    }
}
