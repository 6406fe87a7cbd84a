package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.oauth.Actor;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.token.Family;
import io.bourse.token.FamilyStore;
import io.bourse.token.FamilyStore.Redemption;
import io.bourse.token.Identity;
import io.bourse.token.Lineage;
import io.bourse.token.LoginMethod;
import io.bourse.token.ReadOnlyFamilyStore;
import io.bourse.token.Rotation;
import io.bourse.token.Rotation.Rotated;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Families to test with, and ways to redeem their tokens that read as the rules do. */
public final class TestFamilies {

    public static final Duration IDLE = Duration.ofDays(14);
    public static final ClientId CLIENT = new ClientId("shop");

    private static final Instant IN_AN_HOUR = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MICROS);

    private TestFamilies() {}

    public static List<Rotation> atOnce(FamilyStore store, Family family, int uses) {
        List<Future<Rotation>> all = new ArrayList<>();
        for (int i = 0; i < uses; i++) {
            all.add(store.rotate(redemption(family, 0, CLIENT, IDLE)));
        }
        return Future.all(all).map(done -> done.<Rotation>list()).await();
    }

    public static Family created(FamilyStore store) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Family family = family(now, now.plus(Duration.ofDays(13)), now.plus(Duration.ofDays(30)));
        return stored(store, family);
    }

    public static Family created(FamilyStore store, List<String> audiences) {
        Family usual = family(Instant.now().truncatedTo(ChronoUnit.MICROS), IN_AN_HOUR, IN_AN_HOUR);
        Family family = new Family(
                usual.id(),
                usual.generation(),
                usual.client(),
                usual.identity(),
                usual.scopes(),
                audiences,
                usual.ancestors(),
                usual.createdAt(),
                usual.idleUntil(),
                usual.endsAt(),
                usual.method());
        return stored(store, family);
    }

    /** One that was made from no refresh token. */
    public static Family stored(FamilyStore store, Family family) {
        assertThat(store.create(family, null).await()).isTrue();
        return family;
    }

    /** A login of this subject at this client. */
    public static Family created(FamilyStore store, Subject subject, ClientId client) {
        Family usual = family(Instant.now().truncatedTo(ChronoUnit.MICROS), IN_AN_HOUR, IN_AN_HOUR);
        Family family = new Family(
                usual.id(),
                usual.generation(),
                client,
                Identity.of(subject),
                usual.scopes(),
                usual.audiences(),
                usual.ancestors(),
                usual.createdAt(),
                usual.idleUntil(),
                usual.endsAt(),
                usual.method());
        return stored(store, family);
    }

    /** One that was made from these. */
    public static Family descended(FamilyStore store, List<String> ancestors) {
        return stored(store, descended(ancestors));
    }

    /** One that is made from this login by its refresh token, and not stored yet. */
    public static Family exchangedFrom(Family login) {
        return descended(Lineage.of(login).asAncestors());
    }

    private static Family descended(List<String> ancestors) {
        Family usual = family(Instant.now().truncatedTo(ChronoUnit.MICROS), IN_AN_HOUR, IN_AN_HOUR);
        return new Family(
                usual.id(),
                usual.generation(),
                usual.client(),
                usual.identity(),
                usual.scopes(),
                usual.audiences(),
                ancestors,
                usual.createdAt(),
                usual.idleUntil(),
                usual.endsAt(),
                usual.method());
    }

    public static Family family(Instant createdAt, Instant idleUntil, Instant endsAt) {
        return new Family(
                newId(),
                0,
                CLIENT,
                new Identity(
                        Subject.user("0190a6f8-0000-7000-8000-000000000001"),
                        List.of(Actor.of(Subject.client(CLIENT), null), Actor.foreign("https://idp.example", "robot")),
                        Map.of("groups", List.of("a", "b"))),
                Scopes.of("read", "write"),
                List.of("https://api", "https://files"),
                List.of("a2", "a1"),
                createdAt,
                idleUntil,
                endsAt,
                LoginMethod.PROVIDER);
    }

    public static Rotation rotate(FamilyStore store, Family family, int generation) {
        return foreseen(store, redemption(family, generation, CLIENT, IDLE));
    }

    /** What the store says, which a store that only looks has said before. */
    public static Rotation foreseen(FamilyStore store, Redemption redemption) {
        Rotation expected = new ReadOnlyFamilyStore(store).rotate(redemption).await();
        Rotation rotation = store.rotate(redemption).await();
        if (rotation instanceof Rotated rotated) {
            assertThat(expected).isInstanceOf(Rotated.class);
            assertThat(((Rotated) expected).anomaly()).isEqualTo(rotated.anomaly());
            assertThat(((Rotated) expected).family())
                    .usingRecursiveComparison()
                    .ignoringFields("idleUntil")
                    .isEqualTo(rotated.family());
        } else {
            assertThat(expected).isEqualTo(rotation);
        }
        return rotation;
    }

    public static Rotated rotated(FamilyStore store, Family family, int generation) {
        Rotation rotation = rotate(store, family, generation);
        assertThat(rotation).isInstanceOf(Rotated.class);
        return (Rotated) rotation;
    }

    public static Rotation narrowed(FamilyStore store, Family family, Scopes scopes, List<String> audiences) {
        return foreseen(store, new Redemption(family.id(), 0, CLIENT, scopes, audiences, IDLE));
    }

    public static Redemption redemption(Family family, int generation, ClientId client, Duration idle) {
        return new Redemption(family.id(), generation, client, Scopes.NONE, List.of(), idle);
    }

    /** A UUIDv7 of now. */
    static UUID newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000);
        return new UUID(time, random.nextLong() >>> 2 | Long.MIN_VALUE);
    }
}
