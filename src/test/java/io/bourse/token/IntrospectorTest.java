package io.bourse.token;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.bourse.token.FamilyStore.Redemption;
import io.bourse.token.Introspector.Active;
import io.bourse.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IntrospectorTest {

    private final TokenRig rig = new TokenRig();
    private final Client demo = rig.register(client("demo"));
    private final Client orders = rig.register(client("orders").serves(ORDERS));
    private final Client stock = rig.register(client("stock").serves(STOCK));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

    private Optional<Active> introspect(String token, Client caller) {
        return rig.introspector.introspect(token, caller).await();
    }

    @Nested
    class AccessTokens {

        @Test
        void theHolderAndTheApiAreToldWhatItSays() {
            Active expected = new Active(
                    Identity.of(ada.subject()),
                    "demo",
                    Scopes.of("read", "write"),
                    List.of(ORDERS),
                    rig.clock.instant(),
                    rig.clock.instant().plusSeconds(300),
                    null,
                    login.tokenId(),
                    "Bearer",
                    login.familyId());

            assertThat(introspect(login.accessToken(), demo)).hasValue(expected);
            assertThat(introspect(login.accessToken(), orders)).hasValue(expected);
        }

        @Test
        void anApiThatItIsNotMeantForIsToldNothing() {
            assertThat(introspect(login.accessToken(), stock)).isEmpty();
        }

        @Test
        void deadAndMalformedAreOneAnswer() {
            assertThat(introspect("not a token", demo)).isEmpty();
            assertThat(introspect("", demo)).isEmpty();
            rig.revoke(RevokedKind.TOKEN, login.tokenId());
            assertThat(introspect(login.accessToken(), demo)).isEmpty();
        }

        @Test
        void anExpiredTokenIsInactive() {
            rig.clock.advance(Duration.ofSeconds(311));

            assertThat(introspect(login.accessToken(), demo)).isEmpty();
        }

        @Test
        void whatCannotBeKnownIsNoAnswer() {
            rig.fresh.set(false);

            refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> rig.introspector.introspect(login.accessToken(), orders));
            refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> rig.introspector.introspect(login.refreshToken(), demo));
        }
    }

    @Nested
    class RefreshTokensOfAFamily {

        private void rotate() {
            rig.families
                    .rotate(new Redemption(
                            UUID.fromString(login.familyId()),
                            0,
                            demo.id(),
                            Scopes.NONE,
                            List.of(),
                            Duration.ofHours(1)))
                    .await();
        }

        @Test
        void itsClientIsToldOfTheLogin() {
            assertThat(introspect(login.refreshToken(), demo))
                    .hasValue(new Active(
                            Identity.of(ada.subject()),
                            "demo",
                            Scopes.of("read", "write"),
                            List.of(),
                            rig.clock.instant(),
                            rig.clock.instant().plus(Duration.ofDays(1)),
                            null,
                            null,
                            null,
                            login.familyId()));
        }

        @Test
        void nobodyElseIs() {
            assertThat(introspect(login.refreshToken(), orders)).isEmpty();
            assertThat(introspect("brt_" + "A".repeat(76), demo)).isEmpty();
        }

        @Test
        void aReplacedOneIsInactiveAndItsSuccessorIsNot() {
            rotate();

            assertThat(introspect(login.refreshToken(), demo)).isEmpty();
            String successor = rig.refreshTokens.encode(UUID.fromString(login.familyId()), 1, demo.id());
            assertThat(introspect(successor, demo)).isPresent();
        }

        @Test
        void itIsInactiveWhenTheFamilyIsRevokedIdleOrUnknown() {
            String unknown = rig.refreshTokens.encode(rig.ids.next(), 0, demo.id());
            assertThat(introspect(unknown, demo)).isEmpty();

            rig.clock.advance(Duration.ofDays(1));
            assertThat(introspect(login.refreshToken(), demo)).isEmpty();

            String other = rig.issue(TokenRig.login(demo, ada)).refreshToken();
            rig.families
                    .revoke(rig.refreshTokens
                            .verify(other, demo.id())
                            .orElseThrow()
                            .family())
                    .await();
            assertThat(introspect(other, demo)).isEmpty();
        }

        @Test
        void itIsInactiveWhenTheUserIsRevokedOrSwitchedOff() {
            rig.clock.advance(Duration.ofMillis(1));
            rig.revoke(RevokedKind.USER, ada.id());
            assertThat(introspect(login.refreshToken(), demo)).isEmpty();

            String later = rig.issue(TokenRig.login(demo, ada)).refreshToken();
            rig.register(new User(ada.id(), ada.project(), ada.username(), ada.email(), ada.passwordHash(), false));
            assertThat(introspect(later, demo)).isEmpty();
        }
    }
}
