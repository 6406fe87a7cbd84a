package io.bourse.door.drf;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.client.Client;
import io.bourse.client.ClientAuthenticator;
import io.bourse.door.Credentials;
import io.bourse.door.EndpointAudit;
import io.bourse.door.Origins;
import io.bourse.http.Answer;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.revocation.RevokeCommand;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.OwnToken;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code POST /auth/revoke-token}, in both forms that the original has had: an application that proves itself and sends the
 * token; or a bearer who gives up the token of the header, where the body names its application and no more of it is looked
 * at. An unknown token is no failure (RFC 7009 section 2.2), and a hint is not needed.
 */
final class RevokeTokenEndpoint {

    private final Applications applications;
    private final ClientAuthenticator authenticator;
    private final BearerAuthentication<OwnToken> bearer;
    private final TokenRevoker revoker;
    private final EndpointAudit audit;

    RevokeTokenEndpoint(
            Applications applications,
            ClientAuthenticator authenticator,
            BearerAuthentication<OwnToken> bearer,
            TokenRevoker revoker,
            EndpointAudit audit) {
        this.applications = applications;
        this.authenticator = authenticator;
        this.bearer = bearer;
        this.revoker = revoker;
        this.audit = audit;
    }

    Future<Answer> answer(Call call) {
        Origin origin = Origins.of(call);
        return Future.succeededFuture(call)
                .map(RevokeTokenEndpoint::requireOneHeader)
                .onFailure(failure -> audit.refused(origin, null, failure))
                .compose(one -> BearerAuthentication.isBearer(call) ? giveUp(call, origin) : revoke(call, origin))
                .map(done -> Done.answer());
    }

    /** Which of two would decide in which form it is. */
    private static Call requireOneHeader(Call call) {
        Credentials.requireOneHeader(call);
        return call;
    }

    private Future<Optional<RevokeCommand>> revoke(Call call, Origin origin) {
        return Future.succeededFuture(call)
                .map(it -> Field.read(it, Field.CLIENT_ID))
                .compose(form -> applications
                        .named(form)
                        .compose(named -> Future.succeededFuture(named)
                                .map(it -> Applications.credentials(call, form, it))
                                .compose(authenticator::authenticate)
                                .compose(client -> revoke(form, client, origin))))
                .onFailure(failure -> audit.refused(origin, null, failure));
    }

    private Future<Optional<RevokeCommand>> revoke(Form form, Client client, Origin origin) {
        return revoker.revoke(form.require("token"), client).onSuccess(ended -> audit.revoked(origin, client, ended));
    }

    private Future<Optional<RevokeCommand>> giveUp(Call call, Origin origin) {
        return Future.succeededFuture(call)
                .compose(bearer::authenticate)
                .compose(shown -> Future.succeededFuture(call)
                        .map(it -> Field.read(it, Field.CLIENT_ID))
                        .compose(applications::named)
                        .compose(client -> revoker.revoke(shown, client)
                                .map(RevokeTokenEndpoint::requireItsOwn)
                                .onSuccess(ended -> audit.revoked(origin, client, ended))))
                .onFailure(failure -> audit.refused(origin, null, failure));
    }

    /** Whoever believes to have signed out must be told that it is not so. */
    private static Optional<RevokeCommand> requireItsOwn(Optional<RevokeCommand> ended) {
        if (ended.isEmpty()) {
            throw Applications.unknown();
        }
        return ended;
    }
}
