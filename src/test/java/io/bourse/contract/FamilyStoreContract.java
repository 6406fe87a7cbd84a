package io.bourse.contract;

import static io.bourse.contract.TestFamilies.CLIENT;
import static io.bourse.contract.TestFamilies.IDLE;
import static io.bourse.contract.TestFamilies.atOnce;
import static io.bourse.contract.TestFamilies.created;
import static io.bourse.contract.TestFamilies.descended;
import static io.bourse.contract.TestFamilies.exchangedFrom;
import static io.bourse.contract.TestFamilies.family;
import static io.bourse.contract.TestFamilies.foreseen;
import static io.bourse.contract.TestFamilies.narrowed;
import static io.bourse.contract.TestFamilies.newId;
import static io.bourse.contract.TestFamilies.redemption;
import static io.bourse.contract.TestFamilies.rotate;
import static io.bourse.contract.TestFamilies.rotated;
import static io.bourse.contract.TestFamilies.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.token.Family;
import io.bourse.token.FamilyStore;
import io.bourse.token.ReadOnlyFamilyStore;
import io.bourse.token.Rotation;
import io.bourse.token.Rotation.Anomaly;
import io.bourse.token.Rotation.Reason;
import io.bourse.token.Rotation.Refused;
import io.bourse.token.Rotation.Reused;
import io.bourse.token.Rotation.Rotated;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link FamilyStore} does: the table of design.md section 2. */
public abstract class FamilyStoreContract {

    protected static final Duration WINDOW = Duration.ofSeconds(10);

    /** What the store said in the change log. */
    protected final List<Change> changes = new CopyOnWriteArrayList<>();

    /** A store that reports to {@link #changes}; stores of one test share their families. */
    protected abstract FamilyStore store(Duration replayWindow);

    @Test
    void findsWhatWasCreated() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);

        assertThat(store.find(family.id()).await()).hasValue(new FamilyStore.Found(family, null, false));
        assertThat(store.find(newId()).await()).isEmpty();
    }

    @Test
    void theNewestTokenRotates() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);

        Rotated rotated = rotated(store, family, 0);

        assertThat(rotated.anomaly()).isEqualTo(Anomaly.NONE);
        assertThat(rotated.family().generation()).isEqualTo(1);
        assertThat(rotated.family().identity()).isEqualTo(family.identity());
        assertThat(rotated.family().ancestors()).isEqualTo(family.ancestors());
        assertThat(rotated.family().idleUntil()).isAfter(family.idleUntil()).isBefore(family.endsAt());
        assertThat(rotated(store, family, 1).family().generation()).isEqualTo(2);
    }

    @Test
    void theFamilyNeverOutlivesItsEnd() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);

        Rotation rotation = store.rotate(redemption(family, 0, CLIENT, Duration.ofDays(500)))
                .await();

        assertThat(((Rotated) rotation).family().idleUntil()).isEqualTo(family.endsAt());
    }

    @Test
    void aRetryWithinTheWindowGetsTheSameSuccessor() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);
        Rotated first = rotated(store, family, 0);

        Rotated again = rotated(store, family, 0);

        assertThat(again).isEqualTo(new Rotated(first.family(), Anomaly.REPLAYED));
        assertThat(changes).isEmpty();
    }

    @Test
    void onlyTheImmediatePredecessorMayBeRetried() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);
        rotated(store, family, 0);
        rotated(store, family, 1);

        assertThat(rotate(store, family, 0)).isInstanceOf(Reused.class);
        assertThat(rotate(store, family, 2)).isEqualTo(new Refused(Reason.REVOKED));
    }

    @Test
    void reuseRevokesTheFamilyAndSaysSo() {
        FamilyStore store = store(Duration.ZERO);
        Family family = created(store);
        rotated(store, family, 0);
        Instant before = Instant.now().minusSeconds(1);

        assertThat(rotate(store, family, 0)).isInstanceOf(Reused.class);

        assertThat(store.find(family.id()).await().orElseThrow().live()).isFalse();
        Revoked revoked = (Revoked) changes.get(0);
        assertThat(changes).hasSize(1);
        assertThat(revoked.kind()).isEqualTo(RevokedKind.FAMILY);
        assertThat(revoked.ref()).isEqualTo(family.id().toString());
        assertThat(revoked.notBefore()).isBetween(before, Instant.now().plusSeconds(1));
        assertThat(revoked.until())
                .isAfter(revoked.notBefore()
                        .plus(Client.MAX_ACCESS_TOKEN_LIFETIME)
                        .plusSeconds(10));
        assertThat(rotate(store, family, 0)).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(changes).hasSize(1);
    }

    @Test
    void aRowThatLostWritesCatchesUp() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);
        rotated(store, family, 0);

        Rotated rotated = rotated(store, family, 7);

        assertThat(rotated.anomaly()).isEqualTo(Anomaly.ROW_WAS_BEHIND);
        assertThat(rotated.family().generation()).isEqualTo(8);
        assertThat(rotated(store, family, 8).anomaly()).isEqualTo(Anomaly.NONE);
    }

    @Test
    void anotherClientsTryDoesNotHarmTheFamily() {
        FamilyStore store = store(Duration.ZERO);
        Family family = created(store);
        rotated(store, family, 0);
        ClientId other = new ClientId("thief");

        for (int generation = 0; generation < 3; generation++) {
            assertThat(foreseen(store, redemption(family, generation, other, IDLE)))
                    .isEqualTo(new Refused(Reason.OTHER_CLIENT));
        }

        assertThat(changes).isEmpty();
        assertThat(rotated(store, family, 1).anomaly()).isEqualTo(Anomaly.NONE);
    }

    @Test
    void whatExceedsTheGrantIsRefusedWithoutChange() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);

        assertThat(narrowed(store, family, Scopes.of("read", "admin"), List.of()))
                .isEqualTo(new Refused(Reason.SCOPE_EXCEEDS_GRANT));
        assertThat(narrowed(store, family, Scopes.NONE, List.of("https://other")))
                .isEqualTo(new Refused(Reason.TARGET_EXCEEDS_GRANT));
        assertThat(store.find(family.id()).await()).hasValue(new FamilyStore.Found(family, null, false));
        Rotation narrower = narrowed(store, family, Scopes.of("read"), List.of("https://api"));
        assertThat(((Rotated) narrower).family().scopes()).isEqualTo(family.scopes());
    }

    /** As a newer version may write it, or an older one wrote it: a version that reads it goes on where it stood. */
    @ParameterizedTest
    @ValueSource(
            strings = {"tenant:mhz3k1aw:shop", "client:shop", "client:", ":", "", "key:", "user::ada", "user:MHZ:ada"})
    void aFamilyWhoseLineageCannotBeReadGivesNothingAndIsLeftAsItIs(String ancestor) {
        FamilyStore store = store(WINDOW);
        Family unreadable = descended(store, List.of("a1", ancestor));

        assertThat(rotate(store, unreadable, 0)).isEqualTo(new Refused(Reason.UNKNOWN_FAMILY));
        assertThat(rotate(store, unreadable, 3)).isEqualTo(new Refused(Reason.UNKNOWN_FAMILY));
        assertThat(store.find(unreadable.id()).await()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void aFamilyOfManyAncestorsRotates() {
        FamilyStore store = store(WINDOW);
        Family family = descended(
                store, List.of("a1", "client:mhz3k1aw:a:b", "exchange:0:x", "user:zzzzzzzzzzzz:k8s|a\nb", "key:k"));

        assertThat(rotate(store, family, 0)).isInstanceOf(Rotated.class);
    }

    @Test
    void aFamilyWithoutAudiencesLeavesThemOpen() {
        FamilyStore store = store(WINDOW);
        Family any = created(store, List.of());

        assertThat(narrowed(store, any, Scopes.NONE, List.of("https://other"))).isInstanceOf(Rotated.class);
        assertThat(narrowed(store, any, Scopes.NONE, List.of("https://other")))
                .isEqualTo(
                        new Rotated(store.find(any.id()).await().orElseThrow().family(), Anomaly.REPLAYED));
    }

    @Test
    void endedAndIdleFamiliesAreRefused() {
        FamilyStore store = store(WINDOW);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Family ended = family(now.minusSeconds(20), now.minusSeconds(10), now.minusSeconds(10));
        Family idle = family(now.minusSeconds(20), now.minusSeconds(10), now.plusSeconds(100));
        stored(store, ended);
        stored(store, idle);

        assertThat(rotate(store, ended, 0)).isEqualTo(new Refused(Reason.ENDED));
        assertThat(rotate(store, idle, 0)).isEqualTo(new Refused(Reason.IDLE_TOO_LONG));
        assertThat(store.find(idle.id()).await()).hasValue(new FamilyStore.Found(idle, Reason.IDLE_TOO_LONG, false));
    }

    @Test
    void lookingFindsWhetherARetryWouldBeAnswered() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);
        rotated(store, family, 0);

        assertThat(store.find(family.id()).await().orElseThrow().retriable()).isTrue();
    }

    @Test
    void aStoreThatOnlyLooksMakesAndEndsNothing() {
        FamilyStore store = store(WINDOW);
        FamilyStore looking = new ReadOnlyFamilyStore(store);
        Family family = created(store);
        Family another = family(
                Instant.now(), Instant.now().plusSeconds(60), Instant.now().plusSeconds(60));

        assertThat(looking.create(another, null).await()).isTrue();
        looking.revoke(family.id()).await();
        looking.endLogins(family.identity().subject(), family.client()).await();

        assertThat(looking.find(family.id()).await()).hasValue(new FamilyStore.Found(family, null, false));
        assertThat(store.find(another.id()).await()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void anUnknownFamilyIsRefused() {
        FamilyStore store = store(WINDOW);

        assertThat(rotate(store, family(Instant.now(), Instant.MAX, Instant.MAX), 0))
                .isEqualTo(new Refused(Reason.UNKNOWN_FAMILY));
    }

    /** Its refresh token may have been exchanged for what ends with the login, long after the last access token. */
    @Test
    void aRevokedFamilyIsRememberedUntilItWouldHaveEnded() {
        FamilyStore store = store(WINDOW);
        Instant end = Instant.now().plus(Client.MAX_REFRESH_LIFETIME);
        Family family = family(Instant.now(), end, end);
        stored(store, family);

        store.revoke(family.id()).await();

        assertThat(((Revoked) changes.get(0)).until()).isAfter(end.plusSeconds(10));
    }

    /** A row may have been lost with its database's last writes: the access tokens of its family are alive. */
    @Test
    void revokingTwiceOrWhatIsUnknownIsNoFailureAndIsSaid() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);

        store.revoke(family.id()).await();
        store.revoke(family.id()).await();
        UUID unknown = newId();
        store.revoke(unknown).await();

        assertThat(rotate(store, family, 0)).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(changes)
                .extracting(change -> ((Revoked) change).ref())
                .containsOnly(family.id().toString(), unknown.toString());
    }

    @Test
    void allLoginsOfSomebodyAtAClientEndAndNoOthersAndNothingIsSaid() {
        FamilyStore store = store(WINDOW);
        Subject ada = Subject.user("0190a6f8-0000-7000-8000-00000000ada0");
        Subject eve = Subject.user("0190a6f8-0000-7000-8000-0000000000e0");
        ClientId other = new ClientId("other");
        Family rotated = created(store, ada, CLIENT);
        Family second = created(store, ada, CLIENT);
        Family elsewhere = created(store, ada, other);
        Family eves = created(store, eve, CLIENT);
        Family workload = created(store, new Subject(Subject.Kind.WORKLOAD, ada.id()), CLIENT);
        rotated(store, rotated, 0);

        store.endLogins(ada, CLIENT).await();
        store.endLogins(ada, CLIENT).await();

        for (int generation = 0; generation < 3; generation++) {
            assertThat(foreseen(store, redemption(rotated, generation, CLIENT, IDLE)))
                    .isEqualTo(new Refused(Reason.REVOKED));
        }
        assertThat(rotate(store, second, 0)).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(foreseen(store, redemption(elsewhere, 0, other, IDLE))).isInstanceOf(Rotated.class);
        assertThat(rotate(store, eves, 0)).isInstanceOf(Rotated.class);
        assertThat(rotate(store, workload, 0)).isInstanceOf(Rotated.class);
        assertThat(rotate(store, created(store, ada, CLIENT), 0)).isInstanceOf(Rotated.class);
        assertThat(changes).isEmpty();
    }

    /** Each names all that it came from. */
    @Test
    void whatWasExchangedFromTheEndedLoginsEndsTooAndNothingElse() {
        FamilyStore store = store(WINDOW);
        Subject ada = Subject.user("0190a6f8-0000-7000-8000-00000000ada0");
        Family login = created(store, ada, new ClientId("other"));
        Family elsewhere = created(store, ada, CLIENT);
        String id = login.id().toString();
        Family exchanged = descended(store, List.of("token", id, "exchange:0:x"));
        Family again = descended(
                store, List.of("newer", exchanged.id().toString(), "token", id, "exchange:0:x", "exchange:0:y"));
        Family sibling = descended(store, List.of("token", elsewhere.id().toString(), "exchange:0:x"));

        store.endLogins(ada, new ClientId("other")).await();

        assertThat(rotate(store, exchanged, 0)).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(rotate(store, again, 0)).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(rotate(store, sibling, 0)).isInstanceOf(Rotated.class);
        assertThat(rotate(store, elsewhere, 0)).isInstanceOf(Rotated.class);
        assertThat(changes).isEmpty();
    }

    @Test
    void aLoginBeginsFromOneThatIsAliveAndFromNoneThatHasEnded() {
        FamilyStore store = store(WINDOW);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Family alive = created(store);
        Family revoked = created(store);
        store.revoke(revoked.id()).await();
        Subject ada = Subject.user("0190a6f8-0000-7000-8000-00000000ada0");
        Family signedOut = created(store, ada, CLIENT);
        store.endLogins(ada, CLIENT).await();
        Family idle = stored(store, family(now.minusSeconds(20), now.minusSeconds(10), now.plusSeconds(100)));
        Family ended = stored(store, family(now.minusSeconds(20), now.minusSeconds(10), now.minusSeconds(10)));

        for (Family over : List.of(revoked, signedOut, idle, ended, family(now, now, now))) {
            Family exchanged = exchangedFrom(over);
            assertThat(store.create(exchanged, over.id()).await()).isFalse();
            assertThat(store.find(exchanged.id()).await()).isEmpty();
        }
        Family exchanged = exchangedFrom(alive);
        assertThat(store.create(exchanged, alive.id()).await()).isTrue();
        assertThat(store.find(exchanged.id()).await()).hasValue(new FamilyStore.Found(exchanged, null, false));
        assertThat(store.find(alive.id()).await()).hasValue(new FamilyStore.Found(alive, null, false));
    }

    @Test
    void aLoginThatHasEndedByItselfIsLeftAsItIs() {
        FamilyStore store = store(WINDOW);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Family idle = family(now.minusSeconds(60), now.minusSeconds(1), now.plusSeconds(600));
        stored(store, idle);

        store.endLogins(idle.identity().subject(), idle.client()).await();

        assertThat(rotate(store, idle, 0)).isEqualTo(new Refused(Reason.IDLE_TOO_LONG));
    }

    @Test
    void aHundredUsesOfOneTokenAtOnceAreOneUse() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);

        List<Rotation> rotations = atOnce(store, family, 100);

        assertThat(rotations).allMatch(Rotated.class::isInstance);
        assertThat(rotations)
                .map(rotation -> ((Rotated) rotation).family().generation())
                .containsOnly(1);
        assertThat(rotations)
                .filteredOn(rotation -> ((Rotated) rotation).anomaly() == Anomaly.NONE)
                .hasSize(1);
        assertThat(rotated(store, family, 1).family().generation()).isEqualTo(2);
    }

    @Test
    void withoutAWindowOneOfManyWinsAndTheFamilyDies() {
        FamilyStore store = store(Duration.ZERO);
        Family family = created(store);

        List<Rotation> rotations = atOnce(store, family, 20);

        assertThat(rotations).filteredOn(Rotated.class::isInstance).hasSize(1);
        assertThat(rotations).filteredOn(Reused.class::isInstance).hasSize(1);
        assertThat(store.find(family.id()).await().orElseThrow().live()).isFalse();
        assertThat(changes).hasSize(1);
    }
}
