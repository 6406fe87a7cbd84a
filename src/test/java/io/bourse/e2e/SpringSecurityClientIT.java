package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ORDERS;
import static io.bourse.e2e.TokenServer.STOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.JwtBearerOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.TokenExchangeOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientJwtBearerTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientTokenExchangeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.util.LinkedMultiValueMap;

/**
 * The running service, driven by Spring Security as a gateway written with it would: it finds the endpoints by our
 * issuer, verifies its callers' tokens, and exchanges them.
 */
class SpringSecurityClientIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final ECKey KEY = key();

    private static ClientRegistration discovered;

    @BeforeAll
    static void entries() {
        SERVER.apply("""
                clients:
                  - id: spring
                    project: demo
                    secret: spring +%%secret
                    serves: [https://api.example/orders]
                    grants: [token-exchange, client_credentials, jwt-bearer]
                    scopes: [read]
                    audiences: [https://api.example/spring]
                  - id: spring-keys
                    project: demo
                    authentication: private_key_jwt
                    jwks: %s
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/orders]
                providers:
                  - id: spring-oidc
                    project: demo
                    clients: [spring]
                    provisioning: create
                    private_addresses: true
                    jwks:
                      issuer: %s
                      jwks_uri: %s/jwks
                      algorithms: [ES256]
                      audience: [bourse-demo]
                exchanges:
                  - id: spring-delegation
                    client: spring
                    mode: delegation
                    subject: {client: demo, audience: https://api.example/orders}
                    actor: {client: spring}
                    targets: [https://api.example/delegated]
                    scopes: [read]
                  - id: spring-plain
                    client: spring
                    subject: {client: demo, audience: https://api.example/orders}
                    targets: [https://api.example/stock]
                    scopes: [read]
                """.formatted(new JWKSet(KEY.toPublicJWK()), SERVER.idp.issuer(), SERVER.idp.issuer()));
        discovered = ClientRegistrations.fromIssuerLocation(SERVER.issuer())
                .clientId("spring")
                .clientSecret("spring +%secret")
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
                .scope("read")
                .build();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID("spring")
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClientRegistration registration(AuthorizationGrantType grant) {
        return ClientRegistration.withClientRegistration(discovered)
                .authorizationGrantType(grant)
                .build();
    }

    /** As an API does it: keys by our issuer, {@code at+jwt}, issuer and audience (RFC 9068 section 4). */
    private static JwtDecoder decoder(String audience, String client) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(SERVER.issuer())
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .validateType(false)
                .build();
        decoder.setJwtValidator(JwtValidators.createAtJwtValidator()
                .issuer(SERVER.issuer())
                .audience(audience)
                .clientId(client)
                .build());
        return decoder;
    }

    /** Who calls the gateway, as its resource server filter has found it out. */
    private static JwtAuthenticationToken caller() {
        return new JwtAuthenticationToken(
                decoder(ORDERS, "demo").decode(SERVER.login().accessToken()));
    }

    private static OAuth2AccessToken authorized(
            OAuth2AuthorizedClientProvider provider, ClientRegistration registration, Authentication principal) {
        return provider.authorize(OAuth2AuthorizationContext.withClientRegistration(registration)
                        .principal(principal)
                        .build())
                .getAccessToken();
    }

    private static OAuth2AccessToken clientToken() {
        ClientCredentialsOAuth2AuthorizedClientProvider provider =
                new ClientCredentialsOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(new RestClientClientCredentialsTokenResponseClient());
        return authorized(provider, registration(AuthorizationGrantType.CLIENT_CREDENTIALS), caller());
    }

    /** Spring has no setting for the audience: it is a parameter that one adds. */
    private static TokenExchangeOAuth2AuthorizedClientProvider exchange(String name, String value) {
        RestClientTokenExchangeTokenResponseClient client = new RestClientTokenExchangeTokenResponseClient();
        client.addParametersConverter(request -> new LinkedMultiValueMap<>(Map.of(name, List.of(value))));
        TokenExchangeOAuth2AuthorizedClientProvider provider = new TokenExchangeOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(client);
        return provider;
    }

    private static TokenExchangeOAuth2AuthorizedClientProvider exchange(String audience) {
        return exchange("audience", audience);
    }

    @Nested
    class Exchanges {

        @Test
        void theTokenOfTheCallerIsExchangedAsTheResourceServerHoldsIt() {
            JwtAuthenticationToken caller = caller();

            OAuth2AccessToken token = authorized(exchange(STOCK), discovered, caller);

            Jwt exchanged = decoder(STOCK, "spring").decode(token.getTokenValue());
            assertThat(exchanged.getSubject()).isEqualTo(caller.getToken().getSubject());
            assertThat(exchanged.getClaimAsStringList("lin"))
                    .contains(caller.getToken().getId());
            assertThat(exchanged.hasClaim("act")).isFalse();
            assertThat(token.getScopes()).containsExactly("read");
            assertThat(token.getExpiresAt()).isBefore(caller.getToken().getExpiresAt());
        }

        @Test
        void aTokenThatWasIntrospectedIsExchangedLikewise() {
            String token = SERVER.login().accessToken();
            OAuth2AuthenticatedPrincipal principal = introspector().introspect(token);
            BearerTokenAuthentication caller = new BearerTokenAuthentication(
                    principal,
                    new OAuth2AccessToken(
                            OAuth2AccessToken.TokenType.BEARER, token, Instant.now(), principal.getAttribute("exp")),
                    principal.getAuthorities());
            TokenExchangeOAuth2AuthorizedClientProvider provider = exchange(STOCK);
            provider.setSubjectTokenResolver(
                    context -> ((BearerTokenAuthentication) context.getPrincipal()).getToken());

            OAuth2AccessToken exchanged = authorized(provider, discovered, caller);

            assertThat(decoder(STOCK, "spring")
                            .decode(exchanged.getTokenValue())
                            .getSubject())
                    .isEqualTo(principal.getAttribute("sub"));
        }

        @Test
        void theTargetMayBeAResource() {
            OAuth2AccessToken token = authorized(exchange("resource", STOCK), discovered, caller());

            assertThat(decoder(STOCK, "spring").decode(token.getTokenValue()).getAudience())
                    .containsExactly(STOCK);
        }

        @Test
        void anActorTokenMakesADelegation() {
            JwtAuthenticationToken caller = caller();
            TokenExchangeOAuth2AuthorizedClientProvider provider = exchange("https://api.example/delegated");
            provider.setActorTokenResolver(context -> clientToken());

            OAuth2AccessToken token = authorized(provider, discovered, caller);

            Jwt delegated = decoder("https://api.example/delegated", "spring").decode(token.getTokenValue());
            assertThat(delegated.getSubject()).isEqualTo(caller.getToken().getSubject());
            assertThat(delegated.getClaimAsMap("act")).containsEntry("sub", "spring");
        }

        @Test
        void anActorThatIsAJwtToSpringMakesADelegationToo() {
            TokenExchangeOAuth2AuthorizedClientProvider provider = exchange("https://api.example/delegated");
            provider.setActorTokenResolver(context -> decoder("https://api.example/spring", "spring")
                    .decode(clientToken().getTokenValue()));

            OAuth2AccessToken token = authorized(provider, discovered, caller());

            assertThat(decoder("https://api.example/delegated", "spring")
                            .decode(token.getTokenValue())
                            .getClaimAsMap("act"))
                    .containsEntry("sub", "spring");
        }
    }

    @Nested
    class Refusals {

        private String code(OAuth2AuthorizedClientProvider provider, ClientRegistration registration) {
            ClientAuthorizationException refusal = catchThrowableOfType(
                    ClientAuthorizationException.class, () -> authorized(provider, registration, caller()));
            return refusal.getError().getErrorCode();
        }

        @Test
        void ofATargetThatIsNotAllowed() {
            assertThat(code(exchange("https://api.example/nowhere"), discovered))
                    .isEqualTo("invalid_target");
        }

        @Test
        void ofAScopeThatIsTooMuch() {
            ClientRegistration greedy = ClientRegistration.withClientRegistration(discovered)
                    .scope("read", "write")
                    .build();

            assertThat(code(exchange(STOCK), greedy)).isEqualTo("invalid_scope");
        }

        /** Spring reads errors of status 400 only; this one is 401, as RFC 6749 section 5.2 demands. */
        @Test
        void ofAClientWithAWrongSecretIsInTheMessage() {
            ClientRegistration stranger = ClientRegistration.withClientRegistration(discovered)
                    .clientSecret("not the secret")
                    .build();

            assertThatThrownBy(() -> authorized(exchange(STOCK), stranger, caller()))
                    .isInstanceOf(ClientAuthorizationException.class)
                    .hasMessageContaining("invalid_client");
        }

        @Test
        void ofADeadToken() {
            TokenAnswer login = SERVER.login();
            JwtAuthenticationToken caller =
                    new JwtAuthenticationToken(decoder(ORDERS, "demo").decode(login.accessToken()));
            SERVER.revoke(login.refreshToken()).asDemo().send();

            assertThatThrownBy(() -> authorized(exchange(STOCK), discovered, caller))
                    .isInstanceOf(OAuth2AuthorizationException.class)
                    .hasMessageContaining("invalid_request");
        }
    }

    @Nested
    class OtherGrants {

        @Test
        void aClientActsForItself() {
            Jwt token = decoder("https://api.example/spring", "spring")
                    .decode(clientToken().getTokenValue());

            assertThat(token.getSubject()).isEqualTo("spring");
        }

        @Test
        void aClientProvesItselfByAKey() {
            ClientRegistration registration = ClientRegistration.withClientRegistration(discovered)
                    .clientId("spring-keys")
                    .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .build();
            NimbusJwtClientAuthenticationParametersConverter<OAuth2ClientCredentialsGrantRequest> assertion =
                    new NimbusJwtClientAuthenticationParametersConverter<>(any -> KEY);
            // Spring's own choice is the address of the endpoint; RFC 7523bis has the issuer.
            assertion.setJwtClientAssertionCustomizer(
                    context -> context.getClaims().audience(List.of(SERVER.issuer())));
            RestClientClientCredentialsTokenResponseClient client =
                    new RestClientClientCredentialsTokenResponseClient();
            client.addParametersConverter(assertion);
            ClientCredentialsOAuth2AuthorizedClientProvider provider =
                    new ClientCredentialsOAuth2AuthorizedClientProvider();
            provider.setAccessTokenResponseClient(client);

            OAuth2AccessToken token = authorized(provider, registration, caller());

            assertThat(decoder(ORDERS, "spring-keys")
                            .decode(token.getTokenValue())
                            .getSubject())
                    .isEqualTo("spring-keys");
        }

        @Test
        void aJwtOfAnotherIssuerIsTheGrant() {
            Jwt assertion = NimbusJwtDecoder.withJwkSetUri(SERVER.idp.issuer() + "/jwks")
                    .jwsAlgorithm(SignatureAlgorithm.ES256)
                    .build()
                    .decode(SERVER.idp.mintJwt("spring-" + Instant.now().toEpochMilli()));
            JwtBearerOAuth2AuthorizedClientProvider provider = new JwtBearerOAuth2AuthorizedClientProvider();
            provider.setAccessTokenResponseClient(new RestClientJwtBearerTokenResponseClient());

            OAuth2AccessToken token = authorized(
                    provider, registration(AuthorizationGrantType.JWT_BEARER), new JwtAuthenticationToken(assertion));

            Jwt issued = decoder("https://api.example/spring", "spring").decode(token.getTokenValue());
            assertThat(issued.getClaimAsString("sub_type")).isEqualTo("user");
        }
    }

    @Nested
    class ResourceServers {

        @Test
        void refuseATokenForAnotherAudience() {
            String token = SERVER.login().accessToken();

            assertThatThrownBy(() -> decoder(STOCK, "demo").decode(token)).isInstanceOf(BadJwtException.class);
        }

        @Test
        void areToldWhatATokenIsWorth() {
            TokenAnswer login = SERVER.login();

            OAuth2AuthenticatedPrincipal principal = introspector().introspect(login.accessToken());

            assertThat(principal.<String>getAttribute("sub"))
                    .isEqualTo(login.claims().get("sub").asText());
            assertThat(principal.<String>getAttribute("client_id")).isEqualTo("demo");
            assertThat(principal.<List<String>>getAttribute("aud")).containsExactly(ORDERS);
            assertThat(principal.<List<String>>getAttribute("scope")).contains("read", "write");
            assertThat(principal.<Instant>getAttribute("exp"))
                    .isEqualTo(Instant.ofEpochSecond(login.claims().get("exp").asLong()));
        }

        @Test
        void areToldThatARevokedOneIsWorthNothing() {
            TokenAnswer login = SERVER.login();
            SERVER.revoke(login.accessToken()).asDemo().send();

            assertThatThrownBy(() -> introspector().introspect(login.accessToken()))
                    .isInstanceOf(BadOpaqueTokenException.class);
        }
    }

    private static SpringOpaqueTokenIntrospector introspector() {
        return SpringOpaqueTokenIntrospector.withIntrospectionUri(SERVER.issuer() + "/oauth2/introspect")
                .clientId("spring")
                .clientSecret("spring +%secret")
                .build();
    }
}
