package io.bourse.revocation;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.bus.RecordCodec;
import io.bourse.client.Client;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.Actor;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.provider.Provider;
import io.bourse.revocation.OwnAccount.Outcome;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.OwnToken;
import io.bourse.token.Party;
import io.bourse.token.RefreshPlan;
import io.bourse.user.User;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may end what of their own. */
class OwnAccountTest {

    private final TokenRig rig = new TokenRig();
    private final Vertx vertx = Vertx.vertx();
    private final List<RevokeCommand> commands = new ArrayList<>();
    private final OwnAccount account = new OwnAccount(rig.users, rig.providers, new Revocations(vertx.eventBus()));
    private final Client demo = rig.register(client("demo"));
    private final Client other = rig.register(client("other"));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final OwnToken login =
            rig.verify(rig.issue(TokenRig.login(demo, ada)).accessToken());

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

    @Test
    void aUserEndsWhatTheyHaveAtTheClientOfTheToken() {
        carriedOut();

        assertThat(account.endSessions(login, demo.id()).await()).isEqualTo(Outcome.DONE);
        assertThat(account.endRefreshTokens(login, demo.id()).await()).isEqualTo(Outcome.DONE);

        assertThat(commands)
                .containsExactly(
                        RevokeCommand.userAtClient(ada.id(), demo.id()), new RevokeCommand.Logins(ada.id(), demo.id()));
    }

    @Test
    void aClientThatIsNotTheTokensIsOneAnswer() {
        carriedOut();
        rig.register(client("stranger").project("elsewhere"));

        for (String id : List.of("nobody", other.id().value(), "stranger")) {
            assertThat(account.endSessions(login, new ClientId(id)).await()).isEqualTo(Outcome.OTHER_CLIENT);
            assertThat(account.endRefreshTokens(login, new ClientId(id)).await())
                    .isEqualTo(Outcome.OTHER_CLIENT);
        }
        assertThat(commands).isEmpty();
    }

    @Test
    void whoIsNotTheUserEndsNothing() {
        carriedOut();
        rig.providers.put(provider("p"));
        Identity acted = new Identity(ada.subject(), List.of(Actor.of(Subject.client(other.id()), null)), Map.of());
        Authorization delegated = new Authorization(
                TokenRig.admitted(demo, acted),
                Scopes.of("read"),
                List.of(ORDERS),
                null,
                List.of(),
                RefreshPlan.NONE,
                null,
                "test");
        Authorization impersonated = new Authorization(
                TokenRig.admitted(demo, Identity.of(ada.subject())),
                Scopes.of("read"),
                List.of(ORDERS),
                null,
                List.of(Party.exchange("by-entry", rig.clock.instant()).asAncestor()),
                RefreshPlan.NONE,
                null,
                "test");

        Authorization assertedOrSignedFor = TokenRig.login(demo, ada).as(null);

        for (Authorization authorization :
                List.of(delegated, impersonated, assertedOrSignedFor, TokenRig.itself(demo, Scopes.of("read")))) {
            OwnToken token = rig.verify(rig.issue(authorization).accessToken());
            assertThat(account.endSessions(token, demo.id()).await()).isEqualTo(Outcome.NOT_OWN_LOGIN);
            assertThat(account.endRefreshTokens(token, demo.id()).await()).isEqualTo(Outcome.NOT_OWN_LOGIN);
            assertThat(account.disconnect(token, "p").await()).isEqualTo(Outcome.NOT_OWN_LOGIN);
        }
        assertThat(commands).isEmpty();
    }

    @Test
    void aLinkIsRemovedUnlessItIsTheLastWayIn() {
        rig.providers.put(provider("p")).put(provider("q"));
        rig.users.link(ada, "p", "s");
        User made =
                rig.users.findOrCreate(ada.project(), "p", "t", null).await().orElseThrow();
        OwnToken theirs = rig.verify(rig.issue(TokenRig.login(demo, made)).accessToken());

        assertThat(account.disconnect(login, "p").await()).isEqualTo(Outcome.DONE);
        assertThat(account.disconnect(theirs, "p").await()).isEqualTo(Outcome.LAST_WAY_IN);
        assertThat(account.disconnect(theirs, "q").await()).isEqualTo(Outcome.DONE);

        assertThat(rig.users.findByIdentity(ada.project(), "p", "s").await()).isEmpty();
        assertThat(rig.users.findByIdentity(ada.project(), "p", "t").await()).isPresent();
    }

    @Test
    void aProviderThatIsUnknownOrOfAnotherProjectOrClientIsOneAnswer() {
        rig.providers.put(ProviderBuilder.provider("others", TestEntries.introspection())
                .clients("other")
                .build());
        rig.providers.put(ProviderBuilder.provider("stranger", TestEntries.introspection())
                .project("elsewhere")
                .build());

        assertThat(account.disconnect(login, "nobody").await()).isEqualTo(Outcome.UNKNOWN_PROVIDER);
        assertThat(account.disconnect(login, "stranger").await()).isEqualTo(Outcome.UNKNOWN_PROVIDER);
        assertThat(account.disconnect(login, "others").await()).isEqualTo(Outcome.UNKNOWN_PROVIDER);
    }

    @Test
    void whatMayStillBeAliveIsNoSuccess() {
        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> account.endSessions(login, demo.id()));
        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> account.endRefreshTokens(login, demo.id()));
    }

    private static Provider provider(String id) {
        return ProviderBuilder.provider(id, TestEntries.introspection()).build();
    }
}
