package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.IdentityBuilder.ancestor;
import static io.bourse.fakes.IdentityBuilder.identity;
import static io.bourse.fakes.ProviderBuilder.provider;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedProofs;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Party;
import io.bourse.token.RefreshPlan;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7523 section 2.1. */
class JwtBearerGrantTest {

    private static final String ISSUER = "https://corp.example";

    private final TokenRig rig = new TokenRig();
    private final ScriptedProofs proofs = new ScriptedProofs();
    private final JwtBearerGrant grant = new JwtBearerGrant(rig.providers, rig.foreignTokens(proofs));
    private final Client demo = rig.register(client("demo"));
    private final String assertion = jwt("{\"iss\":\"" + ISSUER + "\",\"sub\":\"grace\"}");

    private static String jwt(String claims) {
        return TestKeys.sign(TestKeys.ours(), "JWT", claims);
    }

    private static ProviderBuilder corp(String id) {
        return provider(
                id,
                new Provider.Jwks(
                        ISSUER, "https://corp.example/jwks", null, Set.of("ES256"), Set.of(), Set.of("us"), null));
    }

    private void register(ProviderBuilder provider) {
        rig.providers.put(provider.build());
    }

    private Requests request(String jwt) {
        return Requests.of(GrantType.JWT_BEARER, demo)
                .begun(rig.clock.instant())
                .with("assertion", jwt);
    }

    private void refused(OAuthError error, Requests request) {
        refusal(error, () -> Requests.call(grant, request));
    }

    @Test
    void aLoginComesOfItWithoutARefreshToken() {
        register(corp("corp"));
        proofs.put(assertion, identity("corp", "grace"));

        Authorization authorization = Requests.call(grant, request(assertion)).await();

        assertThat(authorization)
                .isEqualTo(new Authorization(
                        TokenRig.admitted(
                                demo,
                                Identity.of(rig.users
                                        .findByIdentity(TestEntries.PROJECT, "corp", "grace")
                                        .await()
                                        .orElseThrow()
                                        .subject())),
                        Scopes.of("read", "write"),
                        List.of(ORDERS),
                        null,
                        List.of(
                                ancestor("corp", "grace"),
                                Party.provider("corp", rig.clock.instant()).asAncestor()),
                        RefreshPlan.NONE,
                        null,
                        "provider corp"));
    }

    @Test
    void theIssuerMustBeOneProvidersAndNobodyElseIsAsked() {
        refused(OAuthError.INVALID_GRANT, request(assertion));
        register(corp("off").enabled(false));
        register(corp("elsewhere").project("other"));
        register(corp("for-others").clients("other"));
        refused(OAuthError.INVALID_GRANT, request(assertion));
        register(corp("one"));
        register(corp("two"));
        refused(OAuthError.INVALID_GRANT, request(assertion));
        assertThat(proofs.asked()).isZero();

        register(corp("two").enabled(false));
        proofs.put(assertion, identity("one", "grace"));
        assertThat(Requests.call(grant, request(assertion)).await().rule()).isEqualTo("provider one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30."})
    void whatNamesNoIssuerIsRefused(String text) {
        register(corp("corp"));

        refused(OAuthError.INVALID_GRANT, request(text));
        refused(OAuthError.INVALID_GRANT, request(jwt("{\"sub\":\"grace\"}")));
        refused(OAuthError.INVALID_GRANT, request(jwt("{\"iss\":[\"" + ISSUER + "\"]}")));
        refused(OAuthError.INVALID_GRANT, request(jwt("{\"iss\":\"" + "x".repeat(1025) + "\"}")));
        assertThat(proofs.asked()).isZero();
    }

    @Test
    void noTokenOfOursIsShownToAProvider() {
        register(provider(
                "mirror",
                new Provider.Jwks(
                        TokenRig.ISSUER,
                        "https://corp.example/jwks",
                        null,
                        Set.of("ES256"),
                        Set.of(),
                        Set.of(),
                        null)));
        String ours = rig.issue(TokenRig.login(demo, rig.register(TestEntries.user("ada", "ada@example.com"))))
                .accessToken();

        refused(OAuthError.INVALID_GRANT, request(ours));
        assertThat(proofs.asked()).isZero();
    }

    @Test
    void aMissingAssertionIsNamed() {
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter assertion is missing.",
                () -> Requests.call(grant, request(assertion).without("assertion")));
    }

    @Test
    void whatTheClientMayNotHaveIsRefusedBeforeAnythingIsProved() {
        register(corp("corp").singleUse());
        proofs.put(
                assertion, identity("corp", "grace").until(rig.clock.instant().plusSeconds(60)));

        refused(OAuthError.INVALID_SCOPE, request(assertion).scopes("admin"));
        refused(OAuthError.INVALID_TARGET, request(assertion).targets("https://evil.example"));
        assertThat(proofs.asked()).isZero();

        Requests.call(grant, request(assertion)).await();
        refused(OAuthError.INVALID_GRANT, request(assertion));
    }

    @Test
    void subjectsAreFoundAsTheProvidersEntrySays() {
        register(corp("corp").provisioning(Provisioning.NONE));
        proofs.put(assertion, identity("corp", "grace"));

        refused(OAuthError.INVALID_GRANT, request(assertion));
    }

    @Test
    void anAssertionThatWasRevokedHereIsRefused() {
        register(corp("corp"));
        proofs.put(assertion, identity("corp", "grace"));
        rig.revoke(RevokedKind.TOKEN, ancestor("corp", "grace"));

        refused(OAuthError.INVALID_GRANT, request(assertion));
    }

    @Test
    void whatItGivesEndsWithTheAssertion() {
        register(corp("corp"));
        Instant end = rig.clock.instant().plusSeconds(10);
        proofs.put(assertion, identity("corp", "grace").until(end));

        assertThat(Requests.call(grant, request(assertion)).await().notAfter()).isEqualTo(end);
    }
}
