package io.bourse.door.oauth;

import io.bourse.grant.TokenPipeline;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.http.TokenForm;
import io.bourse.oauth.TokenResponse;
import io.vertx.core.Future;

/** {@code POST /oauth2/token} (RFC 6749 section 3.2). */
final class TokenEndpoint {

    private final TokenPipeline pipeline;

    TokenEndpoint(TokenPipeline pipeline) {
        this.pipeline = pipeline;
    }

    Future<Answer> answer(Call call) {
        return pipeline.issue(Origins.of(call), () -> parse(call)).map(TokenEndpoint::answer);
    }

    private static UnauthenticatedRequest parse(Call call) {
        Form form = call.form();
        return TokenForm.read(form, Credentials.of(call, form));
    }

    /** The answer of RFC 6749 section 5.1, with what RFC 8693 section 2.2.1 adds. */
    private static Answer answer(TokenResponse response) {
        return Answer.json(200, json -> {
            json.writeStringField("access_token", response.accessToken());
            if (response.issuedTokenType() != null) {
                json.writeStringField(
                        "issued_token_type", response.issuedTokenType().uri());
            }
            json.writeStringField("token_type", response.tokenType());
            json.writeNumberField("expires_in", response.expiresIn());
            if (response.refreshToken() != null) {
                json.writeStringField("refresh_token", response.refreshToken());
            }
            if (!response.scopes().isEmpty()) {
                json.writeStringField("scope", response.scopes().toString());
            }
        });
    }
}
