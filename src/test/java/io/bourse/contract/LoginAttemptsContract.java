package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.user.LoginAttempts;
import io.bourse.user.ReadOnlyLoginAttempts;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link LoginAttempts} does. */
public abstract class LoginAttemptsContract {

    protected static final int LIMIT = 5;

    /** With the limit {@link #LIMIT} and a window that does not end during a test. */
    protected abstract LoginAttempts attempts();

    @Test
    void lookingIsAllowedUpToTheLimit() {
        LoginAttempts attempts = attempts();

        for (int i = 0; i < LIMIT; i++) {
            assertThat(attempts.reserve("ann").await()).isTrue();
        }

        assertThat(attempts.reserve("ann").await()).isFalse();
        assertThat(attempts.reserve("ann").await()).isFalse();
        assertThat(attempts.reserve("bob").await()).isTrue();
    }

    @Test
    void askingCountsNothing() {
        LoginAttempts attempts = attempts();

        for (int i = 0; i < LIMIT; i++) {
            assertThat(attempts.isOpen("ann").await()).isTrue();
            assertThat(attempts.isOpen("ann").await()).isTrue();
            assertThat(attempts.reserve("ann").await()).isTrue();
        }

        assertThat(attempts.isOpen("ann").await()).isFalse();
        assertThat(attempts.isOpen("bob").await()).isTrue();
    }

    @Test
    void aStoreThatOnlyLooksCountsAndForgetsNothing() {
        LoginAttempts attempts = attempts();
        LoginAttempts looking = new ReadOnlyLoginAttempts(attempts);

        for (int i = 0; i < LIMIT; i++) {
            assertThat(looking.reserve("ann").await()).isTrue();
            assertThat(attempts.reserve("ann").await()).isTrue();
        }
        looking.succeeded("ann").await();

        assertThat(looking.reserve("ann").await()).isFalse();
        assertThat(attempts.reserve("ann").await()).isFalse();
    }

    @Test
    void successForgetsTheAttempts() {
        LoginAttempts attempts = attempts();
        for (int i = 0; i < LIMIT; i++) {
            attempts.reserve("ann").await();
        }

        attempts.succeeded("ann").await();

        assertThat(attempts.reserve("ann").await()).isTrue();
        attempts.succeeded("nobody").await();
    }

    @Test
    void guessesAtOnceCountOneByOne() {
        LoginAttempts attempts = attempts();
        List<Future<Boolean>> reserved = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            reserved.add(attempts.reserve("ann"));
        }

        List<Boolean> allowed =
                Future.all(reserved).map(done -> done.<Boolean>list()).await();

        assertThat(allowed).filteredOn(Boolean::booleanValue).hasSize(LIMIT);
    }
}
