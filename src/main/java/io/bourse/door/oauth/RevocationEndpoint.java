package io.bourse.door.oauth;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.client.Client;
import io.bourse.client.ClientAuthenticator;
import io.bourse.door.Credentials;
import io.bourse.door.EndpointAudit;
import io.bourse.door.Origins;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.revocation.RevokeCommand;
import io.bourse.revocation.TokenRevoker;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code POST /oauth2/revoke} (RFC 7009). The hint is not needed: our tokens tell what they are. 200 means dead on this
 * node and durable; when that is not known the answer is 503, and the client knows that its token may live.
 */
final class RevocationEndpoint {

    private final ClientAuthenticator clients;
    private final TokenRevoker revoker;
    private final EndpointAudit audit;

    RevocationEndpoint(ClientAuthenticator clients, TokenRevoker revoker, AuditLog audit) {
        this.clients = clients;
        this.revoker = revoker;
        this.audit = new EndpointAudit(audit, "revoke");
    }

    Future<Answer> answer(Call call) {
        Origin origin = Origins.of(call);
        return Future.succeededFuture(call)
                .map(Call::form)
                .compose(form ->
                        clients.authenticate(Credentials.of(call, form)).map(client -> new Authenticated(form, client)))
                .onFailure(failure -> audit.refused(origin, null, failure))
                .compose(request -> revoke(request, origin))
                .map(revoked -> Answer.empty(200));
    }

    private Future<Optional<RevokeCommand>> revoke(Authenticated request, Origin origin) {
        Client client = request.client();
        return Future.succeededFuture(request.form())
                .compose(form -> revoker.revoke(form.require("token"), client))
                .onSuccess(ended -> audit.revoked(origin, client, ended))
                .onFailure(failure -> audit.refused(origin, client, failure));
    }
}
