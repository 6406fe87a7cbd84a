package io.bourse.door.medplum;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.door.EndpointAudit;
import io.bourse.door.Origins;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.LoggedInUsers.LoggedIn;
import io.vertx.core.Future;
import java.util.Optional;

/** {@code POST /oauth2/logout}: ends the login whose access token is shown, with its refresh token. */
final class LogoutEndpoint {

    private final Sessions sessions;
    private final TokenRevoker revoker;
    private final EndpointAudit audit;

    LogoutEndpoint(Sessions sessions, TokenRevoker revoker, AuditLog audit) {
        this.sessions = sessions;
        this.revoker = revoker;
        this.audit = new EndpointAudit(audit, "logout");
    }

    Future<Answer> answer(Call call) {
        Origin origin = Origins.of(call);
        return sessions.of(call)
                .onFailure(failure -> audit.refused(origin, null, failure))
                .compose(login -> end(login, origin))
                .map(ended -> OperationOutcome.ALL_OK.answer(200));
    }

    private Future<Void> end(LoggedIn login, Origin origin) {
        return revoker.logOut(login.token())
                .onSuccess(ended -> audit.revoked(origin, login.client(), Optional.of(ended)))
                .onFailure(failure -> audit.refused(origin, login.client(), failure))
                .mapEmpty();
    }
}
