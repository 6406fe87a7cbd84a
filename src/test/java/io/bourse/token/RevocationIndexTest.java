package io.bourse.token;

import static io.bourse.changelog.Change.RevokedKind.CLIENT;
import static io.bourse.changelog.Change.RevokedKind.EXCHANGE;
import static io.bourse.changelog.Change.RevokedKind.FAMILY;
import static io.bourse.changelog.Change.RevokedKind.KEY;
import static io.bourse.changelog.Change.RevokedKind.PROVIDER;
import static io.bourse.changelog.Change.RevokedKind.TOKEN;
import static io.bourse.changelog.Change.RevokedKind.USER;
import static io.bourse.changelog.Change.RevokedKind.USER_AT_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.crypto.UuidV7;
import io.bourse.fakes.FixedClock;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RevocationIndexTest {

    private static final ClientId DEMO = new ClientId("demo");
    private static final Subject ADA = Subject.user("ada");

    private final FixedClock clock = new FixedClock();
    private final UuidV7 ids = new UuidV7(clock, new SecureRandom());
    private final RevocationIndex index = new RevocationIndex();

    private String newId() {
        return ids.next().toString();
    }

    /** Of a token that was made from these, each from the one behind it. */
    private Lineage lineage(String token, String... ancestors) {
        List<String> named = List.of();
        for (int i = ancestors.length - 1; i >= 0; i--) {
            named = Lineage.of(ancestors[i], null, named, ADA, DEMO, "key").asAncestors();
        }
        return Lineage.of(token, null, named, ADA, DEMO, "key");
    }

    private Revoked revoked(RevokedKind kind, String ref, Instant notBefore) {
        return new Revoked(kind, ref, notBefore, notBefore.plus(Duration.ofHours(1)));
    }

    private void revoke(RevokedKind kind, String ref) {
        index.accept(revoked(kind, ref, clock.instant()));
    }

    private boolean kills(Lineage lineage) {
        return index.killerOf(lineage).isPresent();
    }

    @Test
    void anEmptyIndexKillsNothing() {
        assertThat(kills(lineage(newId()))).isFalse();
    }

    @Test
    void aRevokedTokenKillsWhatNamesItWheneverThatWasMade() {
        String parent = newId();
        clock.advance(Duration.ofMinutes(1));
        revoke(TOKEN, parent);
        clock.advance(Duration.ofMinutes(1));
        String child = newId();

        assertThat(kills(lineage(parent))).isTrue();
        assertThat(kills(lineage(child, parent))).isTrue();
        assertThat(kills(lineage(child))).isFalse();
    }

    @Test
    void aRevokedFamilyKillsItsTokensAndTheirDescendants() {
        String family = newId();
        revoke(FAMILY, family);

        assertThat(kills(Lineage.of(newId(), family, List.of(), ADA, DEMO, "key")))
                .isTrue();
        assertThat(kills(lineage(newId(), newId(), family))).isTrue();
        assertThat(kills(Lineage.of(newId(), newId(), List.of(), ADA, DEMO, "key")))
                .isFalse();
    }

    @Test
    void oneKindOfRefIsNeverTakenForAnother() {
        String token = newId();
        revoke(USER, token);
        revoke(CLIENT, token);
        revoke(KEY, token);
        revoke(USER_AT_CLIENT, token);

        assertThat(kills(lineage(token))).isFalse();
    }

    @Test
    void itSaysWhatKilled() {
        String token = newId();
        revoke(TOKEN, token);

        assertThat(index.killerOf(lineage(token))).hasValueSatisfying(fact -> {
            assertThat(fact.kind()).isEqualTo(TOKEN);
            assertThat(fact.ref()).isEqualTo(token);
        });
    }

    @Test
    void otherChangesAreNoneOfItsBusiness() {
        index.accept(new EntryChanged(EntryKind.USER, "ada"));

        assertThat(index.size()).isZero();
    }

    @Nested
    class Parties {

        @Test
        void aRevokedUserLosesWhatIsOlderAndMayLogInAgain() {
            String before = newId();
            clock.advance(Duration.ofMillis(1));
            revoke(USER, "ada");

            assertThat(kills(lineage(before))).isTrue();
            assertThat(kills(lineage(newId()))).isFalse();
            clock.advance(Duration.ofMillis(1));
            assertThat(kills(lineage(newId()))).isFalse();
        }

        @Test
        void whatDescendsFromBeforeIsDeadWheneverItWasMade() {
            String login = newId();
            clock.advance(Duration.ofSeconds(1));
            revoke(USER, "ada");
            clock.advance(Duration.ofSeconds(1));

            assertThat(kills(lineage(newId(), login))).isTrue();
            assertThat(kills(lineage(newId(), newId(), login))).isTrue();
        }

        @Test
        void clientsUsersAtClientsAndKeysLoseWhatIsTheirs() {
            for (Change.Revoked fact : List.of(
                    revoked(CLIENT, "demo", clock.instant().plusSeconds(1)),
                    revoked(USER_AT_CLIENT, "ada demo", clock.instant().plusSeconds(1)),
                    revoked(KEY, "key", clock.instant().plusSeconds(1)))) {
                RevocationIndex one = new RevocationIndex();
                one.accept(fact);

                assertThat(one.killerOf(lineage(newId()))).hasValue(fact);
                assertThat(one.killerOf(Lineage.of(
                                newId(), null, List.of(), Subject.user("alan"), new ClientId("spa"), "other")))
                        .isEmpty();
            }
        }

        @Test
        void aClientIsNeverTakenForTheUserWhoseIdItCarries() {
            String token = newId();
            clock.advance(Duration.ofSeconds(1));
            revoke(USER, "ada");
            ClientId namesake = new ClientId("ada");

            assertThat(kills(Lineage.of(token, null, List.of(), Subject.client(namesake), namesake, "key")))
                    .isFalse();
        }
    }

    /** docs/adr/0012: each party is as old as its own part, not as the login. */
    @Nested
    class Entries {

        private static final ClientId GATEWAY = new ClientId("gateway");

        /** A login at demo by a provider's token, exchanged now by the gateway. */
        private Lineage exchanged(String login, Instant loggedInAt) {
            Lineage first = Lineage.of(
                    login, null, List.of(Party.provider("google", loggedInAt).asAncestor()), ADA, DEMO, "key");
            List<String> ancestors = new ArrayList<>(first.asAncestors());
            ancestors.add(Party.exchange("orders-to-stock", clock.instant()).asAncestor());
            return Lineage.of(newId(), null, ancestors, ADA, GATEWAY, "key");
        }

        @Test
        void whatTheyHadAPartInBeforeIsDeadAndWhatTheyDoLaterLivesThoughTheLoginIsOlder() {
            for (Map.Entry<RevokedKind, String> late :
                    Map.of(EXCHANGE, "orders-to-stock", CLIENT, "gateway").entrySet()) {
                Instant loggedInAt = clock.instant();
                String login = newId();
                clock.advance(Duration.ofMinutes(1));
                Lineage before = exchanged(login, loggedInAt);
                clock.advance(Duration.ofMinutes(1));
                revoke(late.getKey(), late.getValue());
                clock.advance(Duration.ofMinutes(1));

                assertThat(kills(before)).isTrue();
                assertThat(kills(exchanged(login, loggedInAt))).isFalse();
            }
        }

        @Test
        void whoeverHadAPartInTheLoginEndsWhateverIsMadeOfItLater() {
            for (Map.Entry<RevokedKind, String> early : Map.of(
                            PROVIDER, "google", CLIENT, "demo", USER, "ada", USER_AT_CLIENT, "ada demo")
                    .entrySet()) {
                Instant loggedInAt = clock.instant();
                String login = newId();
                clock.advance(Duration.ofMinutes(1));
                revoke(early.getKey(), early.getValue());
                clock.advance(Duration.ofMinutes(1));

                assertThat(kills(exchanged(login, loggedInAt)))
                        .as(early.getKey().name())
                        .isTrue();
                assertThat(kills(exchanged(newId(), clock.instant())))
                        .as(early.getKey().name())
                        .isFalse();
            }
        }

        /** The client took its part when it exchanged, and that is when the user came to it. */
        @Test
        void aUserAtAClientIsAsOldAsTheirMeeting() {
            Instant loggedInAt = clock.instant();
            String login = newId();
            clock.advance(Duration.ofMinutes(1));
            revoke(USER_AT_CLIENT, "ada gateway");
            clock.advance(Duration.ofMinutes(1));

            assertThat(kills(exchanged(login, loggedInAt))).isFalse();
            clock.advance(Duration.ofMinutes(1));
            Lineage met = exchanged(login, loggedInAt);
            clock.advance(Duration.ofMinutes(1));
            revoke(USER_AT_CLIENT, "ada gateway");
            assertThat(kills(met)).isTrue();
            assertThat(kills(lineage(login))).isFalse();
        }

        @Test
        void aKeyEndsAllThatItSignedWhateverTimeThatSays() {
            revoke(KEY, "stolen");
            clock.advance(Duration.ofDays(1));
            List<String> ancestors =
                    Lineage.of(newId(), null, List.of(), ADA, DEMO, "stolen").asAncestors();

            assertThat(kills(Lineage.of(newId(), null, ancestors, ADA, GATEWAY, "good")))
                    .isTrue();
        }
    }

    @Nested
    class Forgetting {

        @Test
        void whatCanKillNothingAnyMoreIsForgotten() {
            String token = newId();
            revoke(TOKEN, token);

            index.forgetBefore(clock.instant().plus(Duration.ofMinutes(59)));
            assertThat(kills(lineage(token))).isTrue();
            index.forgetBefore(clock.instant().plus(Duration.ofMinutes(61)));
            assertThat(kills(lineage(token))).isFalse();
            assertThat(index.size()).isZero();
        }

        @Test
        void twoFactsAboutOneThingAreOneThatReachesAsFarAsBoth() {
            Instant now = clock.instant();
            Revoked early = new Revoked(USER, "ada", now, now.plus(Duration.ofHours(9)));
            Revoked late = new Revoked(USER, "ada", now.plusSeconds(30), now.plus(Duration.ofHours(1)));
            clock.advance(Duration.ofSeconds(10));
            String between = newId();

            for (List<Revoked> order : List.of(List.of(early, late), List.of(late, early, late))) {
                RevocationIndex one = new RevocationIndex();
                order.forEach(one);
                one.forgetBefore(now.plus(Duration.ofHours(2)));

                assertThat(one.size()).isEqualTo(1);
                assertThat(one.killerOf(lineage(between))).isPresent();
            }
        }
    }
}
