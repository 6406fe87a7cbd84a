package io.bourse.door.oracle;

import io.bourse.client.ClientCredentials;
import io.bourse.door.Credentials;
import io.bourse.door.Origins;
import io.bourse.door.TokenAnswers;
import io.bourse.grant.RequestedTargets;
import io.bourse.grant.TokenPipeline;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.httpsig.CavageSignature;
import io.bourse.httpsig.SignedMessage;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenResponse;
import io.vertx.core.Future;
import java.util.List;

/**
 * {@code POST /oauth2/v1/token}. A signature makes the caller the subject, and {@code token-exchange} the grant of signed
 * requests; with a client's credentials it is a token endpoint as any other.
 */
final class TokenEndpoint {

    private static final String AUTHORIZATION = "Authorization";
    private static final String EXCHANGE = GrantType.TOKEN_EXCHANGE.value();

    /** With one of these an exchange that is not signed is that of RFC 8693. */
    private static final List<String> ELSEWHERE = List.of("subject_token", "client_secret", "client_assertion");

    private final TokenPipeline pipeline;

    TokenEndpoint(TokenPipeline pipeline) {
        this.pipeline = pipeline;
    }

    Future<Answer> answer(Call call) {
        return pipeline.issue(Origins.of(call), () -> read(call))
                .map(TokenEndpoint::answer)
                .recover(failure -> Future.failedFuture(asUnsigned(call, failure)));
    }

    private static UnauthenticatedRequest read(Call call) {
        Form form = call.form();
        GrantType grant = GrantType.parse(form.require("grant_type"));
        boolean signing = isSigning(call, form);
        OracleScopes scopes = signing
                ? OracleScopes.parse(form.require("scope"), grant)
                : form.optional("scope")
                        .map(text -> OracleScopes.parse(text, grant))
                        .orElse(OracleScopes.UNSAID);
        UnauthenticatedRequest request = new UnauthenticatedRequest(
                signing ? signature(call, form) : Credentials.of(call, form),
                signing && grant.equals(GrantType.TOKEN_EXCHANGE) ? GrantType.SIGNED_REQUEST : grant,
                scopes.asked(),
                new RequestedTargets(form.all("audience"), form.all("resource")),
                WorkloadFederation.parameters(form.parameters()));
        return scopes.longest() == null ? request : request.forNoLongerThan(scopes.longest());
    }

    /** The exchange of nothing by nobody is a signed request that lacks its signature. */
    private static boolean isSigning(Call call, Form form) {
        List<String> headers = call.headers(AUTHORIZATION);
        return headers.isEmpty()
                ? form.optional("grant_type").filter(EXCHANGE::equals).isPresent()
                        && ELSEWHERE.stream()
                                .noneMatch(name -> form.optional(name).isPresent())
                : headers.stream().anyMatch(CavageSignature::isScheme);
    }

    private static ClientCredentials signature(Call call, Form form) {
        List<String> headers = call.headers(AUTHORIZATION);
        if (headers.size() != 1) {
            throw OAuthException.invalidClient(headers.size() + " Authorization headers");
        }
        SignedMessage message = new SignedMessage(
                call.method(), call.uri(), call.headers(), call.body().getBytes());
        return ClientCredentials.signed(headers.get(0), form.parameters(), message);
    }

    /** The gateway's answer, if it was the signature that was not believed. The form was read by then. */
    private static Throwable asUnsigned(Call call, Throwable failure) {
        return failure instanceof OAuthException refusal
                        && refusal.error() == OAuthError.INVALID_CLIENT
                        && isSigning(call, call.form())
                ? new NotAuthenticatedException(refusal)
                : failure;
    }

    private static Answer answer(TokenResponse response) {
        if (WorkloadFederation.isAnswer(response)) {
            return WorkloadFederation.answer(response);
        }
        return Answer.json(200, json -> TokenAnswers.writeToken(json, response, response.tokenType()));
    }
}
