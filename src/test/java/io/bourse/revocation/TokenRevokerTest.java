package io.bourse.revocation;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.bus.RecordCodec;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.TokenResponse;
import io.bourse.token.OwnToken;
import io.bourse.user.User;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenRevokerTest {

    private final TokenRig rig = new TokenRig();
    private final Vertx vertx = Vertx.vertx();
    private final List<RevokeCommand> commands = new ArrayList<>();
    private final TokenRevoker revoker =
            new TokenRevoker(rig.refreshTokens, rig.ownTokens, new Revocations(vertx.eventBus()));
    private final Client demo = rig.register(client("demo"));
    private final Client other = rig.register(client("other").serves(ORDERS));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx.eventBus());
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void carriedOut() {
        vertx.eventBus().<RevokeCommand>localConsumer(Revocations.ADDRESS, message -> {
            commands.add(message.body());
            message.reply(Revoked.DURABLY);
        });
    }

    private void revoke(String token, Client client) {
        revoker.revoke(token, client).await();
    }

    @Test
    void anAccessTokenEndsItself() {
        carriedOut();

        revoke(login.accessToken(), demo);

        assertThat(commands)
                .containsExactly(new RevokeCommand.Token(
                        login.tokenId(), rig.clock.instant().plusSeconds(300)));
    }

    @Test
    void aRefreshTokenAlsoAReplacedOneEndsItsLogin() {
        carriedOut();
        UUID family = UUID.fromString(login.familyId());
        String later = rig.refreshTokens.encode(family, 7, demo.id());

        revoke(login.refreshToken(), demo);
        revoke(later, demo);

        assertThat(commands).containsExactly(new RevokeCommand.Family(family), new RevokeCommand.Family(family));
    }

    @Test
    void aTokenThatIsShownEndsItselfAsOneOfItsClientOnly() {
        carriedOut();
        OwnToken shown = rig.verify(login.accessToken());

        assertThat(revoker.revoke(shown, other).await()).isEmpty();
        assertThat(commands).isEmpty();

        assertThat(revoker.revoke(shown, demo).await())
                .contains(new RevokeCommand.Token(shown.id(), shown.expiresAt()));
        assertThat(commands).hasSize(1);
    }

    @Test
    void nobodyEndsTheTokenOfAnother() {
        carriedOut();

        revoke(login.accessToken(), other);
        revoke(login.refreshToken(), other);

        assertThat(commands).isEmpty();
    }

    @Test
    void whereNothingIsToBeEndedThereIsNoFailure() {
        carriedOut();

        revoke("not a token", demo);
        revoke("", demo);
        revoke("brt_" + "A".repeat(75) + "=", demo);
        rig.clock.advance(Duration.ofMinutes(6));
        revoke(login.accessToken(), demo);

        assertThat(commands).isEmpty();
    }

    /** It may be that only this node has heard of it, so it is written again. */
    @Test
    void aTokenThatIsDeadMayBeEndedAgain() {
        carriedOut();
        rig.revoke(RevokedKind.TOKEN, login.tokenId());
        rig.fresh.set(false);

        revoke(login.accessToken(), demo);

        assertThat(commands).hasSize(1);
    }

    @Test
    void whoHearsNoAnswerIsToldThatTheTokenMayLive() {
        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> revoker.revoke(login.accessToken(), demo));

        vertx.eventBus().<RevokeCommand>localConsumer(Revocations.ADDRESS, message -> message.fail(503, "no database"));
        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> revoker.revoke(login.refreshToken(), demo));
    }

    @Test
    void aCommandNamesIdsAndNoToken() {
        carriedOut();

        revoke(login.accessToken(), demo);
        revoke(login.refreshToken(), demo);

        assertThat(commands.toString()).doesNotContain(login.accessToken(), login.refreshToken());
    }
}
