package io.bourse.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.changelog.Change.Revoked;
import io.bourse.fakes.OpenDatabase;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangeLogIT {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private final HeardChanges heard = new HeardChanges();

    @Test
    void listenersHaveHeardWhenTheWriteSucceeds() {
        Revoked revoked = Changed.token("t1");
        List<Change> changes = List.of(revoked, Changed.client("shop"));

        String result = log().write(transaction -> transaction.append(changes).map("done"))
                .await();

        assertThat(result).isEqualTo("done");
        assertThat(heard.all()).isEqualTo(changes);
        assertThat(postgres.database().number("SELECT count(*) FROM change_log"))
                .isEqualTo(2);
        assertThat(postgres.database()
                        .number("SELECT count(*) FROM change_log WHERE topic = 'entry'"
                                + " AND until BETWEEN now() + interval '23 hours' AND now() + interval '1 day'"))
                .isEqualTo(1);
    }

    @Test
    void whatIsRolledBackIsToldToNobody() {
        assertThatThrownBy(() -> log().write(transaction -> transaction
                                .append(List.of(Changed.token("t1")))
                                .compose(done -> Future.failedFuture(OAuthException.invalidGrant("no"))))
                        .await())
                .isInstanceOf(OAuthException.class);

        assertThat(heard.all()).isEmpty();
        assertThat(postgres.database().number("SELECT count(*) FROM change_log"))
                .isZero();
    }

    @Test
    void manyWritesShareNotifications() {
        ChangeLog log = log();
        long before = postgres.pool().statements();
        List<Future<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Change change = Changed.token("t" + i);
            writes.add(log.write(transaction -> transaction.append(List.of(change))));
        }

        Future.all(writes).await();

        assertThat(heard.all()).hasSize(100);
        assertThat(postgres.pool().statements() - before).isBetween(101L, 170L);
    }

    private ChangeLog log() {
        return new ChangeLog(postgres.pool(), heard);
    }
}
