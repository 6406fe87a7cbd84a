package io.bourse.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.entry.Apply;
import io.bourse.entry.EntryProblems;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.bourse.user.LoginName;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows, makes, changes and removes the users of one project, as entries, so that every rule of the registry holds for them. They
 * are called by their e-mail address. Passwords are hashed off the event loops.
 *
 * <p>All services see all users, but a user who could be made to log in for another service is none of theirs: a service
 * sets the password of, switches on and removes only users whom it made itself and of whom no other has a TOKEN key that is
 * not revoked. Whom it made it can always switch off.
 */
public final class AccountRegistry {

    private static final String USERS = "users";

    private final ProjectEntries entries;
    private final PgCatalog catalog;
    private final PgAccounts accounts;
    private final UserStore users;
    private final String project;

    /** @param apply must take no secret from outside of the text, and keep those that are left away */
    public AccountRegistry(Apply apply, PgCatalog catalog, PgAccounts accounts, UserStore users, String project) {
        this.entries = new ProjectEntries(apply, catalog, project);
        this.catalog = catalog;
        this.accounts = accounts;
        this.users = users;
        this.project = project;
    }

    /** The user with this id, also when disabled. */
    public Future<Optional<Account>> find(UUID id) {
        return accounts.find(id);
    }

    /** At most as many as the page has. */
    public Future<List<Account>> list(AccountFilter filter, Page page) {
        return accounts.list(filter, page);
    }

    /**
     * The new user, who is there with all that is known of it or not at all. Fails with {@link TakenException} if the address
     * is somebody's, with {@link EntryProblems} if the registry refuses something else.
     *
     * @param by the service that makes it; null for an operator
     */
    public Future<Account> create(NewAccount account, @Nullable String by) {
        return entries.add(
                        USERS,
                        entry(account),
                        AccountRegistry::requireNobody,
                        (transaction, applied) -> accounts.made(transaction, account.email(), by))
                .recover(failure -> refusal(account.email(), failure));
    }

    private ObjectNode entry(NewAccount account) {
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("username", account.email())
                .put("email", account.email())
                .put("project", project)
                .put("enabled", account.enabled())
                .put(
                        "password",
                        account.password() == null ? "none" : account.password().reveal())
                .put("password_allow_reset", account.profile().passwordAllowReset())
                .put("password_require_update", account.profile().passwordRequireUpdate());
        put(entry, "name", account.profile().name());
        put(entry, "locale", account.profile().locale());
        put(entry, "timezone", account.profile().timezone());
        return entry;
    }

    private static void requireNobody(Optional<ObjectNode> registered) {
        if (registered.isPresent()) {
            throw new TakenException();
        }
    }

    private <T> Future<T> refusal(String email, Throwable failure) {
        if (!(failure instanceof EntryProblems)) {
            return Future.failedFuture(failure);
        }
        return users.findByLogin(project, LoginName.of(email))
                .compose(found -> Future.failedFuture(found.isPresent() ? new TakenException() : failure));
    }

    /**
     * The user as it is then; empty if there is no such user whom the service may change so. Fails with
     * {@link EntryProblems} if the registry refuses the change.
     *
     * @param by null for an operator, who may change all
     */
    public Future<Optional<Account>> change(String id, AccountChange change, @Nullable String by) {
        return may(id, change, by)
                .compose(may -> may
                        ? entries.edit(
                                USERS,
                                id,
                                entry -> changed(entry, change),
                                (transaction, applied) -> accounts.require(transaction, UUID.fromString(id)))
                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<Boolean> may(String id, AccountChange change, @Nullable String by) {
        if (change.isForOwners()) {
            return mayOwn(id, by);
        }
        return by == null || !change.switchesOff()
                ? Future.succeededFuture(true)
                : accounts.isMadeBy(by, UUID.fromString(id));
    }

    private Future<Boolean> mayOwn(String id, @Nullable String by) {
        return by == null ? Future.succeededFuture(true) : accounts.owns(by, UUID.fromString(id));
    }

    private static ObjectNode changed(ObjectNode entry, AccountChange change) {
        put(entry, "name", change.name());
        put(entry, "locale", change.locale());
        put(entry, "timezone", change.timezone());
        put(entry, "enabled", change.enabled());
        put(entry, "password_allow_reset", change.passwordAllowReset());
        if (change.password() != null) {
            entry.put("password", change.password().reveal());
            entry.put("password_require_update", false);
        }
        put(entry, "password_require_update", change.passwordRequireUpdate());
        return entry;
    }

    private static void put(ObjectNode entry, String key, @Nullable String value) {
        if (value != null) {
            entry.put(key, value);
        }
    }

    private static void put(ObjectNode entry, String key, @Nullable Boolean value) {
        if (value != null) {
            entry.put(key, value);
        }
    }

    /**
     * What became of the user, all of whose tokens end if it is gone; unknown if it is not the service's to remove.
     *
     * @param by null for an operator, who may remove all
     */
    public Future<Removal> delete(String id, @Nullable String by) {
        return mayOwn(id, by)
                .compose(may -> may ? entries.find(USERS, id) : Future.succeededFuture(Optional.empty()))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Removal.Unknown())
                        : catalog.remove(USERS, id, false));
    }
}
