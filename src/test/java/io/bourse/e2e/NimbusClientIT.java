package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The running service, driven by a client library that nobody here wrote: all it knows is our issuer. */
class NimbusClientIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final ClientAuthentication DEMO =
            new ClientSecretBasic(new ClientID("demo"), new Secret("demo-secret"));
    private static final ClientAuthentication GATEWAY =
            new ClientSecretBasic(new ClientID("gateway"), new Secret("gateway-secret"));
    private static final ClientAuthentication API =
            new ClientSecretBasic(new ClientID("nimbus-api"), new Secret("nimbus-api-secret"));
    private static final AuthorizationGrant ADA =
            new ResourceOwnerPasswordCredentialsGrant("ada", new Secret(TokenServer.PASSWORD));

    private static AuthorizationServerMetadata metadata;

    @BeforeAll
    static void discover() throws Exception {
        SERVER.apply("""
                clients:
                  - id: nimbus-api
                    project: demo
                    secret: nimbus-api-secret
                    serves: [https://api.example/orders]
                    grants: [token-exchange, client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/nimbus]
                exchanges:
                  - id: nimbus-delegation
                    client: nimbus-api
                    mode: delegation
                    subject: {client: demo, audience: https://api.example/orders}
                    actor: {client: nimbus-api}
                    targets: [https://api.example/nimbus, https://api.example/stock]
                    scopes: [read]
                    issues: [access_token, jwt]
                """);
        metadata = AuthorizationServerMetadata.resolve(new Issuer(SERVER.issuer()));
    }

    private static Tokens granted(TokenRequest request) throws Exception {
        TokenResponse response = TokenResponse.parse(request.toHTTPRequest().send());
        assertThat(response.indicatesSuccess())
                .withFailMessage(() -> "refused: " + response.toErrorResponse().getErrorObject())
                .isTrue();
        return response.toSuccessResponse().getTokens();
    }

    private static ErrorObject refused(TokenRequest request) throws Exception {
        TokenResponse response = TokenResponse.parse(request.toHTTPRequest().send());
        assertThat(response.indicatesSuccess()).isFalse();
        return response.toErrorResponse().getErrorObject();
    }

    private static TokenRequest.Builder request(ClientAuthentication client, AuthorizationGrant grant) {
        return new TokenRequest.Builder(metadata.getTokenEndpointURI(), client, grant);
    }

    private static Tokens login() throws Exception {
        return granted(request(DEMO, ADA)
                .scope(new Scope("read", "write", "offline_access"))
                .build());
    }

    private static TokenIntrospectionSuccessResponse introspect(ClientAuthentication client, Token token)
            throws Exception {
        TokenIntrospectionRequest request =
                new TokenIntrospectionRequest(metadata.getIntrospectionEndpointURI(), client, token);
        TokenIntrospectionResponse response =
                TokenIntrospectionResponse.parse(request.toHTTPRequest().send());
        return response.toSuccessResponse();
    }

    private static void revoke(ClientAuthentication client, Token token) throws Exception {
        TokenRevocationRequest request = new TokenRevocationRequest(metadata.getRevocationEndpointURI(), client, token);
        assertThat(request.toHTTPRequest().send().getStatusCode()).isEqualTo(200);
    }

    /** As a resource server would: the key set from the metadata, type, issuer and audience pinned. */
    private static JWTClaimsSet verify(AccessToken token, String audience) throws Exception {
        return verify(token.getValue(), "at+jwt", audience, Set.of("sub", "aud", "exp", "iat", "jti", "client_id"));
    }

    private static JWTClaimsSet verify(String jwt, String type, String audience, Set<String> required)
            throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(type)));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.ES256,
                JWKSourceBuilder.create(metadata.getJWKSetURI().toURL()).build()));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(SERVER.issuer()).build(), required));
        return processor.process(jwt, null);
    }

    @Test
    void theMetadataSaysWhatTheServiceDoes() {
        assertThat(metadata.getIssuer()).isEqualTo(new Issuer(SERVER.issuer()));
        assertThat(metadata.getGrantTypes())
                .contains(
                        GrantType.PASSWORD,
                        GrantType.REFRESH_TOKEN,
                        GrantType.CLIENT_CREDENTIALS,
                        GrantType.TOKEN_EXCHANGE,
                        ConvertToken.TYPE);
        assertThat(metadata.getTokenEndpointAuthMethods())
                .containsExactlyInAnyOrder(
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST,
                        ClientAuthenticationMethod.PRIVATE_KEY_JWT,
                        ClientAuthenticationMethod.NONE);
        assertThat(metadata.getTokenEndpointJWSAlgs()).contains(JWSAlgorithm.ES256, JWSAlgorithm.RS256);
        assertThat(metadata.getIntrospectionEndpointAuthMethods()).doesNotContain(ClientAuthenticationMethod.NONE);
        assertThat(metadata.getAuthorizationEndpointURI()).isNull();
    }

    @Nested
    class Grants {

        @Test
        void aPasswordGivesTokensThatAnyResourceServerCanVerify() throws Exception {
            Tokens tokens = login();

            JWTClaimsSet claims = verify(tokens.getAccessToken(), TokenServer.ORDERS);
            assertThat(claims.getStringClaim("client_id")).isEqualTo("demo");
            assertThat(claims.getStringClaim("scope").split(" "))
                    .containsExactlyInAnyOrder("read", "write", "offline_access");
            assertThat(claims.getStringClaim("sid")).isNotEmpty();
            assertThat(tokens.getAccessToken().getLifetime()).isEqualTo(3600);
            assertThat(tokens.getRefreshToken()).isNotNull();
        }

        @Test
        void aWrongPasswordIsAnInvalidGrant() throws Exception {
            AuthorizationGrant wrong = new ResourceOwnerPasswordCredentialsGrant("ada", new Secret("not her password"));

            assertThat(refused(request(DEMO, wrong).build())).isEqualTo(OAuth2Error.INVALID_GRANT);
        }

        @Test
        void aRefreshTokenIsReplacedAndNarrows() throws Exception {
            RefreshToken first = login().getRefreshToken();

            Tokens refreshed = granted(request(DEMO, new RefreshTokenGrant(first))
                    .scope(new Scope("read"))
                    .build());

            assertThat(refreshed.getRefreshToken()).isNotNull().isNotEqualTo(first);
            assertThat(refreshed.getAccessToken().getScope()).isEqualTo(new Scope("read"));
            assertThat(verify(refreshed.getAccessToken(), TokenServer.ORDERS).getStringClaim("scope"))
                    .isEqualTo("read");
        }

        @Test
        void clientCredentialsGiveNoRefreshToken() throws Exception {
            Tokens tokens = granted(request(DEMO, new ClientCredentialsGrant())
                    .scope(new Scope("read"))
                    .build());

            assertThat(verify(tokens.getAccessToken(), TokenServer.ORDERS).getSubject())
                    .isEqualTo("demo");
            assertThat(tokens.getRefreshToken()).isNull();
        }

        @Test
        void aResourceIsWhatTheTokenIsFor() throws Exception {
            Tokens tokens = granted(request(DEMO, new ClientCredentialsGrant())
                    .resource(URI.create(TokenServer.STOCK))
                    .build());

            assertThat(verify(tokens.getAccessToken(), TokenServer.STOCK).getAudience())
                    .containsExactly(TokenServer.STOCK);
        }

        @Test
        void anExchangedTokenIsForAnotherAudienceAndNoMore() throws Exception {
            AccessToken subject = login().getAccessToken();

            Tokens tokens = granted(request(GATEWAY, exchange(subject)).build());

            JWTClaimsSet before = verify(subject, TokenServer.ORDERS);
            JWTClaimsSet after = verify(tokens.getAccessToken(), TokenServer.STOCK);
            assertThat(tokens.getAccessToken().getIssuedTokenType()).isEqualTo(TokenTypeURI.ACCESS_TOKEN);
            assertThat(after.getSubject()).isEqualTo(before.getSubject());
            assertThat(after.getStringClaim("client_id")).isEqualTo("gateway");
            assertThat(after.getStringClaim("scope")).isEqualTo("read");
            assertThat(after.getStringListClaim("lin")).contains(before.getJWTID());
            assertThat(after.getExpirationTime()).isBeforeOrEqualTo(before.getExpirationTime());
        }

        @Test
        void aForeignTokenIsConverted() throws Exception {
            AuthorizationGrant foreign = new ConvertToken("demo-oidc", SERVER.idp.mintJwt("grace"));

            Tokens tokens =
                    granted(request(DEMO, foreign).scope(new Scope("read")).build());

            assertThat(verify(tokens.getAccessToken(), TokenServer.ORDERS).getStringClaim("sub_type"))
                    .isEqualTo("user");
        }

        @Test
        void aPublicClientConvertsAnOpaqueTokenAndRefreshes() throws Exception {
            ClientID spa = new ClientID("spa");
            AuthorizationGrant foreign = new ConvertToken("demo-userinfo", SERVER.idp.mintOpaque("heidi"));

            Tokens tokens = granted(new TokenRequest.Builder(metadata.getTokenEndpointURI(), spa, foreign).build());
            AuthorizationGrant refresh = new RefreshTokenGrant(tokens.getRefreshToken());
            Tokens refreshed = granted(new TokenRequest.Builder(metadata.getTokenEndpointURI(), spa, refresh).build());

            assertThat(verify(refreshed.getAccessToken(), TokenServer.ORDERS).getSubject())
                    .isEqualTo(
                            verify(tokens.getAccessToken(), TokenServer.ORDERS).getSubject());
        }

        @Test
        void anActorTokenMakesADelegation() throws Exception {
            AccessToken subject = login().getAccessToken();

            Tokens tokens = granted(
                    request(API, delegation(subject, TokenTypeURI.ACCESS_TOKEN)).build());

            JWTClaimsSet claims = verify(tokens.getAccessToken(), "https://api.example/nimbus");
            assertThat(claims.getSubject())
                    .isEqualTo(verify(subject, TokenServer.ORDERS).getSubject());
            assertThat(claims.getJSONObjectClaim("act")).containsEntry("sub", "nimbus-api");
        }

        @Test
        void anotherTypeMayBeRequested() throws Exception {
            Tokens tokens = granted(request(API, delegation(login().getAccessToken(), TokenTypeURI.JWT))
                    .build());

            assertThat(tokens.getAccessToken().getIssuedTokenType()).isEqualTo(TokenTypeURI.JWT);
            assertThat(tokens.getAccessToken().getType().getValue()).isEqualTo("N_A");
            assertThat(verify(
                                    tokens.getAccessToken().getValue(),
                                    "JWT",
                                    "https://api.example/nimbus",
                                    Set.of("sub", "exp", "act"))
                            .getJSONObjectClaim("act"))
                    .containsEntry("sub", "nimbus-api");
        }

        @Test
        void audienceAndResourceMayBothBeNamed() throws Exception {
            Tokens tokens = granted(request(API, delegation(login().getAccessToken(), TokenTypeURI.ACCESS_TOKEN))
                    .resource(URI.create(TokenServer.STOCK))
                    .build());

            assertThat(verify(tokens.getAccessToken(), TokenServer.STOCK).getAudience())
                    .containsExactlyInAnyOrder("https://api.example/nimbus", TokenServer.STOCK);
        }

        @Test
        void aTargetThatIsNotAllowedIsRefused() throws Exception {
            TokenRequest asked = request(API, delegation(login().getAccessToken(), TokenTypeURI.ACCESS_TOKEN))
                    .resource(URI.create("https://api.example/nowhere"))
                    .build();

            assertThat(refused(asked)).isEqualTo(OAuth2Error.INVALID_TARGET);
        }

        @Test
        void aForeignJwtIsAGrantByItself() throws Exception {
            AuthorizationGrant foreign = new JWTBearerGrant(SignedJWT.parse(SERVER.idp.mintJwt("judy")));

            Tokens tokens =
                    granted(request(DEMO, foreign).scope(new Scope("read")).build());

            assertThat(verify(tokens.getAccessToken(), TokenServer.ORDERS).getStringClaim("sub_type"))
                    .isEqualTo("user");
            assertThat(tokens.getRefreshToken()).isNull();
        }

        private AuthorizationGrant delegation(AccessToken subject, TokenTypeURI requested) throws Exception {
            AccessToken actor =
                    granted(request(API, new ClientCredentialsGrant()).build()).getAccessToken();
            return new TokenExchangeGrant(
                    subject,
                    TokenTypeURI.ACCESS_TOKEN,
                    actor,
                    TokenTypeURI.ACCESS_TOKEN,
                    requested,
                    Audience.create("https://api.example/nimbus"));
        }

        private AuthorizationGrant exchange(AccessToken subject) {
            return new TokenExchangeGrant(
                    subject,
                    TokenTypeURI.ACCESS_TOKEN,
                    null,
                    null,
                    TokenTypeURI.ACCESS_TOKEN,
                    Audience.create(TokenServer.STOCK));
        }
    }

    @Nested
    class Clients {

        private static final AuthorizationGrant ITSELF = new ClientCredentialsGrant();

        @Test
        void aSecretInTheBodyIsAsGoodAsInTheHeader() throws Exception {
            ClientAuthentication post = new ClientSecretPost(new ClientID("demo"), new Secret("demo-secret"));

            assertThat(granted(request(post, ITSELF).build()).getAccessToken()).isNotNull();
        }

        @Test
        void aWrongSecretIsAnInvalidClient() throws Exception {
            ClientAuthentication wrong = new ClientSecretBasic(new ClientID("demo"), new Secret("not the secret"));

            ErrorObject error = refused(request(wrong, ITSELF).build());

            assertThat(error).isEqualTo(OAuth2Error.INVALID_CLIENT);
            assertThat(error.getHTTPStatusCode()).isEqualTo(401);
        }

        /** What a platform or a company's own issuer says of the client: its {@code iss} is not the client. */
        @Test
        void anAssertionOfAProviderProvesAClientThatNamesItself() throws Exception {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID("nimbus-provider").generate();
            SERVER.apply("""
                    providers:
                      - id: nimbus-provider
                        project: demo
                        clients: [nimbus-vouched]
                        subject: {kind: workload}
                        jwks:
                          issuer: https://issuer.example
                          keys: [%s]
                          algorithms: [ES256]
                          audience: ['%s']
                    clients:
                      - id: nimbus-vouched
                        project: demo
                        authentication: provider_jwt
                        identity: {provider: nimbus-provider, subject: nimbus-vouched}
                        grants: [client_credentials]
                        scopes: [read]
                        audiences: [https://api.example/orders]
                    """.formatted(key.toPublicJWK(), metadata.getIssuer()));
            ClientAuthentication assertion = new PrivateKeyJWT(
                    new Issuer("https://issuer.example"),
                    new ClientID("nimbus-vouched"),
                    URI.create(metadata.getIssuer().getValue()),
                    JWSAlgorithm.ES256,
                    key.toPrivateKey(),
                    "nimbus-provider",
                    null);

            Tokens tokens = granted(request(assertion, ITSELF)
                    .customParameter("client_id", "nimbus-vouched")
                    .build());

            assertThat(verify(tokens.getAccessToken(), TokenServer.ORDERS).getSubject())
                    .isEqualTo("nimbus-vouched");
        }

        @Test
        void aSignedAssertionProvesAClientOnce() throws Exception {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID("nimbus").generate();
            SERVER.apply("""
                    clients:
                      - id: nimbus
                        project: demo
                        authentication: private_key_jwt
                        jwks: %s
                        grants: [client_credentials]
                        scopes: [read]
                        audiences: [https://api.example/orders]
                    """.formatted(new JWKSet(key.toPublicJWK())));
            ClientAuthentication assertion = new PrivateKeyJWT(
                    new ClientID("nimbus"),
                    URI.create(metadata.getIssuer().getValue()),
                    JWSAlgorithm.ES256,
                    key.toPrivateKey(),
                    "nimbus",
                    null);

            Tokens tokens = granted(request(assertion, ITSELF).build());

            assertThat(verify(tokens.getAccessToken(), TokenServer.ORDERS).getSubject())
                    .isEqualTo("nimbus");
            assertThat(refused(request(assertion, ITSELF).build())).isEqualTo(OAuth2Error.INVALID_CLIENT);
        }
    }

    @Nested
    class AfterTheGrant {

        @Test
        void introspectionSaysWhatTheTokenSays() throws Exception {
            AccessToken token = login().getAccessToken();

            TokenIntrospectionSuccessResponse answer = introspect(GATEWAY, token);

            JWTClaimsSet claims = verify(token, TokenServer.ORDERS);
            assertThat(answer.isActive()).isTrue();
            assertThat(answer.getSubject().getValue()).isEqualTo(claims.getSubject());
            assertThat(answer.getClientID()).isEqualTo(new ClientID("demo"));
            assertThat(answer.getIssuer()).isEqualTo(metadata.getIssuer());
            assertThat(answer.getAudience()).containsExactly(new Audience(TokenServer.ORDERS));
            assertThat(answer.getScope().toStringList()).contains("read", "write");
            assertThat(answer.getJWTID().getValue()).isEqualTo(claims.getJWTID());
            assertThat(answer.getExpirationTime()).isEqualTo(claims.getExpirationTime());
            assertThat(answer.getTokenType().getValue()).isEqualTo("Bearer");
        }

        /** RFC 9701. */
        @Test
        void theAnswerMayBeSigned() throws Exception {
            AccessToken token = login().getAccessToken();
            HTTPRequest request = new TokenIntrospectionRequest(metadata.getIntrospectionEndpointURI(), GATEWAY, token)
                    .toHTTPRequest();
            request.setAccept("application/token-introspection+jwt");

            HTTPResponse response = request.send();

            assertThat(response.getHeaderValue("Content-Type")).isEqualTo("application/token-introspection+jwt");
            JWTClaimsSet signed = verify(
                    response.getBody(),
                    "token-introspection+jwt",
                    "gateway",
                    Set.of("aud", "iat", "token_introspection"));
            HTTPResponse unsigned = new HTTPResponse(200);
            unsigned.setContentType("application/json");
            unsigned.setBody(JSONObjectUtils.toJSONString(signed.getJSONObjectClaim("token_introspection")));
            TokenIntrospectionSuccessResponse answer = TokenIntrospectionSuccessResponse.parse(unsigned);
            assertThat(answer.isActive()).isTrue();
            assertThat(answer.getJWTID().getValue())
                    .isEqualTo(verify(token, TokenServer.ORDERS).getJWTID());
        }

        @Test
        void aRevokedAccessTokenIsInactive() throws Exception {
            Tokens tokens = login();

            revoke(DEMO, tokens.getAccessToken());

            assertThat(introspect(GATEWAY, tokens.getAccessToken()).isActive()).isFalse();
            assertThat(introspect(DEMO, tokens.getRefreshToken()).isActive()).isTrue();
        }

        @Test
        void aRevokedRefreshTokenEndsTheLogin() throws Exception {
            Tokens tokens = login();

            revoke(DEMO, tokens.getRefreshToken());

            assertThat(introspect(GATEWAY, tokens.getAccessToken()).isActive()).isFalse();
            assertThat(introspect(DEMO, tokens.getRefreshToken()).isActive()).isFalse();
            TokenRequest refresh = request(DEMO, new RefreshTokenGrant(tokens.getRefreshToken()))
                    .build();
            assertThat(refused(refresh)).isEqualTo(OAuth2Error.INVALID_GRANT);
        }

        @Test
        void revokingWhatNobodyIssuedIsNoError() throws Exception {
            revoke(DEMO, new RefreshToken("brt_nothing"));
        }
    }

    /** The grant of ours that no library knows. */
    private static final class ConvertToken extends AuthorizationGrant {

        static final GrantType TYPE = new GrantType("convert_token");

        private final Map<String, List<String>> parameters;

        ConvertToken(String backend, String token) {
            super(TYPE);
            this.parameters = Map.of(
                    "grant_type", List.of(TYPE.getValue()), "backend", List.of(backend), "token", List.of(token));
        }

        @Override
        public Map<String, List<String>> toParameters() {
            return parameters;
        }
    }
}
