package io.bourse.user;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordHasher;
import io.bourse.oauth.OAuthException;
import io.bourse.user.LoginOutcome.Reason;
import io.bourse.user.LoginOutcome.Refused;
import io.vertx.core.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves users by password. Unknown user, wrong password, no password, disabled, not assigned and throttled are one answer;
 * all but the last take the same time. Guesses are counted before they are evaluated, by user whatever name was typed, in the
 * database, so that parallel guesses on many nodes count as many.
 */
public final class PasswordLogin implements Passwords {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordLogin.class);

    private final UserStore users;
    private final PasswordHasher hasher;
    private final LoginAttempts attempts;

    public PasswordLogin(UserStore users, PasswordHasher hasher, LoginAttempts attempts) {
        this.users = users;
        this.hasher = hasher;
        this.attempts = attempts;
    }

    /**
     * The user, enabled and proved by the password that is in force now. Fails with {@code temporarily_unavailable} when
     * too many passwords are waiting to be hashed; that counts as no attempt.
     */
    @Override
    public Future<LoginOutcome> login(
            String project, String typedName, Secret password, Function<User, Future<Boolean>> admitted) {
        if (typedName.length() > LoginName.MAX_LENGTH) {
            return refuse(Reason.NAME_TOO_LONG);
        }
        if (hasher.isFull()) {
            return Future.failedFuture(OAuthException.unavailable("password queue is full"));
        }
        return Candidate.find(users, project, LoginName.of(typedName), admitted)
                .compose(candidate -> attempts.reserve(candidate.account())
                        .compose(allowed -> allowed ? prove(candidate, password) : refuse(Reason.THROTTLED)));
    }

    private static Future<LoginOutcome> refuse(Reason reason) {
        return Future.succeededFuture(new Refused(reason));
    }

    private Future<LoginOutcome> prove(Candidate candidate, Secret password) {
        return evaluate(candidate, password)
                .compose(outcome -> wasRight(outcome)
                        ? attempts.succeeded(candidate.account()).map(outcome)
                        : Future.succeededFuture(outcome));
    }

    private static boolean wasRight(LoginOutcome outcome) {
        return !(outcome instanceof Refused);
    }

    private Future<LoginOutcome> evaluate(Candidate candidate, Secret password) {
        if (candidate instanceof Candidate.Hopeless hopeless) {
            return pretend(password, hopeless.reason());
        }
        Candidate.Possible possible = (Candidate.Possible) candidate;
        return hasher.verify(password, possible.hash())
                .compose(outcome -> outcome == PasswordHasher.Outcome.MISMATCH
                        ? refuse(Reason.WRONG_PASSWORD)
                        : confirm(possible.user(), possible.hash(), password, outcome));
    }

    /** Takes the time that a password would. */
    private Future<LoginOutcome> pretend(Secret password, Reason reason) {
        return hasher.verifyNothing(password).map(new Refused(reason));
    }

    /** Hashing takes long enough for the password to be changed meanwhile: what was read before does not count. */
    private Future<LoginOutcome> confirm(User user, String hash, Secret password, PasswordHasher.Outcome outcome) {
        return users.settled(user.id()).compose(now -> {
            boolean same = now.flatMap(User::password).filter(hash::equals).isPresent();
            if (!same || !now.get().enabled()) {
                return refuse(Reason.CHANGED_MEANWHILE);
            }
            LoginOutcome proved = outcome(now.get());
            return outcome == PasswordHasher.Outcome.MATCH_OUTDATED
                    ? strengthen(user, hash, password).map(proved)
                    : Future.succeededFuture(proved);
        });
    }

    /** Only whoever has proved the password may learn that it has to be replaced. */
    private static LoginOutcome outcome(User user) {
        return user.profile().passwordRequireUpdate() ? new LoginOutcome.Outdated(user) : new LoginOutcome.Proved(user);
    }

    /** A hash of a cost that has since been raised is replaced while the password is at hand; no login fails by it. */
    private Future<Void> strengthen(User user, String hash, Secret password) {
        return hasher.hash(password)
                .compose(stronger -> users.rehash(user.id(), hash, stronger))
                .onFailure(failure -> LOG.warn("the hash of user {} could not be renewed yet", user.id()))
                .transform(done -> Future.succeededFuture());
    }
}
