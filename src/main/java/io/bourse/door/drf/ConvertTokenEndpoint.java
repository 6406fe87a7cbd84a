package io.bourse.door.drf;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.client.Client;
import io.bourse.door.EndpointAudit;
import io.bourse.door.Origins;
import io.bourse.grant.TokenPipeline;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.http.TokenForm;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenResponse;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.Optional;

/** {@code POST /auth/convert-token}: a provider's token against ours, and who its bearer is here. */
final class ConvertTokenEndpoint {

    private static final Field[] FIELDS = {
        new Field.Text("grant_type", 50), new Field.Text("backend", 200), Field.CLIENT_ID, new Field.Text("token", 5000)
    };

    private final TokenPipeline pipeline;
    private final Applications applications;
    private final UserStore users;
    private final EndpointAudit audit;

    /** @param audit hears of what is refused before there is a request for a token */
    ConvertTokenEndpoint(TokenPipeline pipeline, Applications applications, UserStore users, EndpointAudit audit) {
        this.pipeline = pipeline;
        this.applications = applications;
        this.users = users;
        this.audit = audit;
    }

    Future<Answer> answer(Call call) {
        Origin origin = Origins.of(call);
        return Future.succeededFuture(call)
                .map(it -> Field.read(it, FIELDS))
                .compose(form -> applications.named(form).map(client -> new Named(form, client)))
                .onFailure(failure -> audit.refused(origin, null, failure))
                .compose(named -> pipeline.issue(origin, () -> request(call, named)))
                .compose(this::answer);
    }

    private record Named(Form form, Client client) {}

    private static UnauthenticatedRequest request(Call call, Named named) {
        if (!named.form().require("grant_type").equals(GrantType.CONVERT_TOKEN.value())) {
            throw OAuthException.unsupportedGrantType("not convert_token");
        }
        return TokenForm.read(named.form(), Applications.credentials(call, named.form(), named.client()));
    }

    private Future<Answer> answer(TokenResponse response) {
        return user(users, response.subject())
                .map(user -> Answer.json(200, json -> {
                    TokenJson.write(json, response);
                    if (user.isPresent()) {
                        TokenJson.write(json, user.get());
                    }
                }));
    }

    /**
     * Nobody for a token that speaks for a workload, nor if it cannot be known now: the token is issued, and perhaps the
     * provider's is spent.
     */
    static Future<Optional<User>> user(UserStore users, Subject subject) {
        return subject.isUser()
                ? users.find(subject.id()).otherwise(Optional.empty())
                : Future.succeededFuture(Optional.empty());
    }
}
