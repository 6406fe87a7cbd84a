package io.bourse.user;

import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.db.StoreException;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.InMemoryLoginAttempts;
import io.bourse.fakes.InMemoryUserStore;
import io.bourse.oauth.OAuthError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PasswordLoginTest {

    private static final String PROJECT = "demo";
    private static final Function<User, Future<Boolean>> EVERYBODY = user -> Future.succeededFuture(true);
    private static final String PASSWORD = "correct horse battery staple";
    private static final int LIMIT = 3;
    private static final PasswordCost CHEAP = new PasswordCost(64, 1, 1);

    private final Vertx vertx = Vertx.vertx();
    private final PasswordHasher hasher = new PasswordHasher(vertx, "passwords", 1, 8, CHEAP, new SecureRandom());
    private final FixedClock clock = new FixedClock();
    private final InMemoryUserStore users = new InMemoryUserStore();
    private final InMemoryLoginAttempts attempts = new InMemoryLoginAttempts(clock, LIMIT, Duration.ofMinutes(15));
    private final PasswordLogin logins = new PasswordLogin(users, hasher, attempts);
    private User ada;

    @BeforeEach
    void register() {
        ada = user("ada-id", "ada", hasher.hash(new Secret(PASSWORD)).await(), true);
    }

    @AfterEach
    void close() {
        hasher.close().await();
        vertx.close().await();
    }

    private User user(String id, String name, @Nullable String hash, boolean enabled) {
        User user = new User(id, PROJECT, name, name + "@example.com", hash, enabled);
        users.put(user);
        return user;
    }

    private Optional<User> login(String name, String password) {
        return user(logins.login(PROJECT, name, new Secret(password), EVERYBODY));
    }

    private static Optional<User> user(Future<LoginOutcome> login) {
        return login.await() instanceof LoginOutcome.Proved proved ? Optional.of(proved.user()) : Optional.empty();
    }

    private void refused(String name, String password, LoginOutcome.Reason reason) {
        assertThat(logins.login(PROJECT, name, new Secret(password), EVERYBODY).await())
                .isEqualTo(new LoginOutcome.Refused(reason));
    }

    @Test
    void whyItIsRefusedIsKnownHere() {
        user("off-id", "off", ada.passwordHash(), false);
        user("social-id", "social", null, true);

        refused("ada", "wrong", LoginOutcome.Reason.WRONG_PASSWORD);
        refused("nobody", PASSWORD, LoginOutcome.Reason.UNKNOWN_USER);
        refused("off", PASSWORD, LoginOutcome.Reason.DISABLED_USER);
        refused("social", PASSWORD, LoginOutcome.Reason.NO_PASSWORD);
        refused("a".repeat(LoginName.MAX_LENGTH + 1), PASSWORD, LoginOutcome.Reason.NAME_TOO_LONG);
        refused("ada", "wrong", LoginOutcome.Reason.WRONG_PASSWORD);
        refused("ada", "wrong", LoginOutcome.Reason.WRONG_PASSWORD);
        refused("ada", PASSWORD, LoginOutcome.Reason.THROTTLED);
    }

    @Test
    void aPasswordThatHasToBeReplacedLogsNobodyInAndIsNoGuess() {
        Profile stale = new Profile(null, null, null, false, true);
        users.put(new User("ada-id", PROJECT, "ada", null, ada.passwordHash(), true, stale));

        for (int i = 0; i < 5; i++) {
            assertThat(logins.login(PROJECT, "ada", new Secret(PASSWORD), EVERYBODY)
                            .await())
                    .isInstanceOf(LoginOutcome.Outdated.class);
        }
        refused("ada", "wrong", LoginOutcome.Reason.WRONG_PASSWORD);
    }

    @Test
    void theRightPasswordProvesTheUserByEitherName() {
        assertThat(login("ada", PASSWORD)).hasValue(ada);
        assertThat(login(" ADA@example.com ", PASSWORD)).hasValue(ada);
    }

    @Test
    void unknownWrongDisabledAndPasswordlessAreOneAnswer() {
        user("off-id", "off", ada.passwordHash(), false);
        user("social-id", "social", null, true);

        assertThat(login("ada", "wrong")).isEmpty();
        assertThat(login("ada", "")).isEmpty();
        assertThat(login("nobody", PASSWORD)).isEmpty();
        assertThat(login("off", PASSWORD)).isEmpty();
        assertThat(login("social", PASSWORD)).isEmpty();
        assertThat(user(logins.login("other", "ada", new Secret(PASSWORD), EVERYBODY)))
                .isEmpty();
    }

    @Test
    void theyAllTakeAHash() {
        user("off-id", "off", ada.passwordHash(), false);
        user("social-id", "social", null, true);
        hasher.close().await();

        for (String name : List.of("ada", "nobody", "off", "social")) {
            assertThatThrownBy(() -> login(name, "wrong")).as(name).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void aNameThatIsTooLongIsNobodys() {
        assertThat(login("a".repeat(LoginName.MAX_LENGTH + 1), PASSWORD)).isEmpty();
    }

    @Test
    void guessesCountByUserWhateverNameIsTyped() {
        login("ada", "wrong");
        login("ADA@example.com", "wrong");
        login(" Ada", "wrong");

        assertThat(login("ada", PASSWORD)).isEmpty();
        clock.advance(Duration.ofMinutes(15));
        assertThat(login("ada", PASSWORD)).isPresent();
    }

    @Test
    void guessesAtNobodyCountToo() {
        for (int i = 0; i < LIMIT; i++) {
            login("nobody", "wrong");
        }

        assertThat(attempts.reserve(PROJECT + " nobody").await()).isFalse();
        assertThat(login("ada", PASSWORD)).isPresent();
    }

    @Test
    void theRightPasswordForgivesTheGuessesBefore() {
        for (int round = 0; round < 3; round++) {
            login("ada", "wrong");
            login("ada", "wrong");
            assertThat(login("ada", PASSWORD)).isPresent();
        }
    }

    @Test
    void guessesAtTheSameTimeCountOneByOne() {
        List<Future<LoginOutcome>> all = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            all.add(logins.login(PROJECT, "ada", new Secret("wrong" + i), EVERYBODY));
        }
        all.add(logins.login(PROJECT, "ada", new Secret(PASSWORD), EVERYBODY));

        assertThat(user(all.get(LIMIT))).isEmpty();
    }

    @Test
    void aCheapHashIsReplacedWhileThePasswordIsAtHand() {
        PasswordHasher dearer =
                new PasswordHasher(vertx, "dearer", 1, 8, new PasswordCost(64, 2, 1), new SecureRandom());
        PasswordLogin stronger = new PasswordLogin(users, dearer, attempts);

        assertThat(user(stronger.login(PROJECT, "ada", new Secret("wrong"), EVERYBODY)))
                .isEmpty();
        assertThat(users.find(ada.id()).await()).hasValue(ada);
        assertThat(user(stronger.login(PROJECT, "ada", new Secret(PASSWORD), EVERYBODY)))
                .isPresent();

        String replaced = ada.passwordHash();
        for (int i = 0; i < 1000 && replaced.equals(ada.passwordHash()); i++) {
            // nobody waits for it, so this gives it the time of some hashes
            dearer.verifyNothing(new Secret(PASSWORD)).await();
            replaced = users.find(ada.id()).await().orElseThrow().passwordHash();
        }
        assertThat(replaced).isNotEqualTo(ada.passwordHash()).contains("t=2");
        assertThat(dearer.verify(new Secret(PASSWORD), replaced).await()).isEqualTo(PasswordHasher.Outcome.MATCH);
        dearer.close().await();
    }

    @Test
    void whenTooManyPasswordsWaitTheAnswerIsLater() {
        PasswordHasher narrow = new PasswordHasher(vertx, "narrow", 1, 0, CHEAP, new SecureRandom());
        PasswordLogin busy = new PasswordLogin(users, narrow, attempts);
        CountDownLatch release = new CountDownLatch(1);
        Future<Boolean> occupied = vertx.createSharedWorkerExecutor("narrow", 1)
                .executeBlocking(() -> release.await(10, TimeUnit.SECONDS));
        Future<LoginOutcome> first = busy.login(PROJECT, "ada", new Secret(PASSWORD), EVERYBODY);

        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> busy.login(PROJECT, "ada", new Secret(PASSWORD), EVERYBODY));

        release.countDown();
        assertThat(occupied.await()).isTrue();
        assertThat(user(first)).isPresent();
    }

    @Test
    void whoeverCannotCountLetsNobodyIn() {
        LoginAttempts broken = new LoginAttempts() {
            @Override
            public Future<Boolean> reserve(String key) {
                return Future.failedFuture(new StoreException("no database"));
            }

            @Override
            public Future<Boolean> isOpen(String key) {
                return Future.failedFuture(new StoreException("no database"));
            }

            @Override
            public Future<Void> succeeded(String key) {
                return Future.succeededFuture();
            }
        };
        PasswordLogin blind = new PasswordLogin(users, hasher, broken);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> blind.login(PROJECT, "ada", new Secret(PASSWORD), EVERYBODY)
                        .await());
    }
}
