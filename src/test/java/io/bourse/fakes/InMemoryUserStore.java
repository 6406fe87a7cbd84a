package io.bourse.fakes;

import io.bourse.user.LoginName;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Users in memory. */
public final class InMemoryUserStore implements UserStore {

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<Identity, String> identities = new HashMap<>();

    private record Identity(String project, String provider, String subject) {}

    /** Adds a user or replaces the one with this id. */
    public synchronized InMemoryUserStore put(User user) {
        users.put(user.id(), user);
        return this;
    }

    /** Links a foreign identity to a user that is there. */
    public synchronized InMemoryUserStore link(User user, String provider, String subject) {
        identities.put(new Identity(user.project(), provider, subject), user.id());
        return this;
    }

    @Override
    public synchronized Future<Optional<User>> find(String id) {
        return Future.succeededFuture(Optional.ofNullable(users.get(id)));
    }

    @Override
    public Future<Optional<User>> settled(String id) {
        return find(id);
    }

    @Override
    public synchronized Future<Optional<User>> findByLogin(String project, LoginName login) {
        Optional<User> byName = first(user -> user.project().equals(project) && matches(user.username(), login));
        return Future.succeededFuture(byName.or(() -> first(
                user -> user.project().equals(project) && user.username() != null && matches(user.email(), login))));
    }

    @Override
    public synchronized Future<Optional<User>> findByIdentity(String project, String provider, String subject) {
        String id = identities.get(new Identity(project, provider, subject));
        return Future.succeededFuture(Optional.ofNullable(id).map(users::get));
    }

    @Override
    public synchronized Future<User> findOrCreate(
            String project, String provider, String subject, @Nullable String email) {
        String id = identities.computeIfAbsent(new Identity(project, provider, subject), identity -> {
            User user = new User(UUID.randomUUID().toString(), project, null, email, null, true);
            users.put(user.id(), user);
            return user.id();
        });
        return Future.succeededFuture(users.get(id));
    }

    @Override
    public synchronized Future<Void> rehash(String userId, String oldHash, String newHash) {
        users.computeIfPresent(userId, (id, user) -> withHash(user, oldHash, newHash));
        return Future.succeededFuture();
    }

    private Optional<User> first(Predicate<User> condition) {
        return users.values().stream().filter(condition).findFirst();
    }

    private static boolean matches(@Nullable String name, LoginName login) {
        return name != null && LoginName.of(name).equals(login);
    }

    private static User withHash(User user, String oldHash, String newHash) {
        if (!oldHash.equals(user.passwordHash())) {
            return user;
        }
        return new User(user.id(), user.project(), user.username(), user.email(), newHash, user.enabled());
    }
}
