package io.bourse.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.Vectors;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CryptoProviderTest {

    @Test
    void nativeWhereItLoads() {
        CryptoProvider accp = CryptoProvider.select(CryptoProvider.Choice.ACCP);

        assertThat(accp.isNative()).isTrue();
        assertThat(accp.name()).matches("accp \\d+\\.\\d+\\.\\d+");
        assertThat(CryptoProvider.select(CryptoProvider.Choice.AUTO).provider()).isSameAs(accp.provider());
        assertThat(Security.getProviders()).doesNotContain(accp.provider());
    }

    @Test
    void theJdkOnDemand() throws Exception {
        CryptoProvider jdk = CryptoProvider.select(CryptoProvider.Choice.JDK);

        assertThat(jdk.isNative()).isFalse();
        assertThat(jdk.provider()).isNull();
        assertThat(jdk.name()).startsWith("jdk ");
        assertThatCode(() -> CryptoProvider.selfTest(null)).doesNotThrowAnyException();
    }

    @Test
    void aProviderThatCannotDoItFailsItsTest() {
        Provider empty = new Provider("empty", "1", "does nothing") {
            private static final long serialVersionUID = 1L;
        };

        assertThatThrownBy(() -> CryptoProvider.selfTest(empty))
                .isInstanceOf(java.security.GeneralSecurityException.class);
    }

    @Test
    void hmacVectors() throws Exception {
        int cases = 0;
        for (JsonNode group : Vectors.json("wycheproof/hmac_sha256_test.json").get("testGroups")) {
            int tagBytes = group.get("tagSize").intValue() / 8;
            for (JsonNode test : group.get("tests")) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(
                        HexFormat.of().parseHex(test.get("key").asText()), "HmacSHA256"));
                byte[] tag = mac.doFinal(HexFormat.of().parseHex(test.get("msg").asText()));
                byte[] given = HexFormat.of().parseHex(test.get("tag").asText());

                assertThat(Secrets.equal(Arrays.copyOf(tag, tagBytes), given))
                        .as(test.get("comment").asText())
                        .isEqualTo(test.get("result").asText().equals("valid"));
                cases++;
            }
        }

        assertThat(cases).isEqualTo(174);
    }
}
