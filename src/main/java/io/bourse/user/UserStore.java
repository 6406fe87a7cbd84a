package io.bourse.user;

import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users. Fails with {@link io.bourse.db.StoreException} when the answer cannot be known. */
public interface UserStore {

    /** The user, also when disabled; empty if the id is unknown or no UUID. */
    Future<Optional<User>> find(String id);

    /**
     * As {@link #find}, read anew after every change that is under way, and never remembered: what it says was so after
     * the call began.
     */
    Future<Optional<User>> settled(String id);

    /**
     * The user of this project with this user name or e-mail address, compared in the form of {@link LoginName}; also
     * when disabled.
     */
    Future<Optional<User>> findByLogin(String project, LoginName login);

    /** The user that is linked to this subject of this provider. */
    Future<Optional<User>> findByIdentity(String project, String provider, String subject);

    /**
     * The user of this project with a user name and this e-mail address, compared in the form of {@link LinkAddress}:
     * whom {@link #findOrLink} may link. Empty if either address is not pure ASCII, or the user is one whom a service
     * made, even if the service is gone: it said the address, and knows the password that it gave.
     */
    Future<Optional<User>> findByEmail(String project, String email);

    /**
     * The user linked to this identity, made and linked in one transaction if there is none. Two callers at once get
     * the same user. The e-mail address is recorded and never used to find anybody. Empty if the provider
     * is not registered, or the user was removed meanwhile.
     */
    Future<Optional<User>> findOrCreate(String project, String provider, String subject, @Nullable String email);

    /**
     * The user linked to this identity; if there is none, the project's user with a user name and this e-mail address,
     * whom this links in the same transaction. Empty if the provider is not registered or {@link #findByEmail} finds
     * nobody. Two callers at once get the same user.
     *
     * @param email one that the provider has verified: whoever has it at the provider becomes this user
     */
    Future<Optional<User>> findOrLink(String project, String provider, String subject, String email);

    /**
     * Removes every link between the user and this provider of the user's project, and says in the change log that the user
     * changed. False, and nothing is changed, if nobody could log in as the user any more: there is no password with a user
     * name, and no link with another provider that is enabled and whose tokens an enabled client may bring. True also if there
     * was no link. Two callers at once cannot remove the last two links.
     */
    Future<Boolean> unlink(String userId, String provider);

    /** Replaces the stored hash if it is still the old one; used to raise the cost of a hash at login. */
    Future<Void> rehash(String userId, String oldHash, String newHash);
}
