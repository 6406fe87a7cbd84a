package io.bourse.door.drf;

import io.bourse.door.Origins;
import io.bourse.grant.TokenPipeline;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.http.TokenForm;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;

/** {@code POST /auth/token}: every grant of ours, where the original has some of them. */
final class TokenEndpoint {

    private final TokenPipeline pipeline;

    TokenEndpoint(TokenPipeline pipeline) {
        this.pipeline = pipeline;
    }

    Future<Answer> answer(Call call) {
        return pipeline.issue(Origins.of(call), () -> parse(call))
                .map(response -> Answer.json(200, json -> TokenJson.write(json, response)));
    }

    private static UnauthenticatedRequest parse(Call call) {
        Form form = Field.read(call);
        if (form.optional("grant_type").isEmpty()) {
            throw OAuthException.unsupportedGrantType("no grant type");
        }
        return TokenForm.read(form, Applications.credentials(call, form));
    }
}
