package io.bourse.revocation;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.bourse.token.OwnToken;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * What users may end of their own, by an access token of a login of their own; see {@link OwnToken#isUsersOwn}. It reaches
 * no further than the client that it was given to: an API that was shown the token of one client ends nothing at another.
 * All tokens shown are alive.
 */
public final class OwnAccount {

    public enum Outcome {
        DONE,
        /** The token was not got by logging in as this user: nothing was done. */
        NOT_OWN_LOGIN,
        /** Not the client of the token: nothing was done. */
        OTHER_CLIENT,
        /** No provider whose tokens the client of the token may bring: nothing was done. */
        UNKNOWN_PROVIDER,
        /** Nobody could log in as this user any more: nothing was done. */
        LAST_WAY_IN
    }

    private final UserStore users;
    private final ProviderStore providers;
    private final Revocations revocations;

    public OwnAccount(UserStore users, ProviderStore providers, Revocations revocations) {
        this.users = users;
        this.providers = providers;
        this.revocations = revocations;
    }

    /**
     * Ends all that the client has for the user so far, and what was made of it: access tokens and refresh tokens. Fails
     * with {@code temporarily_unavailable} if any of it may still be alive.
     */
    public Future<Outcome> endSessions(OwnToken shown, ClientId at) {
        return end(shown, at, RevokeCommand.userAtClient(shown.subject().id(), at));
    }

    /** As {@link #endSessions}, but refresh tokens only. */
    public Future<Outcome> endRefreshTokens(OwnToken shown, ClientId at) {
        return end(shown, at, new RevokeCommand.Logins(shown.subject().id(), at));
    }

    private Future<Outcome> end(OwnToken shown, ClientId at, RevokeCommand command) {
        if (!shown.isUsersOwn()) {
            return Future.succeededFuture(Outcome.NOT_OWN_LOGIN);
        }
        return shown.client().equals(at)
                ? revocations.revoke(command).map(Outcome.DONE)
                : Future.succeededFuture(Outcome.OTHER_CLIENT);
    }

    /**
     * Removes all links between the user and the provider, unless there is no other way to log in; see
     * {@link UserStore#unlink}. Ends no token.
     */
    public Future<Outcome> disconnect(OwnToken shown, String provider) {
        if (!shown.isUsersOwn()) {
            return Future.succeededFuture(Outcome.NOT_OWN_LOGIN);
        }
        return user(shown)
                .compose(user -> providers.find(provider).compose(found -> {
                    Optional<Provider> known = found.filter(Provider::enabled)
                            .filter(it -> it.project().equals(user.project()))
                            .filter(it -> it.accepts(shown.client()));
                    return known.isEmpty()
                            ? Future.succeededFuture(Outcome.UNKNOWN_PROVIDER)
                            : users.unlink(user.id(), provider).map(done -> done ? Outcome.DONE : Outcome.LAST_WAY_IN);
                }));
    }

    private Future<User> user(OwnToken shown) {
        return users.find(shown.subject().id())
                .map(found -> found.orElseThrow(() -> OAuthException.invalidToken("its user is gone")));
    }
}
