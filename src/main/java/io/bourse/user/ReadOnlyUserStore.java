package io.bourse.user;

import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers as the store behind it would, and makes, links and changes nobody. */
public final class ReadOnlyUserStore implements UserStore {

    /** In place of the id of a user who is not there and would be made. */
    public static final String NEW_ID = "(a user that would be made)";

    private final UserStore store;

    public ReadOnlyUserStore(UserStore store) {
        this.store = store;
    }

    /** Whoever would be made would be enabled, and found from then on. */
    @Override
    public Future<Optional<User>> find(String id) {
        return id.equals(NEW_ID) ? Future.succeededFuture(Optional.of(made("", null))) : store.find(id);
    }

    @Override
    public Future<Optional<User>> settled(String id) {
        return id.equals(NEW_ID) ? find(id) : store.settled(id);
    }

    @Override
    public Future<Optional<User>> findByLogin(String project, LoginName login) {
        return store.findByLogin(project, login);
    }

    @Override
    public Future<Optional<User>> findByIdentity(String project, String provider, String subject) {
        return store.findByIdentity(project, provider, subject);
    }

    @Override
    public Future<Optional<User>> findByEmail(String project, String email) {
        return store.findByEmail(project, email);
    }

    @Override
    public Future<Optional<User>> findOrCreate(
            String project, String provider, String subject, @Nullable String email) {
        return findByIdentity(project, provider, subject)
                .map(found -> found.or(() -> Optional.of(made(project, email))));
    }

    @Override
    public Future<Optional<User>> findOrLink(String project, String provider, String subject, String email) {
        return findByIdentity(project, provider, subject)
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : findByEmail(project, email));
    }

    @Override
    public Future<Boolean> unlink(String userId, String provider) {
        return Future.succeededFuture(true);
    }

    @Override
    public Future<Void> rehash(String userId, String oldHash, String newHash) {
        return Future.succeededFuture();
    }

    private static User made(String project, @Nullable String email) {
        return new User(NEW_ID, project, null, email, null, true);
    }
}
