package io.bourse.door.xoxoday;

import io.bourse.door.Credentials;
import io.bourse.door.Origins;
import io.bourse.door.TokenAnswers;
import io.bourse.grant.TokenPipeline;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.http.TokenForm;
import io.bourse.oauth.TokenResponse;
import io.vertx.core.Future;
import java.util.Locale;

/** {@code POST /v1/oauth/token/user} and {@code /company}: the parameters of RFC 6749 as a form or as a JSON object. */
final class TokenEndpoint {

    private final TokenPipeline pipeline;
    private final TokenKind kind;

    TokenEndpoint(TokenPipeline pipeline, TokenKind kind) {
        this.pipeline = pipeline;
        this.kind = kind;
    }

    Future<Answer> answer(Call call) {
        return pipeline.issue(Origins.of(call), () -> parse(call)).map(TokenEndpoint::answer);
    }

    private UnauthenticatedRequest parse(Call call) {
        Form fields = call.fields();
        return TokenForm.read(fields, Credentials.of(call, fields)).forNoLongerThan(kind.longest());
    }

    private static Answer answer(TokenResponse response) {
        return Answer.json(200, json -> {
            TokenAnswers.writeToken(json, response, response.tokenType().toLowerCase(Locale.ROOT));
            TokenAnswers.writeScope(json, response);
            json.writeNumberField("access_token_expiry", response.expiresAt().toEpochMilli());
            if (response.refreshExpiresAt() != null) {
                json.writeNumberField(
                        "refresh_token_expiry", response.refreshExpiresAt().toEpochMilli());
            }
        });
    }
}
