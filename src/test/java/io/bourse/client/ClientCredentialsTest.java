package io.bourse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.client.ClientCredentials.Assertion;
import io.bourse.client.ClientCredentials.NameOnly;
import io.bourse.client.ClientCredentials.SharedSecret;
import io.bourse.config.Secret;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCredentialsTest {

    private static final ClientId SHOP = new ClientId("shop");

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void basicCredentialsAreFormDecoded() {
        assertThat(ClientCredentials.parse(basic("a%3Ab:s+e%2Bc%25%C3%A9"), Map.of()))
                .isInstanceOfSatisfying(SharedSecret.class, shared -> {
                    assertThat(shared.claimed()).isEqualTo(new ClientId("a:b"));
                    assertThat(shared.secret().reveal()).isEqualTo("s e+c%é");
                });
    }

    @Test
    void aSecretInTheBodyIsClientSecretPost() {
        assertThat(ClientCredentials.parse(null, Map.of("client_id", "shop", "client_secret", "s")))
                .isInstanceOfSatisfying(SharedSecret.class, shared -> {
                    assertThat(shared.claimed()).isEqualTo(SHOP);
                    assertThat(shared.secret().reveal()).isEqualTo("s");
                });
    }

    @Test
    void aNameAloneIsAPublicClient() {
        assertThat(ClientCredentials.parse(null, Map.of("client_id", "shop"))).isEqualTo(new NameOnly(SHOP));
    }

    @Test
    void anAssertionNeedsNoClientId() {
        assertThat(ClientCredentials.parse(
                        null,
                        Map.of("client_assertion", "j", "client_assertion_type", ClientCredentials.ASSERTION_TYPE)))
                .isEqualTo(new Assertion(null, "j"));
    }

    @Test
    void twoMethodsAtOnceAreAnInvalidRequest() {
        String type = ClientCredentials.ASSERTION_TYPE;
        assertRefused(OAuthError.INVALID_REQUEST, basic("shop:s"), Map.of("client_id", "shop"));
        assertRefused(OAuthError.INVALID_REQUEST, basic("shop:s"), Map.of("client_secret", "s"));
        assertRefused(
                OAuthError.INVALID_REQUEST,
                basic("shop:s"),
                Map.of("client_assertion", "j", "client_assertion_type", type));
        assertRefused(
                OAuthError.INVALID_REQUEST,
                null,
                Map.of(
                        "client_id",
                        "shop",
                        "client_secret",
                        "s",
                        "client_assertion",
                        "j",
                        "client_assertion_type",
                        type));
        assertRefused(OAuthError.INVALID_REQUEST, null, Map.of("client_id", "shop", "client_assertion", "j"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer x", "Basic", "Basic !!", "Basic c2hvcA==", "Basic OnM=", "Basic c2hvcDo=", "Digest x"})
    void otherHeadersAreNoCredentials(String header) {
        assertRefused(OAuthError.INVALID_CLIENT, header, Map.of());
    }

    @Test
    void nothingAtAllIsAnInvalidClient() {
        assertRefused(OAuthError.INVALID_CLIENT, null, Map.of());
    }

    @Test
    void doesNotPrintTheSecret() {
        assertThat(new SharedSecret(SHOP, new Secret("hidden")).toString()).doesNotContain("hidden");
        assertThat(new Assertion(SHOP, "hidden").toString()).doesNotContain("hidden");
    }

    private static void assertRefused(OAuthError error, String header, Map<String, String> body) {
        assertThatThrownBy(() -> ClientCredentials.parse(header, body))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo(error));
    }
}
