package io.bourse.e2e;

import static io.bourse.e2e.OpenIdWorld.SERVER;
import static io.bourse.e2e.OpenIdWorld.app;
import static io.bourse.e2e.OpenIdWorld.exchanged;
import static io.bourse.e2e.OpenIdWorld.foreign;
import static io.bourse.e2e.OpenIdWorld.password;
import static io.bourse.e2e.OpenIdWorld.userInfo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID Connect as far as it goes without pages: id tokens, userinfo, discovery; Nimbus is the client. */
class OpenIdConnectIT {

    private static final String NONCE = "n-0S6_WzA2Mj";

    @BeforeAll
    static void entries() {
        OpenIdWorld.apply();
    }

    private static IDTokenClaimsSet validated(TokenAnswer login, String nonce) throws Exception {
        OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(SERVER.issuer()));
        JWSAlgorithm algorithm =
                SignedJWT.parse(login.text("id_token")).getHeader().getAlgorithm();
        assertThat(metadata.getIDTokenJWSAlgs()).contains(algorithm);
        IDTokenValidator validator = new IDTokenValidator(
                metadata.getIssuer(),
                new ClientID("oidc-app"),
                algorithm,
                metadata.getJWKSetURI().toURL());
        return validator.validate(SignedJWT.parse(login.text("id_token")), nonce == null ? null : new Nonce(nonce));
    }

    @Nested
    class IdToken {

        @Test
        void tellsTheClientWhoLoggedIn() throws Exception {
            Instant before = Instant.now();
            TokenAnswer login =
                    password("read openid").form("nonce", NONCE).send().granted();
            IDTokenClaimsSet claims = validated(login, NONCE);

            assertThat(claims.getSubject().getValue())
                    .isEqualTo(login.claims().get("sub").asText());
            assertThat(claims.getExpirationTime().toInstant().getEpochSecond())
                    .isEqualTo(login.claims().get("exp").asLong());
            assertThat(claims.getAuthenticationTime().toInstant()).isBetween(before.minusSeconds(1), Instant.now());
            assertThat(claims.toJSONObject()).containsOnlyKeys("iss", "sub", "aud", "iat", "exp", "auth_time", "nonce");
        }

        @Test
        void anotherNonceIsNotWhatTheClientSent() {
            TokenAnswer login = password("openid").form("nonce", NONCE).send().granted();

            assertThatThrownBy(() -> validated(login, "another")).hasMessageContaining("nonce");
        }

        @Test
        void nameAndAddressGoByTheirScopes() throws Exception {
            IDTokenClaimsSet named = validated(password("openid profile").send().granted(), null);
            IDTokenClaimsSet addressed =
                    validated(password("openid email").send().granted(), null);

            assertThat(named.getStringClaim("name")).isEqualTo("Grace Hopper");
            assertThat(named.getStringClaim("preferred_username")).isEqualTo("oidc-grace");
            assertThat(named.toJSONObject()).doesNotContainKeys("email", "email_verified");
            assertThat(addressed.getStringClaim("email")).isEqualTo("oidc-grace@example.com");
            assertThat(addressed.getBooleanClaim("email_verified")).isFalse();
            assertThat(addressed.toJSONObject()).doesNotContainKeys("name", "preferred_username");
        }

        @Test
        void comesAgainWithARefreshWithTheTimeOfTheLoginAndWithoutNonce() throws Exception {
            TokenAnswer login =
                    password("read openid").form("nonce", NONCE).send().granted();
            TokenAnswer refreshed = app().grant("refresh_token")
                    .form("refresh_token", login.refreshToken())
                    .form("nonce", NONCE)
                    .send()
                    .granted();
            IDTokenClaimsSet claims = validated(refreshed, null);

            assertThat(claims.getSubject()).isEqualTo(validated(login, NONCE).getSubject());
            assertThat(claims.getAuthenticationTime())
                    .isEqualTo(validated(login, NONCE).getAuthenticationTime());
            assertThat(claims.toJSONObject()).doesNotContainKey("nonce");
        }

        @Test
        void aRefreshForLessGetsNone() {
            TokenAnswer login = password("read openid").send().granted();

            assertThat(app().grant("refresh_token")
                            .form("refresh_token", login.refreshToken())
                            .form("scope", "read")
                            .send()
                            .granted()
                            .has("id_token"))
                    .isFalse();
        }

        @Test
        void ofALoginByAProviderDoesNotClaimToKnowWhen() throws Exception {
            TokenAnswer converted = app().grant("convert_token")
                    .form("backend", "oidc-provider")
                    .form("token", foreign())
                    .form("scope", "openid")
                    .form("nonce", NONCE)
                    .send()
                    .granted();
            TokenAnswer refreshed = app().grant("refresh_token")
                    .form("refresh_token", converted.refreshToken())
                    .send()
                    .granted();

            assertThat(validated(converted, NONCE).getAuthenticationTime()).isNull();
            assertThat(validated(refreshed, null).getAuthenticationTime()).isNull();
        }

        @Test
        void nobodyGetsOneWhoDidNotAsk() {
            assertThat(password("read").send().granted().has("id_token")).isFalse();
            assertThat(SERVER.login().has("id_token")).isFalse();
        }

        @Test
        void neitherAClientNorAnExchangeGetsOne() {
            TokenAnswer itself = app().grant("client_credentials")
                    .form("scope", "openid")
                    .send()
                    .granted();
            TokenAnswer login = password("read openid").send().granted();

            assertThat(itself.text("scope")).isEqualTo("openid");
            assertThat(itself.has("id_token")).isFalse();
            for (String audience : new String[] {"https://api.example/stock", "https://api.example/shipping"}) {
                TokenAnswer exchanged = exchanged(login.accessToken(), audience);
                assertThat(exchanged.text("scope")).contains("openid");
                assertThat(exchanged.has("id_token")).isFalse();
            }
        }

        /** A client that brings assertions can bring one of any user's, and no user of its own is there. */
        @Test
        void anAssertionLogsNobodyIn() {
            TokenAnswer asserted = app().grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                    .form("assertion", foreign())
                    .form("scope", "openid")
                    .form("nonce", NONCE)
                    .send()
                    .granted();

            assertThat(asserted.has("id_token")).isFalse();
            userInfo(asserted.accessToken()).send().refused(401, "invalid_token");
            for (String call : new String[] {"invalidate-sessions", "invalidate-refresh-tokens"}) {
                assertThat(SERVER.call("/auth/" + call)
                                .header("Authorization", "Bearer " + asserted.accessToken())
                                .form("client_id", "oidc-app")
                                .send()
                                .status())
                        .isEqualTo(403);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {513, 30_000})
        void anOverlongNonceIsRefusedBeforeAnythingIsSpent(int length) {
            assertThat(password("openid")
                            .form("nonce", "n".repeat(length))
                            .send()
                            .refused(400, "invalid_request")
                            .text("error_description"))
                    .contains("nonce");
        }

        @Test
        void aNonceWithControlCharactersIsRefused() {
            password("openid").form("nonce", "a\u0007b").send().refused(400, "invalid_request");
        }
    }

    @Nested
    class UserInfo {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void tellsWhoIsLoggedIn(String method) {
            TokenAnswer login = password("openid").send().granted();
            TokenAnswer told =
                    userInfo(login.accessToken()).method(method).send().granted();

            assertThat(told.json().properties()).hasSize(1);
            assertThat(told.text("sub")).isEqualTo(login.claims().get("sub").asText());
        }

        @Test
        void nimbusReadsIt() throws Exception {
            TokenAnswer login = password("openid profile email").send().granted();
            UserInfoResponse response = UserInfoResponse.parse(new UserInfoRequest(
                            URI.create(SERVER.issuer() + "/oauth2/userinfo"),
                            new com.nimbusds.oauth2.sdk.token.BearerAccessToken(login.accessToken()))
                    .toHTTPRequest()
                    .send());

            assertThat(response.indicatesSuccess()).isTrue();
            assertThat(response.toSuccessResponse().getUserInfo().getEmailAddress())
                    .isEqualTo("oidc-grace@example.com");
            assertThat(response.toSuccessResponse().getUserInfo().getPreferredUsername())
                    .isEqualTo("oidc-grace");
        }

        @Test
        void needsTheScope() {
            TokenAnswer refused = userInfo(password("read").send().granted().accessToken())
                    .send()
                    .refused(403, "insufficient_scope");

            assertThat(refused.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");
        }

        @Test
        void needsAToken() {
            TokenAnswer refused = SERVER.call("/oauth2/userinfo")
                    .method("GET")
                    .contentType("")
                    .send()
                    .refused(401, "invalid_token");

            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"bourse\"");
        }

        @Test
        void aTokenInTheBodyIsNone() {
            String token = password("openid").send().granted().accessToken();

            SERVER.call("/oauth2/userinfo").form("access_token", token).send().refused(401, "invalid_token");
        }

        @Test
        void aDeadTokenTellsNothing() {
            TokenAnswer login = password("openid").send().granted();
            SERVER.revoke(login.refreshToken())
                    .basic("oidc-app", "oidc-app-secret")
                    .send();

            assertThat(userInfo(login.accessToken())
                            .send()
                            .refused(401, "invalid_token")
                            .header("WWW-Authenticate"))
                    .contains("error=\"invalid_token\"");
        }

        @Test
        void whatIsNobodysLoginTellsNothing() {
            String login = password("read openid").send().granted().accessToken();
            String itself = app().grant("client_credentials")
                    .form("scope", "openid")
                    .send()
                    .granted()
                    .accessToken();

            userInfo(itself).send().refused(401, "invalid_token");
            userInfo(exchanged(login, "https://api.example/stock").accessToken())
                    .send()
                    .refused(401, "invalid_token");
            userInfo(exchanged(login, "https://api.example/shipping").accessToken())
                    .send()
                    .refused(401, "invalid_token");
        }
    }

    @Nested
    class Discovery {

        @Test
        void isTheSameDocumentAtBothAddresses() {
            assertThat(metadata("openid-configuration").json())
                    .isEqualTo(metadata("oauth-authorization-server").json());
        }

        @Test
        void tellsWhatThereIsAndNoPages() {
            TokenAnswer metadata = metadata("openid-configuration");

            assertThat(metadata.text("userinfo_endpoint")).isEqualTo(SERVER.issuer() + "/oauth2/userinfo");
            assertThat(metadata.json().get("subject_types_supported").toString())
                    .isEqualTo("[\"public\"]");
            assertThat(metadata.json().get("scopes_supported").toString())
                    .isEqualTo("[\"openid\",\"profile\",\"email\",\"offline_access\"]");
            assertThat(metadata.has("authorization_endpoint")).isFalse();
        }

        private TokenAnswer metadata(String name) {
            return SERVER.call("/.well-known/" + name)
                    .method("GET")
                    .contentType("")
                    .send();
        }
    }
}
