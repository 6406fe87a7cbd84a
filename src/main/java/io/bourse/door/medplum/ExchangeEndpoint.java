package io.bourse.door.medplum;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.door.Origins;
import io.bourse.door.TokenAnswers;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.vertx.core.Future;

/**
 * {@code POST /auth/exchange}: a login by the token of the identity provider that the client's entry names. What is wrong
 * with the form of the body is an OperationOutcome, all that is decided after that an error of OAuth, as at Medplum.
 */
final class ExchangeEndpoint {

    private final TokenPipeline pipeline;

    ExchangeEndpoint(TokenPipeline pipeline) {
        this.pipeline = pipeline;
    }

    Future<Answer> answer(Call call) {
        Origin origin = Origins.of(call);
        ExchangeBody body = ExchangeBody.read(call);
        return pipeline.issue(origin, () -> body.request(call))
                .map(TokenAnswers::standard)
                .recover(failure -> refused(origin.decisionId(), body, failure));
    }

    private static Future<Answer> refused(String decisionId, ExchangeBody body, Throwable failure) {
        if (!body.issues().isEmpty()) {
            return Future.succeededFuture(new OperationOutcome(decisionId, body.issues()).answer(400));
        }
        return new ExchangeRefusal(decisionId)
                .answer(failure)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(failure));
    }
}
