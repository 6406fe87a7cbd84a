package io.bourse.revocation;

import static io.bourse.contract.TestFamilies.created;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.bus.RecordCodec;
import io.bourse.changelog.Change;
import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.crypto.UuidV7;
import io.bourse.db.Database;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.InMemoryFamilyStore;
import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TestPostgres;
import io.bourse.jose.KeyRing;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.keys.PgSigningKeyStore;
import io.bourse.keys.SigningKeys;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Subject;
import io.bourse.token.Family;
import io.bourse.token.Lineage;
import io.bourse.token.RevocationIndex;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Over a real event bus, into a real change log. */
@ExtendWith(VertxExtension.class)
class RevocationVerticleIT {

    private final FixedClock clock = new FixedClock(Instant.now());
    private final UuidV7 ids = new UuidV7(clock, new SecureRandom());
    private final TestDatabase database = TestPostgres.freshDatabase();
    private final RevocationIndex index = new RevocationIndex();
    private final KeyRing ring = new KeyRing(clock, null);
    private final List<Change> heard = new CopyOnWriteArrayList<>();
    private InMemoryFamilyStore families;
    private Database pool;
    private SigningKeys keys;
    private Revocations revocations;

    @BeforeEach
    void deploy(Vertx vertx) {
        RecordCodec.register(vertx.eventBus());
        pool = database.open(vertx, 2);
        ChangeLog changeLog = new ChangeLog(pool, change -> {
            heard.add(change);
            index.accept(change);
        });
        families = new InMemoryFamilyStore(clock, Duration.ZERO, index);
        keys = new SigningKeys(
                new PgSigningKeyStore(pool, changeLog),
                TestKeys.masterKeys(),
                ring,
                SigningAlgorithm.ES256,
                Duration.ofDays(30),
                vertx);
        vertx.deployVerticle(new RevocationVerticle(new Revoker(changeLog, families, keys), index, clock))
                .await();
        revocations = new Revocations(vertx.eventBus());
    }

    @AfterEach
    void close() {
        pool.close().await();
    }

    private boolean dead(String token) {
        return index.killerOf(Lineage.of(token, null, List.of(), Subject.user("ada"), new ClientId("demo"), "key"))
                .isPresent();
    }

    @Test
    void anAnswerMeansDurableAndDeadOnThisNode() {
        String token = ids.next().toString();
        Instant expiresAt = clock.instant().plusSeconds(300);

        revocations.revoke(new RevokeCommand.Token(token, expiresAt)).await();

        assertThat(dead(token)).isTrue();
        assertThat(dead(ids.next().toString())).isFalse();
        assertThat(database.number("SELECT count(*) FROM change_log WHERE topic = 'revoked'"))
                .isEqualTo(1);
        Change.Revoked fact = (Change.Revoked) heard.get(0);
        assertThat(fact.kind()).isEqualTo(Change.RevokedKind.TOKEN);
        assertThat(fact.until()).isAfterOrEqualTo(expiresAt.plusSeconds(10));
    }

    @Test
    void endingATokenTwiceIsNoFailure() {
        RevokeCommand command = new RevokeCommand.Token(ids.next().toString(), clock.instant());

        revocations.revoke(command).await();
        revocations.revoke(command).await();

        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void anUnknownFamilyIsNoFailure() {
        revocations.revoke(new RevokeCommand.Family(ids.next())).await();

        assertThat(heard).isEmpty();
    }

    /** Its own clock is far behind the database's, and does not matter. */
    @Test
    void everyPartyCanBeRevokedAsOfTheDatabasesTime() {
        Instant before = Instant.now().minusSeconds(1);
        clock.set(before.minus(Duration.ofDays(1)));
        List<RevokeCommand> commands = List.of(
                RevokeCommand.user("ada"),
                RevokeCommand.client(new ClientId("demo")),
                RevokeCommand.userAtClient("ada", new ClientId("demo")),
                RevokeCommand.provider("google"),
                RevokeCommand.exchange("orders-to-stock"),
                new RevokeCommand.ForeignToken("xhash"));

        commands.forEach(command -> revocations.revoke(command).await());

        assertThat(heard).hasSameSizeAs(commands);
        for (int i = 0; i < commands.size(); i++) {
            Change.Revoked fact = (Change.Revoked) heard.get(i);
            assertThat(fact.kind()).isEqualTo(commands.get(i).kind());
            assertThat(fact.ref()).isEqualTo(commands.get(i).ref());
            assertThat(fact.notBefore()).isBetween(before, Instant.now().plusSeconds(1));
            assertThat(fact.until())
                    .isAfter(fact.notBefore().plus(Client.MAX_REFRESH_LIFETIME).plusSeconds(10));
        }
    }

    @Test
    void theLoginsOfSomebodyEndWithoutAFact() {
        ClientId demo = new ClientId("demo");
        Family login = created(families, Subject.user("ada"), demo);

        revocations.revoke(new RevokeCommand.Logins("ada", demo)).await();

        assertThat(families.find(login.id()).await().orElseThrow().live()).isFalse();
        assertThat(heard).isEmpty();
        assertThat(index.size()).isZero();
    }

    @Test
    void aRevokedKeyIsPublishedNoLongerWhenTheAnswerComes() {
        keys.start().await();
        String first = ring.publicKeys();
        String kid = new PgSigningKeyStore(pool, new ChangeLog(pool, heard::add))
                .all()
                .await()
                .get(0)
                .id();

        revocations.revoke(RevokeCommand.key(kid)).await();

        assertThat(ring.isEmpty()).isFalse();
        assertThat(ring.publicKeys()).isNotEqualTo(first).doesNotContain(kid);
        assertThat(index.killerOf(new Lineage(List.of(), Set.of(), Set.of(kid))))
                .isPresent();
    }

    @Test
    void withoutItsDatabaseItSaysThatTheTokenMayLive() {
        String token = ids.next().toString();
        pool.close().await();

        refusal(
                OAuthError.TEMPORARILY_UNAVAILABLE,
                () -> revocations.revoke(new RevokeCommand.Token(token, clock.instant())));

        assertThat(dead(token)).isFalse();
    }
}
