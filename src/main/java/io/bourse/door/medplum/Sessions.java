package io.bourse.door.medplum;

import io.bourse.http.BearerAuthentication;
import io.bourse.http.Call;
import io.bourse.oauth.OAuthException;
import io.bourse.token.LoggedInUsers;
import io.bourse.token.LoggedInUsers.LoggedIn;
import io.bourse.token.OwnToken;
import io.vertx.core.Future;

/**
 * What Medplum calls a session: a user's login at a client whose entry names a login provider. A token of any other client is
 * shown to APIs that are no part of this dialect, and must be of no use to them here.
 */
final class Sessions {

    private final BearerAuthentication<OwnToken> bearer;
    private final LoggedInUsers users;

    Sessions(BearerAuthentication<OwnToken> bearer, LoggedInUsers users) {
        this.bearer = bearer;
        this.users = users;
    }

    /** Whose session it is; fails with {@code invalid_token}. */
    Future<LoggedIn> of(Call call) {
        return Future.succeededFuture(call)
                .compose(bearer::authenticate)
                .compose(users::of)
                .map(Sessions::ofThisDialect);
    }

    private static LoggedIn ofThisDialect(LoggedIn login) {
        if (!login.client().hasSessions()) {
            throw OAuthException.invalidToken("client " + login.client().id() + " has no login provider");
        }
        return login;
    }
}
