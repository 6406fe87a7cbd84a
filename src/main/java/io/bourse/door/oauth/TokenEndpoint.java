package io.bourse.door.oauth;

import io.bourse.grant.TokenPipeline;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

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
        return new UnauthenticatedRequest(
                Credentials.of(call, form),
                new GrantType(form.require("grant_type")),
                form.optional("scope").map(Scopes::parse).orElse(Scopes.NONE),
                targets(form),
                form.parameters());
    }

    private static List<String> targets(Form form) {
        return Stream.concat(form.all("audience").stream(), form.all("resource").stream())
                .toList();
    }

    /** The answer of RFC 6749 section 5.1, with what RFC 8693 section 2.2.1 adds. */
    private static Answer answer(TokenResponse response) {
        return Answer.json(200, json -> {
            json.writeStringField("access_token", response.accessToken());
            if (response.issuedTokenType() != null) {
                json.writeStringField(
                        "issued_token_type", response.issuedTokenType().uri());
            }
            json.writeStringField("token_type", "Bearer");
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
