package io.bourse.user;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.RegistryCache;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers users by id until a change says otherwise; everything else is asked of the store behind it. Register it as
 * a listener of changes. A remembered user's password hash may be one that was raised since.
 */
public final class CachedUserStore implements UserStore, Consumer<Change> {

    private final UserStore store;
    private final RegistryCache<String, Optional<User>> users;

    /**
     * @param maxSize users kept
     * @param fresh whether this node hears of changes in time; while it does not, {@link #find} fails
     */
    public CachedUserStore(UserStore store, long maxSize, BooleanSupplier fresh) {
        this.store = store;
        this.users = new RegistryCache<>(maxSize, Set.of(EntryKind.USER), Function.identity(), store::find, fresh);
    }

    @Override
    public Future<Optional<User>> find(String id) {
        return users.get(id);
    }

    @Override
    public Future<Optional<User>> settled(String id) {
        return store.settled(id);
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
        return store.findOrCreate(project, provider, subject, email);
    }

    @Override
    public Future<Optional<User>> findOrLink(String project, String provider, String subject, String email) {
        return store.findOrLink(project, provider, subject, email);
    }

    @Override
    public Future<Boolean> unlink(String userId, String provider) {
        return store.unlink(userId, provider);
    }

    @Override
    public Future<Void> rehash(String userId, String oldHash, String newHash) {
        return store.rehash(userId, oldHash, newHash);
    }

    @Override
    public void accept(Change change) {
        users.accept(change);
    }
}
