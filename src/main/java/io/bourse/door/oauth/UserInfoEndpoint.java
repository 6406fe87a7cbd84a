package io.bourse.door.oauth;

import io.bourse.http.Answer;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Call;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.token.LoggedInUsers;
import io.bourse.token.LoggedInUsers.LoggedIn;
import io.bourse.token.OwnToken;
import io.vertx.core.Future;

/**
 * {@code GET} and {@code POST /oauth2/userinfo} (OpenID Connect Core section 5.3): who is logged in, told to whoever has
 * the access token of the login, in the header (RFC 6750 section 2.1) and with the scope {@code openid}.
 */
final class UserInfoEndpoint {

    private final BearerAuthentication<OwnToken> bearer;
    private final LoggedInUsers users;

    UserInfoEndpoint(BearerAuthentication<OwnToken> bearer, LoggedInUsers users) {
        this.bearer = bearer;
        this.users = users;
    }

    Future<Answer> answer(Call call) {
        return bearer.authenticate(call)
                .compose(users::of)
                .map(UserInfoEndpoint::permitted)
                .map(login -> Answer.json(200, json -> {
                    json.writeStringField("sub", login.user().id());
                    login.claims().write(json);
                }));
    }

    private static LoggedIn permitted(LoggedIn login) {
        if (!login.token().scopes().contains(Scopes.OPENID)) {
            throw OAuthException.insufficientScope("the login was not granted " + Scopes.OPENID);
        }
        return login;
    }
}
