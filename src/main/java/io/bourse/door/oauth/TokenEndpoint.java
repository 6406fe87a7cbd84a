package io.bourse.door.oauth;

import io.bourse.door.Credentials;
import io.bourse.door.Origins;
import io.bourse.door.TokenAnswers;
import io.bourse.grant.TokenPipeline;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.http.TokenForm;
import io.vertx.core.Future;

/** {@code POST /oauth2/token} (RFC 6749 section 3.2). */
final class TokenEndpoint {

    private final TokenPipeline pipeline;

    TokenEndpoint(TokenPipeline pipeline) {
        this.pipeline = pipeline;
    }

    Future<Answer> answer(Call call) {
        return pipeline.issue(Origins.of(call), () -> parse(call)).map(TokenAnswers::standard);
    }

    private static UnauthenticatedRequest parse(Call call) {
        Form form = call.form();
        return TokenForm.read(form, Credentials.of(call, form));
    }
}
