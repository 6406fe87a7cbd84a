package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.Refusals.NOT_ACCEPTED;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.policy.TokenOrigin;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Party;
import io.bourse.token.RefreshPlan;
import io.bourse.user.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExchangeGrantTest {

    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String PAYROLL = "https://api.example/payroll";

    private final TokenRig rig = new TokenRig();
    private final TokenExchangeGrant grant = rig.exchangeGrant();
    private final Client demo = rig.register(client("demo"));
    private final Client gateway = rig.register(client("gateway").serves(ORDERS).audiences());
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

    private void allow(Client asking, Client holder, @Nullable Duration lifetime, boolean refresh) {
        ExchangeBuilder entry = exchange("entry", asking)
                .subject(new TokenOrigin.Ours(holder.id()), ORDERS)
                .targets(STOCK, PAYROLL)
                .lifetime(lifetime);
        rig.exchanges.put((refresh ? entry.refresh() : entry).build());
    }

    private Requests request(Client client, String subjectToken) {
        return Requests.of(GrantType.TOKEN_EXCHANGE, client)
                .begun(rig.clock.instant())
                .with("subject_token", subjectToken)
                .with("subject_token_type", ACCESS_TOKEN);
    }

    /** Everything of the token, and what had a part in making another of it. */
    private List<String> ancestors(TokenResponse token, String... more) {
        List<String> ancestors =
                new ArrayList<>(rig.verify(token.accessToken()).lineage().asAncestors());
        ancestors.addAll(List.of(more));
        return ancestors;
    }

    private String exchangedBy(String entry) {
        return Party.exchange(entry, rig.clock.instant()).asAncestor();
    }

    private Authorization authorize(Requests request) {
        return Requests.call(grant, request).await();
    }

    private void refused(OAuthError error, Requests request) {
        refusal(error, () -> Requests.call(grant, request));
    }

    private void refused(String description, Requests request) {
        refusal(OAuthError.INVALID_REQUEST, description, () -> Requests.call(grant, request));
    }

    @Test
    void anEntryTurnsATokenIntoALesserOneThatNamesIt() {
        allow(gateway, demo, null, false);

        assertThat(authorize(request(gateway, login.accessToken())))
                .isEqualTo(new Authorization(
                        TokenRig.admitted(gateway, Identity.of(ada.subject())),
                        Scopes.of("read"),
                        List.of(STOCK),
                        rig.clock.instant().plusSeconds(300),
                        ancestors(login, exchangedBy("entry")),
                        RefreshPlan.NONE,
                        TokenType.ACCESS_TOKEN,
                        "exchange entry"));
    }

    @Test
    void withoutAnEntryNothingIsExchanged() {
        refused(NOT_ACCEPTED, request(gateway, login.accessToken()));
    }

    @Test
    void theTargetAndTheScopesAreTheEntrys() {
        allow(gateway, demo, null, false);

        assertThat(authorize(request(gateway, login.accessToken()).targets(PAYROLL))
                        .audiences())
                .containsExactly(PAYROLL);
        refused(OAuthError.INVALID_TARGET, request(gateway, login.accessToken()).targets(ORDERS));
        refused(OAuthError.INVALID_TARGET, request(gateway, login.accessToken()).targets(STOCK, ORDERS));
        refused(OAuthError.INVALID_SCOPE, request(gateway, login.accessToken()).scopes("write"));
        refused(OAuthError.INVALID_SCOPE, request(gateway, login.accessToken()).scopes("admin"));
    }

    @Test
    void theEntrysLifetimeIsACeilingBelowTheSubjectsEnd() {
        allow(gateway, demo, Duration.ofSeconds(30), false);
        assertThat(authorize(request(gateway, login.accessToken())).notAfter())
                .isEqualTo(rig.clock.instant().plusSeconds(30));

        rig.clock.advance(Duration.ofSeconds(290));
        assertThat(authorize(request(gateway, login.accessToken())).notAfter())
                .isEqualTo(rig.clock.instant().plusSeconds(10));
    }

    @Test
    void aRefreshTokenIsGivenOnlyIfTheEntrySaysSo() {
        allow(gateway, demo, null, true);

        assertThat(authorize(request(gateway, login.accessToken())).refresh())
                .isEqualTo(new RefreshPlan.NewFamily(
                        Scopes.of("read"),
                        List.of(STOCK),
                        rig.verify(login.accessToken()).expiresAt()));
    }

    @Test
    void theHolderItselfMayExchangeAndAThirdPartyMayNot() {
        Client thief = rig.register(client("thief").serves(STOCK));
        allow(thief, demo, null, false);
        refused(NOT_ACCEPTED, request(thief, login.accessToken()));

        allow(demo, demo, null, false);
        assertThat(authorize(request(demo, login.accessToken())).subject()).isEqualTo(ada.subject());
    }

    @Test
    void aPublicClientCannotExchange() {
        Client spa = rig.register(client("spa").authentication(Authentication.NONE));

        refused(OAuthError.UNAUTHORIZED_CLIENT, request(spa, login.accessToken()));
    }

    @Test
    void aChainOfExchangesHasAnEnd() {
        allow(demo, demo, null, false);
        Client loop = rig.register(client("loop").audiences(ORDERS, STOCK));
        rig.exchanges.put(exchange("loop", loop).targets(ORDERS).build());
        String token = rig.issue(TokenRig.itself(loop, Scopes.of("read"))).accessToken();
        for (int depth = 1; depth <= 61; depth++) {
            rig.clock.advance(Duration.ofMillis(1));
            token = rig.issue(authorize(request(loop, token))).accessToken();
        }

        refused(NOT_ACCEPTED, request(loop, token));
    }

    @Nested
    class Subjects {

        @Test
        void aDeadSubjectTokenIsAnInvalidRequest() {
            allow(gateway, demo, null, false);
            rig.revoke(RevokedKind.TOKEN, login.tokenId());

            refused(NOT_ACCEPTED, request(gateway, login.accessToken()));
            refused(NOT_ACCEPTED, request(gateway, "not a token"));
            refused(NOT_ACCEPTED, request(gateway, login.refreshToken()));
        }

        @Test
        void aSubjectWhoIsSwitchedOffIsAnInvalidRequest() {
            allow(gateway, demo, null, false);
            rig.register(client("demo").disabled());

            refused(NOT_ACCEPTED, request(gateway, login.accessToken()));
        }

        @Test
        void whatCannotBeKnownIsNotRefusedForGood() {
            allow(gateway, demo, null, false);
            rig.fresh.set(false);

            refused(OAuthError.TEMPORARILY_UNAVAILABLE, request(gateway, login.accessToken()));
        }
    }

    @Nested
    class Parameters {

        private Requests request() {
            return TokenExchangeGrantTest.this.request(gateway, login.accessToken());
        }

        @Test
        void whatIsMissingIsNamed() {
            refused("The parameter subject_token is missing.", request().without("subject_token"));
            refused("The parameter subject_token_type is missing.", request().without("subject_token_type"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"saml1", "saml2"})
        void samlIsNeitherTakenNorGiven(String type) {
            String uri = "urn:ietf:params:oauth:token-type:" + type;

            refused(
                    "The parameter subject_token_type is not supported.",
                    request().with("subject_token_type", uri));
            refused(
                    "The parameter requested_token_type is not supported.",
                    request().with("requested_token_type", uri));
        }

        /** RFC 8693 section 3; the other way round it would be a token of which nobody said that it gives access. */
        @Test
        void anAccessTokenIsAJwtTooAndAJwtNoAccessToken() {
            allow(gateway, demo, null, false);
            String jwt = "urn:ietf:params:oauth:token-type:jwt";
            Authorization asJwt = new Authorization(
                    TokenRig.admitted(demo, Identity.of(ada.subject())),
                    demo.scopes(),
                    List.of(ORDERS),
                    null,
                    List.of(),
                    RefreshPlan.NONE,
                    TokenType.JWT,
                    "test");
            String issuedAsJwt = rig.issue(asJwt).accessToken();

            assertThat(authorize(request().with("subject_token_type", jwt)).subject())
                    .isEqualTo(ada.subject());
            refused(NOT_ACCEPTED, request().with("subject_token", issuedAsJwt));
            refused(NOT_ACCEPTED, request().with("subject_token", issuedAsJwt).with("subject_token_type", jwt));
        }

        @Test
        void aTypeThatNobodyDefinedIsNotEchoed() {
            refused(OAuthError.INVALID_REQUEST, request().with("subject_token_type", "access_token"));
            refused(
                    "The parameter requested_token_type is not supported.",
                    request().with("requested_token_type", "<script>"));
        }

        @Test
        void anActorIsNeverPassedOver() {
            refused(NOT_ACCEPTED, request().with("actor_token", "t").with("actor_token_type", ACCESS_TOKEN));
            refused("The parameter actor_token_type is missing.", request().with("actor_token", "t"));
            refused("The parameter actor_token is missing.", request().with("actor_token_type", ACCESS_TOKEN));
        }
    }
}
