package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.IdentityBuilder.ancestor;
import static io.bourse.fakes.IdentityBuilder.identity;
import static io.bourse.fakes.ProviderBuilder.provider;
import static io.bourse.fakes.Refusals.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Client;
import io.bourse.client.ClientCredentials;
import io.bourse.client.ClientCredentials.SignedRequest;
import io.bourse.client.ProvedClient;
import io.bourse.crypto.Computation;
import io.bourse.fakes.InMemoryPrincipalStore;
import io.bourse.fakes.InMemoryTargetStore;
import io.bourse.fakes.RequestSigner;
import io.bourse.fakes.ScriptedProofs;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.fakes.TokenRig;
import io.bourse.httpsig.SignatureProfile;
import io.bourse.httpsig.SignatureVerifier;
import io.bourse.httpsig.SignedHosts;
import io.bourse.httpsig.SignedMessage;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import io.bourse.principal.Principal;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.OwnToken;
import io.bourse.token.Party;
import io.bourse.token.RefreshPlan;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed requests from the signature to the decision, on fakes. */
class SignedRequestGrantTest {

    private static final String ISSUER = "https://auth.cloud.example";
    private static final byte[] BODY = "grant_type=x".getBytes(UTF_8);
    private static final KeyPair KEYS = TestRsaKeys.pair("ada's API key");

    private final TokenRig rig = new TokenRig();
    private final ScriptedProofs proofs = new ScriptedProofs();
    private final InMemoryPrincipalStore principals = new InMemoryPrincipalStore();
    private final Client tools = rig.register(client("tools")
            .grants(GrantType.SIGNED_REQUEST, GrantType.REFRESH_TOKEN)
            .scopes("read", "write", Scopes.OFFLINE_ACCESS));
    private final User ada = TestEntries.user("ada", "ada@example.com");
    private final Decider decider = new Decider(
            new Grants(List.of(new SignedRequestGrant(rig.assigned), new ClientCredentialsGrant())),
            new InMemoryTargetStore());
    private final RequestSignatures signatures = signatures(Computation.INLINE);

    SignedRequestGrantTest() {
        rig.users.put(ada);
        principals.put(apiKey("ada-laptop", "acme/ada/key", ada.id()));
        principals.put(apiKey("job", "acme/job/key", null));
    }

    private RequestSignatures signatures(Computation computation) {
        return new RequestSignatures(
                new RegisteredKeys(principals, rig.clients, rig.users),
                new SessionKeys(
                        TokenRig.ISSUER,
                        rig.ownTokens,
                        rig.providers,
                        principals,
                        rig.clients,
                        rig.foreignTokens(proofs)),
                new SignatureVerifier(
                        SignatureProfile.ORACLE, SignedHosts.of(TokenRig.ISSUER, List.of()), rig.clock, null),
                computation,
                rig.singleUse);
    }

    private static Principal apiKey(String id, String keyId, String user) {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        return new Principal(
                id, TestEntries.PROJECT, true, new ClientId("tools"), new Principal.ApiKey(keyId, key, user));
    }

    private SignedRequest signed(String keyId) {
        return signed(keyId, Map.of());
    }

    private SignedRequest signed(String keyId, Map<String, String> parameters) {
        Map<String, String> headers = Map.of(
                "host", "tokens.example",
                "date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                rig.clock.instant().atOffset(ZoneOffset.UTC)),
                "content-type", "application/x-www-form-urlencoded",
                "content-length", String.valueOf(BODY.length),
                "x-content-sha256", RequestSigner.digest(BODY));
        String authorization = new RequestSigner(keyId, KEYS.getPrivate())
                .authorization(RequestSigner.Form.JAVA, "POST", "/oauth2/v1/token", headers);
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        SignedMessage message = new SignedMessage("POST", "/oauth2/v1/token", all, BODY);
        return (SignedRequest) ClientCredentials.signed(authorization, parameters, message);
    }

    private Future<Authorization> decide(SignedRequest request, String scope) {
        return signatures.prove(request).compose(caller -> decide(caller, GrantType.SIGNED_REQUEST, scope));
    }

    private Future<Authorization> decide(ProvedClient caller, GrantType grant, String scope) {
        UnauthenticatedRequest request =
                new UnauthenticatedRequest(signed("k"), grant, Scopes.parse(scope), RequestedTargets.NONE, Map.of());
        return decider.decide(request.by(caller, rig.clock.instant(), Trace.NONE));
    }

    @Test
    void anApiKeySpeaksForItsUser() {
        Authorization authorization = decide(signed("acme/ada/key"), "read").await();

        assertThat(authorization.identity()).isEqualTo(Identity.of(ada.subject()));
        assertThat(authorization.scopes()).isEqualTo(Scopes.of("read"));
        assertThat(authorization.audiences()).containsExactly(ORDERS);
        assertThat(authorization.notAfter()).isNull();
        assertThat(authorization.rule()).isEqualTo("principal ada-laptop with its API key");
        assertThat(authorization.ancestors())
                .containsExactly(
                        Party.principal("ada-laptop", rig.clock.instant()).asAncestor());
    }

    @Test
    void anApiKeyWithoutAUserSpeaksForTheClient() {
        assertThat(decide(signed("acme/job/key"), "read").await().subject()).isEqualTo(Subject.client(tools.id()));
    }

    @ParameterizedTest
    @CsvSource({"read, false, read", "read offline_access, true, read offline_access", "'', false, read write"})
    void aRefreshTokenGoesWithOfflineAccessAlone(String asked, boolean refreshable, String granted) {
        Authorization authorization = decide(signed("acme/ada/key"), asked).await();

        assertThat(authorization.refresh() instanceof RefreshPlan.NewFamily).isEqualTo(refreshable);
        assertThat(authorization.scopes()).isEqualTo(Scopes.parse(granted));
    }

    @Test
    void aSignatureIsBelievedOnce() {
        signatures.prove(signed("acme/ada/key")).await();

        assertThat(refusal(OAuthError.INVALID_CLIENT, () -> signatures.prove(signed("acme/ada/key"))))
                .hasMessage("the signature was used before");
    }

    /** Nobody signs the key id, so whoever reads a request could bring it under another of the same key. */
    @Test
    void aSignatureIsBelievedOnceUnderWhateverKeyId() {
        signatures.prove(signed("acme/ada/key")).await();

        assertThat(refusal(OAuthError.INVALID_CLIENT, () -> signatures.prove(signed("acme/job/key"))))
                .hasMessage("the signature was used before");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subject_token",
                "subject_token_type",
                "actor_token",
                "actor_token_type",
                "assertion",
                "public_key",
                "token",
                "username",
                "password",
                "backend",
                "refresh_token"
            })
    void whoeverBringsAnotherProofIsNotAnsweredAsIfThereWereNone(String name) {
        ProvedClient caller = signatures.prove(signed("acme/ada/key")).await();
        UnauthenticatedRequest request = new UnauthenticatedRequest(
                signed("k"), GrantType.SIGNED_REQUEST, Scopes.NONE, RequestedTargets.NONE, Map.of(name, "anything"));

        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter " + name + " is not for a signed request, which is for its signer.",
                () -> decider.decide(request.by(caller, rig.clock.instant(), Trace.NONE)));
    }

    /** RFC 6749 section 3.2. */
    @ParameterizedTest
    @CsvSource({
        "isCLI, true",
        "client_id, tools",
        "nonce, n",
        "code, c",
        "country_code, de",
        "csrf_token, t",
        "idempotency_key, k",
        "requested_token_type, urn:ietf:params:oauth:token-type:access_token"
    })
    void whatIsNoProofMeansWhatItMeansOrNothing(String name, String value) {
        ProvedClient caller = signatures.prove(signed("acme/ada/key")).await();
        UnauthenticatedRequest request = new UnauthenticatedRequest(
                signed("k"), GrantType.SIGNED_REQUEST, Scopes.NONE, RequestedTargets.NONE, Map.of(name, value));

        assertThat(decider.decide(request.by(caller, rig.clock.instant(), Trace.NONE))
                        .await()
                        .subject())
                .isEqualTo(ada.subject());
    }

    @Test
    void whatIsSwitchedOffOrElsewhereIsUnknown() {
        Principal known = apiKey("off", "acme/off/key", null);
        principals.put(new Principal("off", TestEntries.PROJECT, false, known.client(), known.proof()));
        refusal(OAuthError.INVALID_CLIENT, () -> signatures.prove(signed("acme/off/key")));

        principals.put(new Principal("off", "other", true, known.client(), known.proof()));
        refusal(OAuthError.INVALID_CLIENT, () -> signatures.prove(signed("acme/off/key")));

        rig.register(client("tools").disabled().grants(GrantType.SIGNED_REQUEST));
        refusal(OAuthError.INVALID_CLIENT, () -> signatures.prove(signed("acme/ada/key")));
    }

    @Test
    void whereTooManyAreWaitingAnUnknownKeyWaitsAsAnyOther() {
        RequestSignatures full = signatures(new Computation() {
            @Override
            public <T> Future<T> run(Callable<T> work) {
                return Future.failedFuture(OAuthException.unavailable("too many signatures are waiting"));
            }
        });

        for (String keyId : List.of("acme/ada/key", "acme/eve/key")) {
            refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> full.prove(signed(keyId)));
        }
    }

    @Test
    void aUserWhoIsSwitchedOffIsAsUnknownAsTheKey() {
        rig.users.switchOffUnheard(ada.id());

        refusal(OAuthError.INVALID_CLIENT, () -> decide(signed("acme/ada/key"), "read"));
    }

    @Test
    void aUserOfAnotherProjectIsNobody() {
        User stranger = new User("1b4e28ba-2fa1-41d2-883f-0016d3cca427", "other", "eve", null, null, true);
        rig.users.put(stranger);
        principals.put(apiKey("eve", "acme/eve/key", stranger.id()));

        refusal(OAuthError.INVALID_CLIENT, () -> decide(signed("acme/eve/key"), "read"));
    }

    @Test
    void theClientThatIsNamedMustBeTheSigners() {
        assertThat(signatures
                        .prove(signed("acme/ada/key", Map.of("client_id", "tools")))
                        .await()
                        .client())
                .isEqualTo(tools);
        refusal(OAuthError.INVALID_CLIENT, () -> signatures.prove(signed("acme/job/key", Map.of("client_id", "demo"))));
    }

    /** A user's key must not become the client's own rights. */
    @Test
    void whoeverSignsMayUseNoOtherGrant() {
        Client both = rig.register(client("tools")
                .grants(GrantType.SIGNED_REQUEST, GrantType.CLIENT_CREDENTIALS)
                .scopes("read"));
        ProvedClient caller = signatures.prove(signed("acme/ada/key")).await();

        assertThat(caller.client()).isEqualTo(both);
        refusal(OAuthError.UNAUTHORIZED_CLIENT, () -> decide(caller, GrantType.CLIENT_CREDENTIALS, "read"));
        refusal(OAuthError.INVALID_GRANT, () -> decide(ProvedClient.itself(both), GrantType.SIGNED_REQUEST, "read"));
    }

    private String sessionToken(String issuer) {
        String key = RsaPublicKeys.jwk((RSAPublicKey) KEYS.getPublic()).replace("\"", "\\\"");
        return TestKeys.sign(
                TestKeys.foreignRsa(), "JWT", "{\"iss\":\"" + issuer + "\",\"sub\":\"one\",\"jwk\":\"" + key + "\"}");
    }

    private void trust(Provisioning provisioning) {
        Provider.Jwks proof = new Provider.Jwks(
                ISSUER, "https://auth.cloud.example/jwks", null, Set.of("RS256"), Set.of(), Set.of("us"), null);
        rig.providers.put(provider("cloud", proof)
                .clients("tools")
                .provisioning(provisioning)
                .build());
        principals.put(new Principal(
                "instances", TestEntries.PROJECT, true, tools.id(), new Principal.SessionTokens("cloud")));
    }

    @Test
    void aSessionTokenSpeaksForWhomItsProviderSaysAndNoLonger() {
        trust(Provisioning.CREATE);
        String token = sessionToken(ISSUER);
        Instant end = rig.clock.instant().plusSeconds(60);
        proofs.put(token, identity("cloud", "one").until(end));

        Authorization authorization =
                decide(signed("ST$" + token), "read offline_access").await();

        assertThat(authorization.subject().isUser()).isTrue();
        assertThat(authorization.notAfter()).isEqualTo(end);
        assertThat(authorization.refresh())
                .isInstanceOfSatisfying(
                        RefreshPlan.NewFamily.class,
                        login -> assertThat(login.notAfter()).isEqualTo(end));
        assertThat(authorization.ancestors())
                .containsExactly(
                        ancestor("cloud", "one"),
                        Party.provider("cloud", rig.clock.instant()).asAncestor(),
                        Party.principal("instances", rig.clock.instant()).asAncestor());
    }

    /** Nobody is made for a request that is refused anyway. */
    @Test
    void aRefusedRequestMakesNobody() {
        trust(Provisioning.CREATE);
        String token = sessionToken(ISSUER);
        proofs.put(token, identity("cloud", "one"));

        refusal(OAuthError.INVALID_SCOPE, () -> decide(signed("ST$" + token), "admin"));
        assertThat(rig.users.findByIdentity(TestEntries.PROJECT, "cloud", "one").await())
                .isEmpty();
    }

    @Test
    void whomNobodyKnowsIsAsAWrongSignature() {
        trust(Provisioning.NONE);
        String token = sessionToken(ISSUER);
        proofs.put(token, identity("cloud", "one"));

        refusal(OAuthError.INVALID_CLIENT, () -> decide(signed("ST$" + token), "read"));
    }

    @Test
    void whereItsProviderIsDownNobodyKnows() {
        trust(Provisioning.CREATE);
        proofs.goDown();

        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> signatures.prove(signed("ST$" + sessionToken(ISSUER))));
    }

    @Test
    void aSessionTokenOfNoProviderAsksNobody() {
        trust(Provisioning.CREATE);

        refusal(
                OAuthError.INVALID_CLIENT,
                () -> signatures.prove(signed("ST$" + sessionToken("https://other.example"))));
        assertThat(proofs.asked()).isZero();
    }

    @Test
    void aSessionTokenOfOurOwnSpeaksForWhomItWasIssued() {
        String token = ownSessionToken(Scopes.of("read"));

        Authorization authorization = decide(signed("ST$" + token), "read").await();

        assertThat(authorization.subject()).isEqualTo(ada.subject());
        OwnToken session = rig.ownTokens.verifySession(token).await().token();
        assertThat(authorization.notAfter())
                .isEqualTo(session.expiresAt())
                .isEqualTo(rig.clock.instant().plusSeconds(60));
        assertThat(authorization.ancestors())
                .isEqualTo(session.lineage().asAncestors())
                .contains(session.id());
    }

    /** What made it ends with it, and a refresh would look up all that the client may have. */
    @Test
    void aSessionTokenOfOurOwnGivesNoMoreThanItSaysAndNoRefreshToken() {
        String token = ownSessionToken(Scopes.of("read", Scopes.OFFLINE_ACCESS));

        for (String scope : List.of("write", "read offline_access")) {
            rig.clock.advance(Duration.ofSeconds(1));
            refusal(OAuthError.INVALID_SCOPE, () -> decide(signed("ST$" + token), scope));
        }
        rig.clock.advance(Duration.ofSeconds(1));
        Authorization authorization = decide(signed("ST$" + token), "").await();
        assertThat(authorization.scopes()).isEqualTo(Scopes.of("read"));
        assertThat(authorization.refresh()).isEqualTo(RefreshPlan.NONE);
        refusal(OAuthError.INVALID_CLIENT, () -> {
            String issuedBefore = ownSessionToken(Scopes.of("read"));
            rig.register(client("tools").grants(GrantType.SIGNED_REQUEST).scopes("write"));
            return signatures.prove(signed("ST$" + issuedBefore));
        });
    }

    private String ownSessionToken(Scopes scopes) {
        return rig.issue(new Authorization(
                                TokenRig.admitted(tools, Identity.of(ada.subject())),
                                scopes,
                                List.of(ORDERS),
                                rig.clock.instant().plusSeconds(60),
                                List.of(),
                                RefreshPlan.NONE,
                                TokenType.SESSION_TOKEN,
                                "test")
                        .forSessionOf((RSAPublicKey) KEYS.getPublic()))
                .accessToken();
    }

    private Explanation explain(String keyId, String scope) {
        Explainer explainer = new Explainer(
                rig.clients,
                rig.providers,
                new RegisteredKeys(principals, rig.clients, rig.users),
                () -> decider,
                rig.clock);
        return explainer
                .explain(() -> new UnauthenticatedRequest(
                        new ClientCredentials.NameOnly(tools.id()),
                        GrantType.SIGNED_REQUEST,
                        Scopes.parse(scope),
                        RequestedTargets.NONE,
                        Map.of("key_id", keyId)))
                .await();
    }

    @Test
    void whatASignerWouldGetIsExplainedWithoutASignature() {
        Explanation allowed = explain("acme/ada/key", "read");

        assertThat(allowed.lines())
                .extracting(Explanation.Line::seen)
                .contains(
                        "principal ada-laptop with its API key; no signature was looked at",
                        "signed by principal ada-laptop with its API key",
                        "speaks for " + ada.subject() + ", who is in good standing");
        assertThat(allowed.outcome()).isInstanceOf(Explanation.Allowed.class);
    }

    @Test
    void whyASignerGetsNothingIsExplained() {
        assertThat(explain("acme/eve/key", "read").outcome())
                .isInstanceOfSatisfying(Explanation.Refused.class, refused -> {
                    assertThat(refused.error()).isEqualTo(OAuthError.INVALID_CLIENT);
                    assertThat(refused.step()).isEqualTo(Trace.Step.CLIENT);
                });
        assertThat(explain("acme/ada/key", "admin").outcome())
                .isInstanceOfSatisfying(
                        Explanation.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(OAuthError.INVALID_SCOPE));
    }
}
