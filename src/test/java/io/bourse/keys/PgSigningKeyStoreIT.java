package io.bourse.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change;
import io.bourse.changelog.ChangeLog;
import io.bourse.contract.SigningKeyStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.KeyRing;
import io.bourse.jose.SigningAlgorithm;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgSigningKeyStoreIT extends SigningKeyStoreContract {

    private static final int NODES = 3;

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final List<Change> heard = new CopyOnWriteArrayList<>();

    /** A connection has half a second to come up, which a server that has just started may need more than once. */
    @BeforeEach
    void connect() {
        boolean connected = false;
        for (int i = 0; i < 10 && !connected; i++) {
            Future<?> all =
                    Future.all(Stream.generate(() -> postgres.pool().query("SELECT pg_sleep(0.05)", Tuple.tuple()))
                            .limit(NODES)
                            .toList());
            connected = all.transform(done -> Future.succeededFuture(done.succeeded()))
                    .await();
        }
    }

    @Override
    protected SigningKeyStore store() {
        return new PgSigningKeyStore(postgres.pool(), new ChangeLog(postgres.pool(), heard::add));
    }

    @Override
    protected void pass(Duration time) {
        String interval = "interval '" + time.toSeconds() + " s'";
        postgres.database()
                .execute("UPDATE signing_key SET signs_from = signs_from - " + interval + ", retired_at = retired_at - "
                        + interval + ", removed_after = removed_after - " + interval);
    }

    @Test
    void otherNodesAreToldOfNewAndRemovedKeys() {
        SigningKeyStore store = store();
        store.add(new NewKey("a", "ES256", "", "", "", Duration.ZERO, Duration.ZERO))
                .await();
        store.add(new NewKey("b", "ES256", "", "", "a", Duration.ZERO, Duration.ZERO))
                .await();
        store.removeEnded().await();

        assertThat(heard)
                .containsExactly(
                        new Change.EntryChanged(Change.EntryKind.KEY, "a"),
                        new Change.EntryChanged(Change.EntryKind.KEY, "b"),
                        new Change.EntryChanged(Change.EntryKind.KEY, "a"));
        assertThat(postgres.database().number("SELECT count(*) FROM change_log"))
                .isEqualTo(3);
    }

    /** Reliability 4.16. */
    @Test
    void nodesThatStartTogetherMakeOneKey() {
        List<KeyRing> rings = Stream.generate(() -> new KeyRing(InstantSource.system(), null))
                .limit(NODES)
                .toList();

        Future.all(rings.stream().map(ring -> node(ring).start()).toList()).await();

        assertThat(postgres.database().number("SELECT count(*) FROM signing_key"))
                .isEqualTo(1);
        assertThat(rings)
                .extracting(KeyRing::publicKeys)
                .containsOnly(rings.get(0).publicKeys());
        assertThat(rings).noneMatch(KeyRing::isEmpty);
    }

    @Test
    void nodesThatRotateTogetherLeaveOneNewestKey() {
        List<SigningKeys> nodes = nodes();
        nodes.get(0).start().await();

        for (int round = 0; round < 10; round++) {
            Future.all(nodes.stream()
                            .map(node -> node.rotate(Duration.ofMinutes(10)))
                            .toList())
                    .await();

            assertThat(postgres.database().number("SELECT count(*) FROM signing_key WHERE retired_at IS NULL"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aDueRotationOnSeveralNodesMakesOneKey() {
        List<SigningKeys> nodes = nodes();
        nodes.get(0).start().await();
        pass(Duration.ofDays(30));

        Future.all(nodes.stream()
                        .map(node -> node.rotateIfDue(Duration.ofDays(30), Duration.ofMinutes(10)))
                        .toList())
                .await();

        assertThat(postgres.database().number("SELECT count(*) FROM signing_key"))
                .isEqualTo(2);
    }

    private List<SigningKeys> nodes() {
        return Stream.generate(() -> node(new KeyRing(InstantSource.system(), null)))
                .limit(NODES)
                .toList();
    }

    private SigningKeys node(KeyRing ring) {
        return new SigningKeys(
                store(), TestKeys.masterKeys(), ring, SigningAlgorithm.ES256, Duration.ofDays(30), postgres.vertx());
    }
}
