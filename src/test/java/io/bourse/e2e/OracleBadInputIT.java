package io.bourse.e2e;

import static io.bourse.e2e.OracleWorld.ada;
import static io.bourse.e2e.OracleWorld.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.e2e.SignedCall.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request besides its signature is told in the standard's words, and nothing of it comes back. */
class OracleBadInputIT {

    private static final String GRANT = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange";

    private static final TokenServer SERVER = TokenServer.shared();
    private static OracleWorld world;

    @BeforeAll
    static void register() {
        world = OracleWorld.on(SERVER);
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid_request",
        "x, invalid_request",
        "'scope=resume', invalid_request",
        "'grant_type=&scope=resume', invalid_request",
        "'GRANT', invalid_request",
        "'GRANT&scope=', invalid_request",
        "'GRANT&GRANT&scope=resume', invalid_request",
        "'GRANT&scope=resume&scope=resume', invalid_request",
        "'GRANT&scope=resume&client_id=oci-tools&client_secret=oci-tools-secret', invalid_request",
        "'GRANT&scope=resume&client_assertion=x', invalid_request",
        "'GRANT&scope=resume&client_assertion_type=x', invalid_request",
        "'GRANT&scope=resume&username=ada&password=x&backend=x&token=x', invalid_request",
        "'GRANT&scope=%zz', invalid_request",
        "'GRANT&scope=%ff', invalid_request",
        "'GRANT&scope=resume%00', invalid_request",
        "'GRANT&scope=a\"b', invalid_scope",
        "'GRANT&scope=resume&requested_token_type=urn:ietf:params:oauth:token-type:saml2', invalid_request",
        "'GRANT&scope=resume&requested_token_type=x', invalid_request",
        "'GRANT&scope=resume&audience=https://api.example/orders', invalid_target",
        "'GRANT&scope=resume&resource=nowhere', invalid_target",
        "'grant_type=client_credentials&scope=resume', unauthorized_client",
        "'grant_type=password&scope=resume', unauthorized_client",
        "'grant_type=unknown&scope=resume', unsupported_grant_type",
        "'grant_type=signed_request&scope=resume', unsupported_grant_type",
    })
    void isRefused(String body, String error) {
        refused(world.call(ada()).body(body.replace("GRANT", GRANT)).send(), 400, error);
    }

    @Test
    void whatIsTooLongIsRefused() {
        refused(world.call(ada()).body(GRANT + "&scope=" + "x".repeat(300)).send(), 400, "invalid_scope");
        refused(world.call(ada()).body(GRANT + "&scope=" + "x ".repeat(200)).send(), 400, "invalid_scope");
        refused(world.call(ada()).body(GRANT + "&scope=" + "x".repeat(40_000)).send(), 400, "invalid_request");
        refused(world.call(ada()).body(GRANT + "&scope=" + "x".repeat(200_000)).send(), 413, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=x", ""})
    void aBodyOfAnotherTypeIsRefused(String type) {
        refused(world.call(ada()).header("content-type", type).send(), 415, "invalid_request");
        refused(
                world.call(ada())
                        .header("content-type", "application/x-www-form-urlencoded;charset=utf-16")
                        .send(),
                415,
                "invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /oauth2/v1/token, 405",
        "PUT, /oauth2/v1/token, 405",
        "DELETE, /oauth2/v1/token, 405",
        "GET, /oauth2/v1/authorize, 404",
        "POST, /oauth2/v1/revoke, 404",
        "POST, /oauth2/v1/token/, 404",
        "POST, /oauth2/v1/, 404",
        "POST, /oauth2/v1/%00, 404",
    })
    void anAddressOrMethodThatIsNotThereSpeaksTheSameDialect(String method, String path, int status) {
        TokenAnswer answer = SERVER.call(path).method(method).send();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("error")).isEqualTo("invalid_request");
        assertThat(answer.json().properties()).hasSize(2);
        assertThat(answer.header("opc-request-id")).isNotEmpty().isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void credentialsInTheQueryAreRefused() {
        TokenAnswer answer = SERVER.call("/oauth2/v1/token?client_secret=x").send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("invalid_request");
    }

    /** A signature says what the whole target was, so a query is as much a part of the request as the body. */
    @Test
    void aQueryBesideWhatWasSignedIsNotAuthenticated() {
        byte[] signed = world.call(ada()).sign();
        String text = new String(signed, UTF_8).replaceFirst("/oauth2/v1/token HTTP", "/oauth2/v1/token?x=1 HTTP");

        Reply reply = SignedCall.send(SERVER.node(0).port(), text.getBytes(UTF_8));

        OracleWorld.notAuthenticated(reply);
    }

    @Test
    void nothingOfTheRequestComesBack() {
        Reply reply =
                world.call(ada()).body(GRANT + "&scope=canary-scope-value").send();

        assertThat(refused(reply, 400, "invalid_scope").toString()).doesNotContain("canary", ada().keyId());
    }
}
