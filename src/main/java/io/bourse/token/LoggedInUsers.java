package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.oauth.OAuthException;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;

/**
 * Who is logged in, by the access token of the login. What a service was given in exchange, what a client has for itself
 * and what somebody acts with for a user is nobody's login, and learns nothing here.
 */
public final class LoggedInUsers {

    private final ClientStore clients;
    private final UserStore users;

    public LoggedInUsers(ClientStore clients, UserStore users) {
        this.clients = clients;
        this.users = users;
    }

    /** A user, and the client at which this user logged in. */
    public record LoggedIn(OwnToken token, Client client, User user) {

        /** What the client may know of the user. */
        public UserClaims claims() {
            return UserClaims.of(user, token.scopes());
        }
    }

    /**
     * Whose login it is. Fails with {@code invalid_token} if it is nobody's.
     *
     * @param token alive
     */
    public Future<LoggedIn> of(OwnToken token) {
        if (!token.isUsersOwn()) {
            return Future.failedFuture(OAuthException.invalidToken("not the access token of a user's own login"));
        }
        return clients.find(token.client())
                .compose(client -> users.find(token.subject().id())
                        .map(user -> client.flatMap(at -> user.map(who -> new LoggedIn(token, at, who)))
                                .filter(login -> login.user()
                                        .project()
                                        .equals(login.client().project()))
                                .orElseThrow(() -> OAuthException.invalidToken("its user is none of its client's"))));
    }
}
