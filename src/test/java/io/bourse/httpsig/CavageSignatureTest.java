package io.bourse.httpsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CavageSignatureTest {

    private static final String PLAIN =
            "Signature version=\"1\",keyId=\"k\",algorithm=\"rsa-sha256\",headers=\"date host\",signature=\"AQID\"";

    @Test
    void everyPartIsRead() throws InvalidSignatureException {
        HttpSignature signature = CavageSignature.parse(PLAIN);

        assertThat(signature.keyId()).isEqualTo("k");
        assertThat(signature.version()).isEqualTo("1");
        assertThat(signature.algorithm()).isEqualTo("rsa-sha256");
        assertThat(signature.covered()).containsExactly("date", "host");
        assertThat(signature.bytes()).containsExactly(1, 2, 3);
        assertThat(signature.expires()).isNull();
    }

    /** The five SDKs each have an order of their own, and not all leave a space. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Signature headers=\"date host\",keyId=\"k\",algorithm=\"rsa-sha256\",signature=\"AQID\",version=\"1\"",
                "Signature algorithm=\"rsa-sha256\",headers=\"date host\",keyId=\"k\",signature=\"AQID\",version=\"1\"",
                "Signature version=\"1\", headers=\"date host\", keyId=\"k\", algorithm=\"rsa-sha256\", signature=\"AQID\"",
                "signature VERSION=\"1\" , KeyId=\"k\" ,Algorithm=\"rsa-sha256\",\theaders=\"Date HOST\",SIGNATURE=\"AQID\"",
                "SIGNATURE version=1,keyId=k,algorithm=rsa-sha256,headers=\"date host\",signature=\"AQID\",later=\"x\"",
            })
    void orderCaseAndSpaceDoNotMatter(String authorization) throws InvalidSignatureException {
        HttpSignature signature = CavageSignature.parse(authorization);
        HttpSignature plain = CavageSignature.parse(PLAIN);

        assertThat(signature.toString()).isEqualTo(plain.toString());
        assertThat(List.of(signature.keyId(), signature.version())).containsExactly("k", "1");
        assertThat(signature.bytes()).isEqualTo(plain.bytes());
    }

    @Test
    void theEndIsRead() throws InvalidSignatureException {
        HttpSignature signature = CavageSignature.parse(
                "Signature keyId=\"k\",algorithm=\"hs2019\",created=1402170695,expires=1402170699,signature=\"AQID\"");

        assertThat(signature.expires()).hasToString("2014-06-07T19:51:39Z");
        assertThat(signature.covered()).containsExactly("date");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Signature",
                "Signature ",
                "Basic a2V5",
                "Bearer keyId=\"k\",signature=\"AQID\"",
                "Signature keyId=\"k\"",
                "Signature signature=\"AQID\"",
                "Signature keyId=\"\",signature=\"AQID\"",
                "Signature keyId=\"k\",signature=\"\"",
                "Signature keyId=\"k\",signature=\"AQID\",",
                "Signature ,keyId=\"k\",signature=\"AQID\"",
                "Signature keyId=\"k\",,signature=\"AQID\"",
                "Signature keyId=\"k\";signature=\"AQID\"",
                "Signature keyId=\"k\" signature=\"AQID\"",
                "Signature keyId=\"k\",signature=\"AQID",
                "Signature keyId=\"k\",signature=\"AQID\"x",
                "Signature keyId=\"k\",signature=\"AQID\"\n",
                "Signature keyId=\"k\\\"\",signature=\"AQID\"",
                "Signature keyId=\"k\n\",signature=\"AQID\"",
                "Signature keyId=\"\u00e9\",signature=\"AQID\"",
                "Signature keyId=\"k\",signature=\"***\"",
                "Signature keyId=\"k\",signature=\"AQI_\"",
                "Signature keyId=\"k\",signature=\"AQID\",signature=\"AQID\"",
                "Signature keyId=\"k\",KEYID=\"k\",signature=\"AQID\"",
                "Signature keyId=\"k\",headers=\"\",signature=\"AQID\"",
                "Signature keyId=\"k\",headers=\" date\",signature=\"AQID\"",
                "Signature keyId=\"k\",headers=\"date  host\",signature=\"AQID\"",
                "Signature keyId=\"k\",headers=\"date Date\",signature=\"AQID\"",
                "Signature keyId=\"k\",headers=\"da:te\",signature=\"AQID\"",
                "Signature keyId=\"k\",created=soon,signature=\"AQID\"",
                "Signature keyId=\"k\",created=99999999999999999999,signature=\"AQID\"",
                "Signature keyId=\"k\",expires=9223372036854775807,signature=\"AQID\"",
            })
    void whatIsMalformedIsRefused(String authorization) {
        assertThatExceptionOfType(InvalidSignatureException.class)
                .isThrownBy(() -> CavageSignature.parse(authorization));
    }

    @Test
    void everyPartHasABound() {
        String start = "Signature keyId=\"k\",signature=\"AQID\"";
        List<String> tooLong = List.of(
                start + ",x=\"" + "x".repeat(CavageSignature.MAX_LENGTH) + "\"",
                "Signature keyId=\"k\",signature=\"" + "A".repeat(1_404) + "\"",
                start + ",headers=\"" + "x-a ".repeat(40) + "date\"",
                start + ",headers=\"" + "x".repeat(65) + "\"",
                start + parameters(15));

        assertThat(tooLong)
                .allSatisfy(authorization -> assertThatExceptionOfType(InvalidSignatureException.class)
                        .isThrownBy(() -> CavageSignature.parse(authorization)));
    }

    private static String parameters(int count) {
        StringBuilder parameters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            parameters.append(",p").append(i).append("=\"\"");
        }
        return parameters.toString();
    }

    @Property(tries = 1000)
    void whateverTextItIsNothingButARefusalComes(@ForAll String text) {
        assertThatExceptionOfType(InvalidSignatureException.class).isThrownBy(() -> CavageSignature.parse(text));
    }

    /** One character more or another: it is read or refused, and nothing else. */
    @Property(tries = 2000)
    void whateverIsChangedItIsReadOrRefused(
            @ForAll @IntRange(max = 1 << 16) int position, @ForAll char put, @ForAll boolean insert) {
        int at = position % PLAIN.length();
        String changed = PLAIN.substring(0, at) + put + PLAIN.substring(insert ? at : at + 1);
        try {
            HttpSignature signature = CavageSignature.parse(changed);
            assertThat(signature.keyId()).isNotEmpty();
            assertThat(signature.covered()).isNotEmpty().doesNotHaveDuplicates();
        } catch (InvalidSignatureException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @Test
    void neitherTheKeyNorTheSignatureIsShown() throws InvalidSignatureException {
        assertThat(CavageSignature.parse(PLAIN).toString()).doesNotContain("keyId", "AQID", "[1, 2, 3]");
    }
}
