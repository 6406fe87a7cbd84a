package io.bourse.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.bourse.jose.JwtSigner;
import io.bourse.oauth.Scopes;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Id tokens (OpenID Connect Core section 2): they tell a client who logged in, and open nothing. Every token of ours that
 * opens something says in {@code typ} what it is; an id token has no {@code typ}, so that nothing takes it for one of those.
 */
public final class IdTokens {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String NO_TYPE = "";

    private final String issuer;
    private final JwtSigner signer;
    private final UserStore users;

    public IdTokens(String issuer, JwtSigner signer, UserStore users) {
        this.issuer = issuer;
        this.signer = signer;
        this.users = users;
    }

    /** Whether one goes with it: no target takes the scope away; see {@link Scopes#OURS}. */
    static boolean isGranted(Authorization authorization) {
        return authorization.login() != null && authorization.scopes().contains(Scopes.OPENID);
    }

    /** What it will say of the user; fails if that cannot be known now. Asks nobody if nothing is to be said. */
    Future<UserClaims> claims(Authorization authorization) {
        Scopes scopes = authorization.scopes();
        if (!isGranted(authorization) || !UserClaims.isAskedFor(scopes)) {
            return Future.succeededFuture(UserClaims.NONE);
        }
        return users.find(authorization.subject().id())
                .map(found -> found.map(user -> UserClaims.of(user, scopes)).orElse(UserClaims.NONE));
    }

    /**
     * The signed token, which ends with the access token that it comes with; null if none is granted. Pure computation.
     */
    @Nullable
    String sign(Authorization authorization, UserClaims claims, Instant now, Instant expiresAt) {
        Login login = authorization.login();
        if (login == null || !isGranted(authorization)) {
            return null;
        }
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("iss", issuer);
            json.writeStringField("sub", authorization.subject().id());
            json.writeStringField("aud", authorization.client().id().value());
            json.writeNumberField("iat", now.getEpochSecond());
            json.writeNumberField("exp", expiresAt.getEpochSecond());
            if (login.authenticatedAt() != null) {
                json.writeNumberField("auth_time", login.authenticatedAt().getEpochSecond());
            }
            if (login.nonce() != null) {
                json.writeStringField("nonce", login.nonce());
            }
            claims.write(json);
            json.writeEndObject();
            json.flush();
            return signer.sign(NO_TYPE, bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
