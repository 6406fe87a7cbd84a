package io.bourse.revocation;

import io.bourse.client.Client;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may end which token (RFC 7009 section 2.1): its own client, and nobody else. A refresh token, also one that was
 * replaced, ends its whole login; an access token ends itself and what was made from it.
 */
public final class TokenRevoker {

    private final RefreshTokens refreshTokens;
    private final OwnTokens ownTokens;
    private final Revocations revocations;

    public TokenRevoker(RefreshTokens refreshTokens, OwnTokens ownTokens, Revocations revocations) {
        this.refreshTokens = refreshTokens;
        this.ownTokens = ownTokens;
        this.revocations = revocations;
    }

    /**
     * Succeeds with what was ended when the token is dead, durably and on this node; with nothing when there is nothing
     * to end: an unknown, expired or foreign token, or one of another client, which lives on. Fails with {@code temporarily_unavailable}
     * if the token may still be alive.
     */
    public Future<Optional<RevokeCommand>> revoke(String token, Client client) {
        return command(token, client)
                .compose(command -> command.map(revocations::revoke)
                        .orElse(Future.succeededFuture())
                        .map(command));
    }

    /**
     * Logs out whoever shows the access token: ends the login that it came from, or the token itself if that was all of the
     * login. Succeeds with what was ended, as {@link #revoke} does.
     */
    public Future<RevokeCommand> logOut(OwnToken token) {
        RevokeCommand command = token.family() == null
                ? new RevokeCommand.Token(token.id(), token.expiresAt())
                : new RevokeCommand.Family(UUID.fromString(token.family()));
        return revocations.revoke(command).map(command);
    }

    /**
     * As the other, for an access token that its bearer has shown and that was verified: whoever holds a token may give it
     * up, though only as one of this client's.
     */
    public Future<Optional<RevokeCommand>> revoke(OwnToken shown, Client client) {
        if (!shown.client().equals(client.id())) {
            return Future.succeededFuture(Optional.empty());
        }
        RevokeCommand command = new RevokeCommand.Token(shown.id(), shown.expiresAt());
        return revocations.revoke(command).map(Optional.of(command));
    }

    private Future<Optional<RevokeCommand>> command(String token, Client client) {
        if (token.startsWith(RefreshTokens.PREFIX)) {
            return Future.succeededFuture(refreshTokens
                    .verify(token, client.id())
                    .map(content -> new RevokeCommand.Family(content.family())));
        }
        return ownTokens
                .genuine(token)
                .map(own -> Optional.of(own)
                        .filter(it -> it.client().equals(client.id()))
                        .<RevokeCommand>map(it -> new RevokeCommand.Token(it.id(), it.expiresAt())))
                .recover(TokenRevoker::nothingIfInvalid);
    }

    private static Future<Optional<RevokeCommand>> nothingIfInvalid(Throwable failure) {
        return failure instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_TOKEN
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }
}
