package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ORDERS;
import static io.bourse.e2e.TokenServer.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6749 section 4.4; reliability.md 22, 45, 46, 49. */
class ClientCredentialsGrantIT {

    private final TokenServer server = TokenServer.shared();

    private TokenCall call() {
        return server.token().asDemo().grant("client_credentials");
    }

    @Test
    void theTokenSpeaksForTheClientItself() {
        TokenAnswer answer = call().send().granted();

        assertThat(answer.claims().get("sub").asText()).isEqualTo("demo");
        assertThat(answer.claims().get("sub_type").asText()).isEqualTo("client");
        assertThat(answer.claims().get("client_id").asText()).isEqualTo("demo");
        assertThat(answer.claims().get("aud").asText()).isEqualTo(ORDERS);
        assertThat(answer.text("scope")).isEqualTo("read write");
        assertThat(answer.json().get("expires_in").asLong()).isEqualTo(3600);
    }

    @ParameterizedTest
    @CsvSource({"'', read write", "read, read", "read offline_access, read"})
    void thereIsNeverARefreshToken(String asked, String granted) {
        TokenAnswer answer = call().form("scope", asked).send().granted();

        assertThat(answer.text("scope")).isEqualTo(granted);
        assertThat(answer.has("refresh_token")).isFalse();
        assertThat(answer.claims().has("sid")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "read admin", "offline_access"})
    void scopesThatCannotBeGrantedAreRefused(String scope) {
        call().form("scope", scope).send().refused(400, "invalid_scope");
    }

    /** RFC 6749 section 3.2: what means nothing here is ignored, whatever it means elsewhere. */
    @Test
    void parametersOfOtherLoginsMeanNothing() {
        call().form("projectId", "another")
                .form("nonce", "n".repeat(600))
                .send()
                .granted();
    }

    @Test
    void audiencesAreWithinTheClientsEntry() {
        TokenAnswer both =
                call().form("audience", STOCK).form("resource", ORDERS).send().granted();

        assertThat(both.claims().get("aud")).extracting(item -> item.asText()).containsExactly(STOCK, ORDERS);
        call().form("audience", "https://api.example/admin").send().refused(400, "invalid_target");
    }

    @Test
    void aClientWithoutTheGrantIsRefused() {
        server.token().asGateway().grant("client_credentials").send().refused(400, "unauthorized_client");
        server.token()
                .form("client_id", "spa")
                .grant("client_credentials")
                .send()
                .refused(400, "unauthorized_client");
    }

    @Test
    void noneTouchesTheDatabase() {
        call().send().granted();
        long before = server.node(0).statements();
        for (int i = 0; i < 200; i++) {
            call().send().granted();
        }

        assertThat(server.node(0).statements() - before).isLessThan(50);
    }
}
