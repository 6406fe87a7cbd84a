package io.bourse.door.xoxoday;

import io.bourse.audit.AuditLog;
import io.bourse.door.EndpointAudit;
import io.bourse.door.Origins;
import io.bourse.http.Answer;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Call;
import io.bourse.token.OwnToken;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/** {@code GET /v1/oauth/token}: tells whoever holds an access token whether it is alive, and for how long. */
final class ValidationEndpoint {

    private final BearerAuthentication<OwnToken> bearer;
    private final EndpointAudit audit;
    private final InstantSource clock;

    ValidationEndpoint(BearerAuthentication<OwnToken> bearer, AuditLog audit, InstantSource clock) {
        this.bearer = bearer;
        this.audit = new EndpointAudit(audit, "validate");
        this.clock = clock;
    }

    Future<Answer> answer(Call call) {
        return Future.succeededFuture(call)
                .map(ValidationEndpoint::requireBearer)
                .compose(bearer::authenticate)
                .onFailure(failure -> audit.refused(Origins.of(call), null, failure))
                .map(token -> answer(BearerAuthentication.token(call), token));
    }

    private static Call requireBearer(Call call) {
        if (!BearerAuthentication.isBearer(call)) {
            throw new NoBearerException(call.headers("Authorization").size());
        }
        return call;
    }

    private Answer answer(String shown, OwnToken token) {
        return Answer.json(200, json -> {
            json.writeStringField("access_token", shown);
            json.writeStringField("token_type", "bearer");
            json.writeNumberField(
                    "expires_in",
                    Duration.between(clock.instant(), token.expiresAt()).toSeconds());
            json.writeNumberField("access_token_expiry", token.expiresAt().toEpochMilli());
        });
    }
}
