package io.bourse.fakes;

import io.bourse.user.LinkAddress;
import io.bourse.user.LoginName;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Users in memory, of whatever provider. */
public final class InMemoryUserStore implements UserStore {

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Set<String> unheard = new HashSet<>();
    private final Map<Identity, String> identities = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> ofServices = new HashSet<>();

    private record Identity(String project, String provider, String subject) {}

    /** Adds a user or replaces the one with this id. */
    public synchronized InMemoryUserStore put(User user) {
        users.put(user.id(), user);
        return this;
    }

    /** Removes the user and all links to it. */
    public synchronized void remove(User user) {
        users.remove(user.id());
        identities.values().removeIf(user.id()::equals);
    }

    /** Switches the user off as another node would of whom this one has not heard yet. */
    public synchronized void switchOffUnheard(String id) {
        unheard.add(id);
    }

    /** Links a foreign identity to a user that is there. */
    public synchronized InMemoryUserStore link(User user, String provider, String subject) {
        identities.put(new Identity(user.project(), provider, subject), user.id());
        return this;
    }

    /** The user is one whom a service made. */
    public synchronized InMemoryUserStore madeByService(User user) {
        ofServices.add(user.id());
        return this;
    }

    /** Nobody logs in by this provider any more. */
    public synchronized InMemoryUserStore close(String provider) {
        closed.add(provider);
        return this;
    }

    @Override
    public synchronized Future<Optional<User>> find(String id) {
        return Future.succeededFuture(Optional.ofNullable(users.get(id)));
    }

    @Override
    public synchronized Future<Optional<User>> settled(String id) {
        return Future.succeededFuture(Optional.ofNullable(users.get(id)).filter(user -> !unheard.contains(id)));
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
    public synchronized Future<Optional<User>> findByEmail(String project, String email) {
        return Future.succeededFuture(LinkAddress.of(email)
                .flatMap(address -> first(user -> user.project().equals(project)
                        && user.username() != null
                        && user.email() != null
                        && !ofServices.contains(user.id())
                        && address.isThatOf(user.email()))));
    }

    @Override
    public synchronized Future<Optional<User>> findOrCreate(
            String project, String provider, String subject, @Nullable String email) {
        String id = identities.computeIfAbsent(new Identity(project, provider, subject), identity -> {
            User user = new User(UUID.randomUUID().toString(), project, null, email, null, true);
            users.put(user.id(), user);
            return user.id();
        });
        return Future.succeededFuture(Optional.ofNullable(users.get(id)));
    }

    @Override
    public synchronized Future<Optional<User>> findOrLink(
            String project, String provider, String subject, String email) {
        Identity identity = new Identity(project, provider, subject);
        if (!identities.containsKey(identity)) {
            findByEmail(project, email).result().ifPresent(user -> identities.put(identity, user.id()));
        }
        return findByIdentity(project, provider, subject);
    }

    @Override
    public synchronized Future<Boolean> unlink(String userId, String provider) {
        List<Identity> all = identities.entrySet().stream()
                .filter(link -> link.getValue().equals(userId))
                .map(Map.Entry::getKey)
                .toList();
        List<Identity> here =
                all.stream().filter(link -> link.provider().equals(provider)).toList();
        User user = users.get(userId);
        boolean otherWay = (user != null && user.passwordHash() != null && user.username() != null)
                || all.stream()
                        .anyMatch(link -> !link.provider().equals(provider) && !closed.contains(link.provider()));
        if (otherWay) {
            here.forEach(identities::remove);
        }
        return Future.succeededFuture(otherWay || here.isEmpty());
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
        return new User(
                user.id(), user.project(), user.username(), user.email(), newHash, user.enabled(), user.profile());
    }
}
