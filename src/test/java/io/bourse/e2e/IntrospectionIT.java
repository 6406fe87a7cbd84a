package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ORDERS;
import static io.bourse.e2e.TokenServer.PASSWORD;
import static io.bourse.e2e.TokenServer.STOCK;
import static io.bourse.e2e.TokenServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7662; reliability.md 23, 30, 96, 97. */
class IntrospectionIT {

    private final TokenServer server = TokenServer.shared();
    private final TokenAnswer login = server.login();

    @Test
    void theApiIsToldWhatTheTokenSays() {
        JsonNode told = server.introspect(login.accessToken())
                .asGateway()
                .send()
                .granted()
                .json();

        assertThat(told.get("active").asBoolean()).isTrue();
        assertThat(told.get("token_type").asText()).isEqualTo("Bearer");
        for (String claim :
                List.of("iss", "sub", "sub_type", "client_id", "aud", "iat", "exp", "jti", "scope", "sid")) {
            assertThat(told.get(claim)).as(claim).isEqualTo(login.claims().get(claim));
        }
    }

    @Test
    void theHolderIsToldToo() {
        assertThat(server.introspect(login.accessToken())
                        .asDemo()
                        .send()
                        .granted()
                        .json())
                .isEqualTo(server.introspect(login.accessToken())
                        .asGateway()
                        .send()
                        .json());
    }

    @Test
    void theHolderIsToldOfItsRefreshToken() {
        JsonNode told = server.introspect(login.refreshToken())
                .form("token_type_hint", "access_token")
                .asDemo()
                .send()
                .granted()
                .json();

        assertThat(told.get("active").asBoolean()).isTrue();
        assertThat(told.get("sub")).isEqualTo(login.claims().get("sub"));
        assertThat(told.get("client_id").asText()).isEqualTo("demo");
        assertThat(told.get("scope").asText()).isEqualTo("read write offline_access");
        assertThat(told.get("sid")).isEqualTo(login.claims().get("sid"));
        assertThat(told.has("token_type")).isFalse();
        assertThat(told.get("exp").asLong()).isGreaterThan(Keys.now());
    }

    @Test
    void severalAudiencesAreAList() {
        String token = server.password("ada", PASSWORD)
                .form("audience", STOCK)
                .form("audience", ORDERS)
                .send()
                .accessToken();

        assertThat(server.introspect(token).asGateway().send().granted().json().get("aud"))
                .extracting(JsonNode::asText)
                .containsExactly(STOCK, ORDERS);
    }

    @Nested
    class Inactive {

        private void inactive(String token) {
            server.introspect(token).asGateway().send().inactive();
            server.introspect(token).asDemo().send().inactive();
        }

        private JsonObject claims() {
            return new JsonObject(login.claims().toString());
        }

        private String signed(JsonObject claims) {
            return server.node(0).sign("at+jwt", claims.encode());
        }

        @Test
        void isWhatHasExpired() {
            assertThat(server.active(signed(claims().put("exp", Keys.now() + 60))))
                    .isTrue();

            inactive(signed(claims().put("exp", Keys.now() - 11)));
        }

        @Test
        void isWhatWasRevoked() {
            server.revoke(login.accessToken()).asDemo().send();

            inactive(login.accessToken());
        }

        @Test
        void isWhatIsForeignOrMalformed() {
            String token = login.accessToken();
            inactive(server.idp.mintJwt("somebody"));
            inactive(server.idp.mintOpaque("somebody"));
            inactive(Keys.sign(Keys.STRANGER, claims()));
            for (String type : List.of("id+jwt", "token-introspection+jwt", "client-authentication+jwt")) {
                inactive(server.node(0).sign(type, claims().encode()));
            }
            inactive(signed(claims().put("iss", "https://elsewhere.example")));
            inactive(token.substring(0, token.length() - 10));
            inactive(token + "=");
            inactive(" " + token);
            for (String garbage :
                    List.of("x", "..", "a.b.c", "brt_x", "brt_" + "A".repeat(76), "\u0001", "é\uD83D\uDD11")) {
                inactive(garbage);
            }
        }

        @Test
        void isWhatIsOfNoConcernToTheCaller() {
            String forStock = server.password("ada", PASSWORD)
                    .form("audience", STOCK)
                    .send()
                    .accessToken();

            server.introspect(forStock).asGateway().send().inactive();
            server.introspect(login.refreshToken()).asGateway().send().inactive();
        }

        @Test
        void isAReplacedRefreshToken() {
            server.refresh(login.refreshToken()).send().granted();

            server.introspect(login.refreshToken()).asDemo().send().inactive();
        }

        @Test
        void isWhateverAUserHasWhoIsSwitchedOff() {
            server.apply("users: [{project: demo, username: in-off, password: password of in-off}]");
            TokenAnswer off =
                    server.password("in-off", "password of in-off").send().granted();
            server.apply("users: [{project: demo, username: in-off, password: password of in-off, enabled: false}]");
            eventually(() -> !server.active(off.accessToken()));

            inactive(off.accessToken());
            inactive(off.refreshToken());
        }
    }

    @Nested
    class Callers {

        @Test
        void mustAuthenticate() {
            server.introspect(login.accessToken()).send().refused(401, "invalid_client");
            server.introspect(login.accessToken())
                    .basic("gateway", "wrong-secret")
                    .send()
                    .refused(401, "invalid_client");
        }

        @Test
        void mustBeConfidential() {
            server.introspect(login.accessToken())
                    .form("client_id", "spa")
                    .send()
                    .refused(401, "invalid_client");
        }

        @ParameterizedTest
        @ValueSource(strings = {"not-a-token", "a.b.c"})
        void mustNotShowATokenThatIsNone(String bearer) {
            server.introspect(login.accessToken())
                    .header("Authorization", "Bearer " + bearer)
                    .send()
                    .refused(401, "invalid_token");
        }

        @Test
        void mayShowATokenThatTheyGotForThemselvesAndForUs() {
            server.apply("clients: [{id: in-bearer, project: demo, secret: in-bearer-secret, scopes: [read],"
                    + " grants: [client_credentials], serves: ['" + ORDERS + "'], audiences: ['" + server.issuer()
                    + "']}]");
            TokenAnswer own = server.token()
                    .basic("in-bearer", "in-bearer-secret")
                    .grant("client_credentials")
                    .send()
                    .granted();
            TokenAnswer told = withBearer(own.accessToken()).granted();
            assertThat(told.json().get("active").asBoolean()).isTrue();

            server.revoke(own.accessToken())
                    .basic("in-bearer", "in-bearer-secret")
                    .send();
            withBearer(own.accessToken()).refused(401, "invalid_token");
        }

        private TokenAnswer withBearer(String bearer) {
            return server.introspect(login.accessToken())
                    .header("Authorization", "Bearer " + bearer)
                    .send();
        }

        @Test
        void mustNotShowAUsersToken() {
            server.introspect(login.accessToken())
                    .header("Authorization", "Bearer " + login.accessToken())
                    .send()
                    .refused(401, "invalid_token");
        }

        @Test
        void mustSayWhichToken() {
            server.call("/oauth2/introspect").asGateway().send().refused(400, "invalid_request");
            server.introspect("").asGateway().send().refused(400, "invalid_request");
            server.introspect("one").form("token", "two").asGateway().send().refused(400, "invalid_request");
        }
    }

    @Test
    void noneOfAnAccessTokenTouchesTheDatabase() {
        server.active(login.accessToken());
        long before = server.node(0).statements();
        for (int i = 0; i < 200; i++) {
            assertThat(server.active(login.accessToken())).isTrue();
        }

        assertThat(server.node(0).statements() - before).isLessThan(50);
    }
}
