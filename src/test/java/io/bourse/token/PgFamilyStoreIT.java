package io.bourse.token;

import static io.bourse.contract.TestFamilies.CLIENT;
import static io.bourse.contract.TestFamilies.IDLE;
import static io.bourse.contract.TestFamilies.atOnce;
import static io.bourse.contract.TestFamilies.created;
import static io.bourse.contract.TestFamilies.family;
import static io.bourse.contract.TestFamilies.redemption;
import static io.bourse.contract.TestFamilies.rotated;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.ChangeLog;
import io.bourse.client.Client;
import io.bourse.contract.FamilyStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.oauth.Subject;
import io.bourse.token.Rotation.Rotated;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgFamilyStoreIT extends FamilyStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected FamilyStore store(Duration replayWindow) {
        return new PgFamilyStore(postgres.pool(), new ChangeLog(postgres.pool(), changes::add), replayWindow);
    }

    @Test
    void rotatingIsOneStatement() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);
        long before = postgres.pool().statements();

        Rotation rotation = store.rotate(redemption(family, 0, CLIENT, IDLE)).await();

        assertThat(rotation).isInstanceOf(Rotation.Rotated.class);
        assertThat(postgres.pool().statements() - before).isEqualTo(1);
    }

    @Test
    void rotatedRowsStayWhereTheirIndexFindsThem() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);
        for (int generation = 0; generation < 20; generation++) {
            rotated(store, family, generation);
        }

        assertThat(postgres.database().number("SELECT count(*) FROM family_default"))
                .isZero();
        assertThat(postgres.database().number("SELECT generation FROM family")).isEqualTo(20);
    }

    @Test
    void afterARevocationSucceededNoRotationDoes() {
        FamilyStore store = store(WINDOW);
        for (int round = 0; round < 200; round++) {
            Family family = created(store);
            AtomicBoolean revoked = new AtomicBoolean();

            Future<Boolean> tooLate = rotateUntilRefused(store, family, 0, revoked);
            store.revoke(family.id()).onSuccess(done -> revoked.set(true)).await();

            assertThat(tooLate.await()).as("round " + round).isFalse();
            assertThat(store.find(family.id()).await().orElseThrow().live()).isFalse();
        }
    }

    @Test
    void afterAllLoginsEndedNoRotationSucceeds() {
        FamilyStore store = store(WINDOW);
        Subject ada = Subject.user("0190a6f8-0000-7000-8000-00000000ada0");
        for (int round = 0; round < 200; round++) {
            Family family = created(store, ada, CLIENT);
            AtomicBoolean ended = new AtomicBoolean();

            Future<Boolean> tooLate = rotateUntilRefused(store, family, 0, ended);
            store.endLogins(ada, CLIENT).onSuccess(done -> ended.set(true)).await();

            assertThat(tooLate.await()).as("round " + round).isFalse();
            assertThat(store.find(family.id()).await().orElseThrow().live()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE family SET revoked_at = now() WHERE subject_id = 'a' AND client = 'c' AND subject_kind = 'user'",
                "DELETE FROM family WHERE subject_kind = 'user' AND subject_id = 'a'"
            })
    void whatSomebodyHasIsFoundWithoutReadingAllFamilies(String statement) {
        String plan = plan(statement);

        assertThat(plan).contains("subject_id_client_idx").doesNotContain("Seq Scan");
        assertThat(plan.lines()
                        .filter(line ->
                                line.contains("Index Cond: ((subject_id") || line.contains("Index Cond: (subject_id")))
                .hasSameSizeAs(
                        plan.lines().filter(line -> line.contains("_idx")).toList());
    }

    private String plan(String statement) {
        return postgres
                .pool()
                .inTransaction(connection -> connection
                        .query("SET LOCAL enable_seqscan = off")
                        .execute()
                        .compose(set -> connection.query("EXPLAIN " + statement).execute()))
                .await()
                .stream()
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void whatIsToEndWithALoginIsFoundWithoutReadingAllFamilies() {
        String statement = PgFamilyStore.END_LOGINS
                .replace("$1", "'a'")
                .replace("$2", "'c'")
                .replace("$3", "'user'");

        assertThat(plan(statement))
                .contains("_ancestors_idx", "subject_id_client_idx")
                .doesNotContain("Seq Scan");
    }

    @Test
    void theReuseOfManyOldTokensAtOnceIsWrittenOnce() {
        FamilyStore store = store(WINDOW);
        Family family = created(store);
        for (int generation = 0; generation < 5; generation++) {
            rotated(store, family, generation);
        }

        List<Rotation> rotations = atOnce(store, family, 50);

        assertThat(rotations).noneMatch(Rotated.class::isInstance);
        assertThat(postgres.database().number("SELECT count(*) FROM change_log"))
                .isEqualTo(1);
    }

    /** Also a token that was signed a moment after, for the longest life, while it is accepted with leeway. */
    @Test
    void aRevocationIsKeptForLongerThanAnyTokenThatItKills() {
        FamilyStore store = store(WINDOW);

        store.revoke(created(store).id()).await();

        long kept = postgres.database().number("SELECT extract(epoch FROM until - not_before) FROM change_log");
        assertThat(Duration.ofSeconds(kept)).isGreaterThanOrEqualTo(Client.MAX_ACCESS_TOKEN_LIFETIME.plusSeconds(30));
    }

    /** Whether a rotation succeeded that was begun after the revocation had. */
    private static Future<Boolean> rotateUntilRefused(
            FamilyStore store, Family family, int generation, AtomicBoolean revoked) {
        boolean late = revoked.get();
        return store.rotate(redemption(family, generation, CLIENT, IDLE)).compose(rotation -> {
            if (!(rotation instanceof Rotated)) {
                return Future.succeededFuture(false);
            }
            return late ? Future.succeededFuture(true) : rotateUntilRefused(store, family, generation + 1, revoked);
        });
    }
}
