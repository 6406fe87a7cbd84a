package io.bourse.e2e;

import static io.bourse.e2e.SsoWorld.access;
import static io.bourse.e2e.SsoWorld.ok;
import static io.bourse.e2e.SsoWorld.redacted;
import static io.bourse.e2e.SsoWorld.refresh;
import static io.bourse.e2e.SsoWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.e2e.SsoWorld.Person;
import io.bourse.fakes.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of the sso door: exchanged, verified, refreshed and revoked, on whichever node. */
class SsoTokensIT {

    private static final SsoWorld WORLD = SsoWorld.shared();
    private static final Duration PROMISE = Duration.ofSeconds(2);

    private Person ada;
    private JsonNode login;

    @BeforeEach
    void logIn() {
        ada = WORLD.person();
        login = WORLD.login(ada);
    }

    private JsonNode exchanged() {
        return ok(WORLD.token(WORLD.till.key(), "exchange", refresh(login)));
    }

    @Test
    void onlyALivingRefreshTokenOfAnotherServiceIsExchanged() {
        redacted(WORLD.token(WORLD.till.key(), "exchange", access(login)));
        redacted(WORLD.token(WORLD.shop.key(), "exchange", refresh(login)));
        redacted(WORLD.token(WORLD.till.key(), "exchange", "garbage"));
        redacted(WORLD.token(WORLD.alone.key(), "exchange", refresh(login)));
        refused(WORLD.token(WORLD.till.key(), "exchange", ""), 400, 3, "ValidationError");

        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(WORLD.login(ada))));
        redacted(WORLD.token(WORLD.till.key(), "exchange", refresh(login)));
    }

    @Test
    void aUserWhoIsNotAssignedToTheOtherServiceHasNothingThere() {
        String email = WORLD.email();
        WORLD.assign(WORLD.shop, WORLD.user(email));
        JsonNode atShop = ok(WORLD.login(WORLD.shop.key(), email, SsoWorld.PASSWORD));

        redacted(WORLD.token(WORLD.till.key(), "exchange", refresh(atShop)));
    }

    @Test
    void theSourceIsNotSpentAndMayBeExchangedAgain() {
        JsonNode first = exchanged();
        JsonNode second = exchanged();

        assertThat(refresh(first)).isNotEqualTo(refresh(second));
        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
        ok(WORLD.token(WORLD.till.key(), "refresh", refresh(first)));
    }

    @Test
    void aTokenIsOneServicesOwn() {
        JsonNode atTill = exchanged();

        ok(WORLD.token(WORLD.till.key(), "verify", access(atTill)));
        redacted(WORLD.token(WORLD.shop.key(), "verify", access(atTill)));
        redacted(WORLD.token(WORLD.till.key(), "verify", access(login)));
        redacted(WORLD.token(WORLD.till.key(), "verify", refresh(atTill)));
        redacted(WORLD.token(WORLD.till.key(), "refresh", refresh(login)));
        redacted(WORLD.token(WORLD.till.key(), "revoke", access(login)));
        redacted(WORLD.token(WORLD.till.key(), "revoke", refresh(login)));
    }

    /** Logged out of the source, logged out of all that was made of it: the original left that undone. */
    @Test
    void whatWasExchangedDiesWithItsSource() {
        JsonNode atTill = exchanged();

        ok(WORLD.token(WORLD.shop.key(), "revoke", refresh(login)));

        redacted(WORLD.token(WORLD.shop.key(), "verify", access(login)));
        redacted(WORLD.token(WORLD.till.key(), "verify", access(atTill)));
        redacted(WORLD.token(WORLD.till.key(), "refresh", refresh(atTill)));
        redacted(WORLD.token(WORLD.till.key(), "exchange", refresh(login)));
    }

    @Test
    void theSourceOutlivesWhatWasMadeOfIt() {
        JsonNode atTill = exchanged();

        ok(WORLD.token(WORLD.till.key(), "revoke", access(atTill)));

        redacted(WORLD.token(WORLD.till.key(), "verify", access(atTill)));
        ok(WORLD.token(WORLD.shop.key(), "verify", access(login)));
    }

    /** The key goes with the tokens, so that there are no new ones until the user is assigned again. */
    @Test
    void revokingATokenRevokesTheKeyThatAssignsTheUser() {
        assertThat(ok(WORLD.token(WORLD.shop.key(), "revoke", access(login)))).isEmpty();

        JsonNode key =
                ok(WORLD.get(WORLD.shop.key(), "/v1/key/" + ada.shopKey())).get("data");
        assertThat(key.has("is_enabled")).isFalse();
        assertThat(key.get("is_revoked").asBoolean()).isTrue();
        redacted(WORLD.login(WORLD.shop.key(), ada.email(), SsoWorld.PASSWORD));
        redacted(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
        redacted(WORLD.token(WORLD.shop.key(), "revoke", access(login)));

        WORLD.assign(WORLD.shop, ada.id());
        ok(WORLD.token(WORLD.shop.key(), "verify", access(WORLD.login(ada))));
        redacted(WORLD.token(WORLD.shop.key(), "verify", access(login)));
    }

    /** A logout that is delivered twice would end the next login too. */
    @Test
    void aDeadTokenEndsNoLaterAssignment() {
        ok(WORLD.token(WORLD.shop.key(), "revoke", refresh(login)));
        WORLD.assign(WORLD.shop, ada.id());
        JsonNode later = WORLD.login(ada);

        redacted(WORLD.token(WORLD.shop.key(), "revoke", refresh(login)));
        redacted(WORLD.token(WORLD.shop.key(), "revoke", access(login)));

        ok(WORLD.token(WORLD.shop.key(), "verify", access(later)));
        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(later)));
    }

    @Test
    void aRefreshTokenOfALoginThatHasEndedEndsNothing() {
        WORLD.server.database.execute("UPDATE family SET ends_at = now() WHERE subject_id = '" + ada.id() + "'");

        redacted(WORLD.token(WORLD.shop.key(), "revoke", refresh(login)));

        ok(WORLD.token(WORLD.shop.key(), "verify", access(WORLD.login(ada))));
    }

    @Test
    void aRefreshTokenThatWasReplacedStillLogsOut() {
        JsonNode refreshed = ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(refreshed)));

        ok(WORLD.token(WORLD.shop.key(), "revoke", refresh(login)));

        assertThat(ok(WORLD.get(WORLD.shop.key(), "/v1/key/" + ada.shopKey()))
                        .at("/data/is_revoked")
                        .asBoolean())
                .isTrue();
    }

    /** Beyond the replay window of a retry; within it the same successor is given once more. */
    @Test
    void aRefreshTokenIsGoodForOneSuccessor() {
        JsonNode first = ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
        JsonNode again = ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));

        assertThat(refresh(again)).isEqualTo(refresh(first));
        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(first)));
        redacted(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
    }

    @Test
    void aRefreshTokenThatTimeHasEndedIsGoodForNothing() {
        WORLD.server.database.execute(
                "UPDATE family SET idle_until = now() - interval '1 second' WHERE subject_id = '" + ada.id() + "'");

        redacted(WORLD.token(WORLD.till.key(), "exchange", refresh(login)));
        redacted(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
    }

    @Test
    void twoAtOnceGetTheSameSuccessor() {
        List<CompletableFuture<TokenAnswer>> both = List.of(refreshing(0), refreshing(1));

        List<String> successors =
                both.stream().map(each -> refresh(ok(each.join()))).toList();

        assertThat(successors.get(0)).isEqualTo(successors.get(1));
    }

    private CompletableFuture<TokenAnswer> refreshing(int node) {
        return WORLD.server
                .call(node, "/v1/auth/token/refresh")
                .header("Authorization", WORLD.shop.key())
                .contentType("application/json")
                .raw("{\"token\":\"" + refresh(login) + "\"}")
                .sendAsync();
    }

    @Test
    void anAccessTokenIsNoRefreshToken() {
        redacted(WORLD.token(WORLD.shop.key(), "refresh", access(login)));
    }

    @Test
    void aUserWhoIsSwitchedOffHasNothingAlive() {
        JsonNode atTill = exchanged();

        ok(WORLD.patch(WORLD.rootKey, "/v1/user/" + ada.id(), "{\"is_enabled\":false}"));

        redacted(WORLD.token(WORLD.shop.key(), "verify", access(login)));
        redacted(WORLD.token(WORLD.till.key(), "refresh", refresh(atTill)));
    }

    @Test
    void aKeyThatIsSwitchedOffOnOneNodeEndsTheTokensOnAll() {
        ok(WORLD.token(1, WORLD.shop.key(), "verify", access(login)));

        ok(WORLD.patch(WORLD.shop.key(), "/v1/key/" + ada.shopKey(), "{\"is_enabled\":false}"));

        redacted(WORLD.token(WORLD.shop.key(), "verify", access(login)));
        redacted(WORLD.token(1, WORLD.shop.key(), "refresh", refresh(login)));
        Eventually.eventually(
                "node 1 refuses the token",
                PROMISE,
                () -> WORLD.token(1, WORLD.shop.key(), "verify", access(login)).status() == 400);
    }

    @Test
    void aKeyThatIsDeletedEndsTheTokensToo() {
        ok(WORLD.delete(WORLD.shop.key(), "/v1/key/" + ada.shopKey()));

        redacted(WORLD.token(WORLD.shop.key(), "verify", access(login)));
        redacted(WORLD.login(WORLD.shop.key(), ada.email(), SsoWorld.PASSWORD));
    }

    @Test
    void aServiceKeyThatWasWithdrawnOnOneNodeOpensNothingOnAnother() {
        var brief = WORLD.server.node(0).createService("brief", false);
        ok(WORLD.send(1, "GET", brief.key(), "/v1/user?limit=1", ""));
        String id = ok(WORLD.get(brief.key(), "/v1/key")).at("/data/0/id").asText();

        ok(WORLD.delete(WORLD.rootKey, "/v1/key/" + id));

        refused(WORLD.send(1, "GET", brief.key(), "/v1/user?limit=1", ""), 401, 16, "KeyNotFound");
        refused(WORLD.token(1, brief.key(), "verify", access(login)), 401, 16, "RedactedError");
    }

    /** The operator's word counts: without the entry nothing is handed on. */
    @Test
    void whoMayExchangeWithWhomIsAnEntry() {
        var kiosk = WORLD.server.node(0).createService("kiosk", true);
        WORLD.assign(kiosk, ada.id());
        ok(WORLD.token(kiosk.key(), "exchange", refresh(login)));

        WORLD.server.apply("exchanges: [{id: 'sso:%1$s:%2$s', enabled: false, client: '%2$s', subject: {client: '%1$s',"
                .formatted(WORLD.shop.id(), kiosk.id())
                .concat(" types: [refresh_token]}, targets: ['urn:uuid:%s'], scopes: [sso], refresh: true}]"
                        .formatted(kiosk.id())));

        redacted(WORLD.token(kiosk.key(), "exchange", refresh(login)));
    }

    /** An operator may let a service have tokens of a client's. */
    @Test
    void tokensOfNoUserAreIssuedAndNobodyIsShown() {
        var desk = WORLD.server.node(0).createService("desk", false);
        WORLD.server.apply(("clients: [{id: '%1$s', project: sso, authentication: service_key,"
                        + " grants: [refresh_token, token-exchange], scopes: [sso], audiences: ['urn:uuid:%1$s']},"
                        + " {id: robot, project: sso, secret: a long secret,"
                        + " grants: [client_credentials, refresh_token, token-exchange],"
                        + " scopes: [sso], audiences: ['urn:robot']}]\n"
                        + "exchanges: [{id: robot-own, client: robot, subject: {client: robot}, targets: ['urn:robot'],"
                        + " scopes: [sso], refresh: true},"
                        + " {id: robot-desk, client: '%1$s', subject: {client: robot, types: [refresh_token]},"
                        + " targets: ['urn:uuid:%1$s'], scopes: [sso], refresh: true}]")
                .formatted(desk.id()));
        String own = WORLD.server
                .token()
                .basic("robot", "a long secret")
                .grant("client_credentials")
                .send()
                .text("access_token");
        String handedOn = WORLD.server
                .token()
                .basic("robot", "a long secret")
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", own)
                .form("subject_token_type", TokenServer.ACCESS_TOKEN)
                .form("audience", "urn:robot")
                .send()
                .text("refresh_token");

        JsonNode exchanged = ok(WORLD.token(desk.key(), "exchange", handedOn));
        JsonNode refreshed = ok(WORLD.post(
                desk.key(),
                "/v1/auth/token/refresh",
                "{\"token\":\"" + refresh(exchanged) + "\",\"audit\":\"desk:Robot\"}"));

        assertThat(exchanged.get("user")).isEmpty();
        assertThat(refreshed.get("user")).isEmpty();
        assertThat(refreshed.get("audit").asText()).isNotEmpty();
    }
}
