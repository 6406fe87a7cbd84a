package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.InMemoryProviderStore;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.bourse.token.Party;
import io.bourse.token.RefreshPlan;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConvertTokenGrantTest {

    private static final String FOREIGN = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    private final TokenRig rig = new TokenRig();
    private final InMemoryProviderStore providers = new InMemoryProviderStore();
    private final AtomicInteger proofs = new AtomicInteger();
    private final ConvertTokenGrant grant = new ConvertTokenGrant(providers, rig.foreignTokens(this::prove));
    private final Client demo = rig.register(client("demo"));
    private final Provider social = register("social", true, TestEntries.PROJECT, Provisioning.CREATE);

    private Provider register(String id, boolean enabled, String project, Provisioning provisioning) {
        Provider provider = ProviderBuilder.provider(id, TestEntries.introspection())
                .project(project)
                .enabled(enabled)
                .provisioning(provisioning)
                .build();
        providers.put(provider);
        return provider;
    }

    /** The token is the subject's name, unless it is bad. */
    private Future<ExternalIdentity> prove(Provider provider, String token) {
        proofs.incrementAndGet();
        return token.equals("bad")
                ? Future.failedFuture(OAuthException.invalidGrant("not proved"))
                : Future.succeededFuture(new ExternalIdentity(
                        provider.id(),
                        "https://idp.example",
                        token,
                        token,
                        "ada@example.com",
                        true,
                        null,
                        null,
                        FOREIGN,
                        List.of(),
                        Scopes.NONE,
                        List.of(),
                        false,
                        null,
                        false,
                        Map.of()));
    }

    private static Requests request(Client client, String backend, String token) {
        return Requests.of(GrantType.CONVERT_TOKEN, client)
                .with("backend", backend)
                .with("token", token);
    }

    private Authorization authorize(Requests request) {
        return Requests.call(grant, request).await();
    }

    private void refused(OAuthError error, Requests request) {
        refusal(error, () -> Requests.call(grant, request));
    }

    @Test
    void aProvedSubjectIsALoginThatNamesTheForeignToken() {
        Authorization authorization = authorize(request(demo, "social", "grace"));

        User grace = rig.users
                .findByIdentity(TestEntries.PROJECT, "social", "grace")
                .await()
                .orElseThrow();
        assertThat(authorization)
                .isEqualTo(new Authorization(
                                TokenRig.admitted(demo, Identity.of(grace.subject())),
                                Scopes.of("read", "write"),
                                List.of(ORDERS),
                                null,
                                List.of(
                                        FOREIGN,
                                        Party.provider("social", rig.clock.instant())
                                                .asAncestor()),
                                new RefreshPlan.NewFamily(Scopes.of("read", "write"), List.of(), null),
                                null,
                                "provider social")
                        .as(new Login(LoginMethod.PROVIDER, rig.clock.instant(), null)));
    }

    @Test
    void theSameSubjectIsTheSameUserAndAnotherIsNot() {
        Authorization first = authorize(request(demo, "social", "grace"));

        assertThat(authorize(request(demo, "social", "grace")).subject()).isEqualTo(first.subject());
        assertThat(authorize(request(demo, "social", "heidi")).subject()).isNotEqualTo(first.subject());
    }

    @Test
    void anEmailAddressLinksNobody() {
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));

        assertThat(authorize(request(demo, "social", "grace")).subject()).isNotEqualTo(ada.subject());
    }

    @Test
    void aProviderThatMayNotCreateUsersRefusesStrangers() {
        Provider closed = register("closed", true, TestEntries.PROJECT, Provisioning.NONE);
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
        rig.users.link(ada, closed.id(), "ada-there");

        refused(OAuthError.INVALID_GRANT, request(demo, "closed", "stranger"));
        assertThat(authorize(request(demo, "closed", "ada-there")).subject()).isEqualTo(ada.subject());
    }

    @Test
    void unknownDisabledAndForOthersAreOneAnswerAndNobodyIsCalled() {
        register("off", false, TestEntries.PROJECT, Provisioning.CREATE);
        register("elsewhere", true, "other", Provisioning.CREATE);
        Client other = rig.register(client("other"));
        String answer = "The parameter backend names no provider that this client may use.";

        for (Requests request : List.of(
                request(demo, "unknown", "t"),
                request(demo, "off", "t"),
                request(demo, "elsewhere", "t"),
                request(other, "social", "t"))) {
            refusal(OAuthError.INVALID_REQUEST, answer, () -> Requests.call(grant, request));
        }
        assertThat(proofs).hasValue(0);
    }

    @Test
    void whatTheClientMayNotHaveIsRefusedBeforeAnybodyIsCalled() {
        refused(OAuthError.INVALID_SCOPE, request(demo, "social", "grace").scopes("admin"));
        refused(OAuthError.INVALID_TARGET, request(demo, "social", "grace").targets("https://evil.example"));
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter backend is missing.",
                () -> Requests.call(grant, request(demo, "", "t").without("backend")));
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter token is missing.",
                () -> Requests.call(grant, request(demo, "social", "").without("token")));

        assertThat(proofs).hasValue(0);
    }

    @Test
    void aClientWithALoginProviderNeedNotNameIt() {
        Client app = rig.register(client("demo").loginProvider("social"));
        Requests own = Requests.of(GrantType.CONVERT_TOKEN, app).with("token", "grace");
        Requests standard = Requests.of(GrantType.CONVERT_TOKEN, app)
                .with("subject_token", "grace")
                .with("subject_token_type", TokenType.ACCESS_TOKEN.uri());

        assertThat(authorize(own).rule()).isEqualTo("provider social");
        assertThat(authorize(standard).subject()).isEqualTo(authorize(own).subject());
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter subject_token is missing.",
                () -> Requests.call(grant, own.without("token")));
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter backend names no provider that this client may use.",
                () -> Requests.call(grant, request(app, "another", "grace")));
    }

    @Test
    void aTokenThatIsToBeTakenForAJwtNeedsAProviderThatProvesThose() {
        Provider.Jwks keys = new Provider.Jwks(
                "https://signed.example", null, "{}", Set.of("ES256"), Set.of(), Set.of("bourse"), null);
        Provider signed = ProviderBuilder.provider("signed", keys)
                .provisioning(Provisioning.CREATE)
                .build();
        providers.put(signed);
        for (TokenType type : List.of(TokenType.JWT, TokenType.ID_TOKEN)) {
            assertThat(authorize(typed("signed", type)).rule()).isEqualTo("provider signed");
            refusedForItsType(typed("social", type));
        }
        refusedForItsType(typed("signed", TokenType.REFRESH_TOKEN));
        refusedForItsType(typed("signed", TokenType.SAML2));
    }

    private void refusedForItsType(Requests request) {
        refusal(
                OAuthError.INVALID_REQUEST,
                "The parameter subject_token_type is not supported.",
                () -> Requests.call(grant, request));
    }

    private Requests typed(String provider, TokenType type) {
        return Requests.of(GrantType.CONVERT_TOKEN, rig.register(client("demo").loginProvider(provider)))
                .with("subject_token", "grace")
                .with("subject_token_type", type.uri());
    }

    /** A provider that is asked about a token is shown it, and could use it. */
    @Test
    void noTokenOfOursIsShownToAProvider() {
        Client app = rig.register(client("demo").loginProvider("social"));
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
        TokenResponse ours = rig.issue(TokenRig.login(demo, ada));

        for (String token : List.of(ours.accessToken(), ours.refreshToken(), "brt_mangled")) {
            refused(OAuthError.INVALID_GRANT, request(demo, "social", token));
            refused(
                    OAuthError.INVALID_GRANT,
                    Requests.of(GrantType.CONVERT_TOKEN, app).with("token", token));
            refused(
                    OAuthError.INVALID_GRANT,
                    Requests.of(GrantType.CONVERT_TOKEN, app)
                            .with("subject_token", token)
                            .with("subject_token_type", TokenType.ACCESS_TOKEN.uri()));
        }
        assertThat(proofs).hasValue(0);
    }

    @Test
    void whatIsNotProvedMakesNoUser() {
        refused(OAuthError.INVALID_GRANT, request(demo, social.id(), "bad"));

        assertThat(rig.users
                        .findByIdentity(TestEntries.PROJECT, "social", "bad")
                        .await())
                .isEmpty();
    }

    @Test
    void aUserWhoIsSwitchedOffIsRefused() {
        User off = rig.register(new User("off", TestEntries.PROJECT, null, null, null, false));
        rig.users.link(off, "social", "off-there");

        refused(OAuthError.INVALID_GRANT, request(demo, "social", "off-there"));
    }

    @Test
    void aForeignTokenThatWasRevokedHereIsRefused() {
        rig.revoke(RevokedKind.TOKEN, FOREIGN);

        refused(OAuthError.INVALID_GRANT, request(demo, "social", "grace"));
    }

    /** A login is new, so what was revoked of the user before does not concern it. */
    @Test
    void aUserWhoseTokensWereRevokedMayLogInAgain() {
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
        rig.users.link(ada, "social", "ada-there");
        rig.revoke(RevokedKind.USER, ada.id());

        assertThat(authorize(request(demo, "social", "ada-there")).subject()).isEqualTo(ada.subject());
    }
}
