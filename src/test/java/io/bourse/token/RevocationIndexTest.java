package io.bourse.token;

import static io.bourse.changelog.Change.RevokedKind.CLIENT;
import static io.bourse.changelog.Change.RevokedKind.FAMILY;
import static io.bourse.changelog.Change.RevokedKind.KEY;
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
import java.util.List;
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

    private Lineage lineage(String token, String... ancestors) {
        return Lineage.of(token, null, List.of(ancestors), ADA, DEMO, "key");
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

    /** docs/adr/0010: facts about parties compare with the time of what a token came from. */
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
