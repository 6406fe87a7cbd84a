package io.bourse.door.drf;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.door.EndpointAudit;
import io.bourse.door.Origins;
import io.bourse.http.Answer;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Endpoint;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.bourse.revocation.OwnAccount;
import io.bourse.revocation.OwnAccount.Outcome;
import io.bourse.token.OwnToken;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What a bearer may end: {@code /auth/invalidate-sessions}, {@code -refresh-tokens} and {@code /auth/disconnect-backend}. */
final class AccountEndpoints {

    private static final Field BACKEND = new Field.Text("backend", 200);
    private static final Field ASSOCIATION = new Field.Whole("association_id");

    private final BearerAuthentication<OwnToken> bearer;
    private final OwnAccount account;
    private final AuditLog audit;

    AccountEndpoints(BearerAuthentication<OwnToken> bearer, OwnAccount account, AuditLog audit) {
        this.bearer = bearer;
        this.account = account;
        this.audit = audit;
    }

    /** Access tokens and refresh tokens, for the original promises to end all. */
    Endpoint sessions() {
        return endpoint(
                "invalidate_sessions",
                Field.CLIENT_ID,
                (shown, client) -> account.endSessions(shown, new ClientId(client)));
    }

    Endpoint refreshTokens() {
        return endpoint(
                "invalidate_refresh_tokens",
                Field.CLIENT_ID,
                (shown, client) -> account.endRefreshTokens(shown, new ClientId(client)));
    }

    /** Links have no numbers here: the one that the caller knows has to be one, and is not looked at. */
    Endpoint backend() {
        return endpoint("disconnect_backend", BACKEND, account::disconnect, ASSOCIATION);
    }

    /**
     * @param about names the client or provider that it is about
     * @param others must be there, and are not looked at
     */
    private Endpoint endpoint(
            String asked, Field about, BiFunction<OwnToken, String, Future<Outcome>> deed, Field... others) {
        Field[] fields = Stream.concat(Stream.of(about), Stream.of(others)).toArray(Field[]::new);
        EndpointAudit log = new EndpointAudit(audit, asked);
        return call -> {
            Origin origin = Origins.of(call);
            return Future.succeededFuture(call)
                    .compose(bearer::authenticate)
                    .compose(shown -> Future.succeededFuture(call)
                            .map(it -> Field.read(it, fields).require(about.name()))
                            .compose(named -> deed.apply(shown, named)
                                    .map(AccountEndpoints::answer)
                                    .onSuccess(done -> log.done(origin, shown, named))))
                    .onFailure(failure -> log.refused(origin, null, failure));
        };
    }

    private static Answer answer(Outcome outcome) {
        return switch (outcome) {
            case DONE -> Done.answer();
            case NOT_OWN_LOGIN ->
                throw DrfFailure.detail(
                        403,
                        "You do not have permission to perform this action.",
                        OAuthException.invalidToken("not the access token of a user's own login"));
            case OTHER_CLIENT ->
                throw DrfFailure.detail(
                        400,
                        "The application linked to the provided client_id could not be found.",
                        OAuthException.invalidRequest("not the client of the token"));
            case UNKNOWN_PROVIDER -> throw DrfFailure.fields(Map.of("backend", "Invalid backend."));
            case LAST_WAY_IN ->
                throw DrfFailure.detail(
                        400,
                        "This is the only way to sign in to this account, so it cannot be disconnected.",
                        OAuthException.invalidRequest("the last way in"));
        };
    }
}
