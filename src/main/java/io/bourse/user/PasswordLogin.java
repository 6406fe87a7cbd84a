package io.bourse.user;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordHasher;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves users by password. Unknown user, wrong password, no password, disabled and throttled are one answer; the first
 * four take the same time. Guesses are counted before they are evaluated, by user whatever name was typed, in the
 * database, so that parallel guesses on many nodes count as many.
 */
public final class PasswordLogin {

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
     * The user, enabled and proved by the password that is in force now; empty otherwise. Fails with {@code
     * temporarily_unavailable} when too many passwords are waiting to be hashed; that counts as no attempt.
     */
    public Future<Optional<User>> login(String project, String typedName, Secret password) {
        if (typedName.length() > LoginName.MAX_LENGTH) {
            return Future.succeededFuture(Optional.empty());
        }
        if (hasher.isFull()) {
            return Future.failedFuture(OAuthException.unavailable("password queue is full"));
        }
        LoginName login = LoginName.of(typedName);
        return users.findByLogin(project, login).compose(found -> {
            String account = found.map(User::id).orElse(project + " " + login.value());
            return attempts.reserve(account)
                    .compose(allowed ->
                            allowed ? prove(account, found, password) : Future.succeededFuture(Optional.empty()));
        });
    }

    private Future<Optional<User>> prove(String account, Optional<User> found, Secret password) {
        return evaluate(found, password)
                .compose(proved -> proved.isEmpty()
                        ? Future.succeededFuture(proved)
                        : attempts.succeeded(account).map(proved));
    }

    private Future<Optional<User>> evaluate(Optional<User> found, Secret password) {
        String hash = found.filter(User::enabled).flatMap(User::password).orElse(null);
        if (hash == null) {
            return hasher.verifyNothing(password).map(Optional.empty());
        }
        return hasher.verify(password, hash)
                .compose(outcome -> outcome == PasswordHasher.Outcome.MISMATCH
                        ? Future.succeededFuture(Optional.empty())
                        : confirm(found.get(), hash, password, outcome));
    }

    /** Hashing takes long enough for the password to be changed meanwhile: what was read before does not count. */
    private Future<Optional<User>> confirm(User user, String hash, Secret password, PasswordHasher.Outcome outcome) {
        return users.settled(user.id()).compose(now -> {
            boolean same = now.flatMap(User::password).filter(hash::equals).isPresent();
            if (!same || !now.get().enabled()) {
                return Future.succeededFuture(Optional.empty());
            }
            return outcome == PasswordHasher.Outcome.MATCH_OUTDATED
                    ? strengthen(user, hash, password).map(now)
                    : Future.succeededFuture(now);
        });
    }

    /** A hash of a cost that has since been raised is replaced while the password is at hand; no login fails by it. */
    private Future<Void> strengthen(User user, String hash, Secret password) {
        return hasher.hash(password)
                .compose(stronger -> users.rehash(user.id(), hash, stronger))
                .onFailure(failure -> LOG.warn("the hash of user {} could not be renewed yet", user.id()))
                .transform(done -> Future.succeededFuture());
    }
}
