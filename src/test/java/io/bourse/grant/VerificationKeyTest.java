package io.bourse.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestRsaKeys;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With which key a signature is verified: how long that takes must tell nothing of a key that is known. */
class VerificationKeyTest {

    private static final RSAPublicKey SHORT =
            (RSAPublicKey) TestRsaKeys.pair("short").getPublic();
    private static final RSAPublicKey LONG =
            (RSAPublicKey) TestRsaKeys.pair("long", 3072).getPublic();

    /** Of this many bytes that are all the same. */
    private static byte[] signature(int length, String octet) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, HexFormat.of().parseHex(octet)[0]);
        return bytes;
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        return Arrays.copyOfRange(signed, signed.length - length, signed.length);
    }

    @Test
    void isTheFoundOneIfThatCanHaveMadeIt() {
        for (RSAPublicKey found : new RSAPublicKey[] {SHORT, LONG}) {
            int length = found.getModulus().bitLength() / 8;
            byte[] largest = bytes(found.getModulus().subtract(BigInteger.ONE), length);

            assertThat(VerificationKey.of(signature(length, "01"), found)).isSameAs(found);
            assertThat(VerificationKey.of(largest, found)).isSameAs(found);
        }
    }

    /** Such a signature is refused before anything is computed, by this key and not by every other. */
    @Test
    void isNobodysIfTheFoundOneRefusesUnseen() {
        for (byte[] signature : new byte[][] {
            signature(384, "01"),
            signature(255, "01"),
            signature(257, "01"),
            signature(256, "ff"),
            bytes(SHORT.getModulus(), 256),
            bytes(SHORT.getModulus().add(BigInteger.ONE), 256)
        }) {
            assertThat(VerificationKey.of(signature, SHORT)).isEqualTo(VerificationKey.of(signature, null));
        }
    }

    /** So as much is computed as with a key that can have made it. */
    @ParameterizedTest
    @CsvSource({"256, 01", "256, 81", "256, fe", "384, 01", "512, fe", "1024, 01"})
    void ofNobodyIsOfTheLengthOfTheSignatureAndAboveIt(int length, String octet) {
        byte[] signature = signature(length, octet);

        RSAPublicKey nobodys = VerificationKey.of(signature, null);

        assertThat(nobodys.getModulus().bitLength()).isEqualTo(8 * length);
        assertThat(nobodys.getModulus()).isGreaterThan(new BigInteger(1, signature));
        assertThat(nobodys.getPublicExponent()).isEqualTo(SHORT.getPublicExponent());
    }

    /** No key of ours is so short or so long, so each refuses it by its length. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 128, 255, 1025, 1050})
    void ofALengthThatNoneHasIsAsLongAsTheLeastOfOurs(int length) {
        assertThat(VerificationKey.of(signature(length, "01"), null)
                        .getModulus()
                        .bitLength())
                .isEqualTo(2048);
    }
}
