package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.config.Secret;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.InMemoryLoginAttempts;
import io.bourse.fakes.InMemoryUserStore;
import io.bourse.user.LoginOutcome.Assumed;
import io.bourse.user.LoginOutcome.Reason;
import io.bourse.user.LoginOutcome.Refused;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReadOnlyPasswordsTest {

    private static final String PROJECT = "demo";
    private static final Function<User, Future<Boolean>> EVERYBODY = user -> Future.succeededFuture(true);

    private final InMemoryUserStore users = new InMemoryUserStore();
    private final InMemoryLoginAttempts attempts =
            new InMemoryLoginAttempts(new FixedClock(), 2, Duration.ofMinutes(15));
    private final Passwords passwords = new ReadOnlyPasswords(users, attempts);
    private final User ada = new User("ada-id", PROJECT, "ada", null, "no hash at all", true);

    private LoginOutcome login(String name) {
        return passwords.login(PROJECT, name, new Secret("guess"), EVERYBODY).await();
    }

    @Test
    void anyPasswordIsTakenForGrantedAndNoAttemptCounted() {
        users.put(ada);

        for (int i = 0; i < 5; i++) {
            assertThat(login("ADA")).isEqualTo(new Assumed(ada));
        }
        assertThat(attempts.reserve("ada-id").await()).isTrue();
    }

    @Test
    void whoCouldNotLogInByAnyPasswordIsToldWhy() {
        users.put(new User("off", PROJECT, "off", null, "no hash at all", false));
        users.put(new User("none", PROJECT, "none", null, null, true));
        users.put(new User(
                "stale", PROJECT, "stale", null, "no hash at all", true, new Profile(null, null, null, false, true)));

        assertThat(login("nobody")).isEqualTo(new Refused(Reason.UNKNOWN_USER));
        assertThat(login("off")).isEqualTo(new Refused(Reason.DISABLED_USER));
        assertThat(login("none")).isEqualTo(new Refused(Reason.NO_PASSWORD));
        assertThat(login("stale")).isInstanceOf(LoginOutcome.Outdated.class);
        assertThat(login("n".repeat(LoginName.MAX_LENGTH + 1))).isEqualTo(new Refused(Reason.NAME_TOO_LONG));
    }

    @Test
    void theThrottleIsToldFirstForUsersAndNames() {
        users.put(ada);
        for (int i = 0; i < 2; i++) {
            attempts.reserve("ada-id").await();
            attempts.reserve(PROJECT + " nobody").await();
        }

        assertThat(login("ada")).isEqualTo(new Refused(Reason.THROTTLED));
        assertThat(login("nobody")).isEqualTo(new Refused(Reason.THROTTLED));
    }
}
