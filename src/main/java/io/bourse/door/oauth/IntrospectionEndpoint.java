package io.bourse.door.oauth;

import io.bourse.audit.AuditLog;
import io.bourse.client.Client;
import io.bourse.client.ClientAuthenticator;
import io.bourse.client.ClientStore;
import io.bourse.door.Credentials;
import io.bourse.door.EndpointAudit;
import io.bourse.door.Origins;
import io.bourse.http.Answer;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.token.Introspector;
import io.bourse.token.Introspector.Active;
import io.bourse.token.OwnToken;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code POST /oauth2/introspect} (RFC 7662). The caller is a confidential client: a public one proves nothing, and
 * could scan for tokens under another's name. It authenticates as at the token endpoint, or with an access token that it
 * was given for itself and for us (RFC 7662 section 2.1). It may ask for a signed answer (RFC 9701).
 */
final class IntrospectionEndpoint {

    private final String issuer;
    private final ClientAuthenticator authenticator;
    private final BearerAuthentication<OwnToken> bearer;
    private final ClientStore clients;
    private final Introspector introspector;
    private final SignedIntrospection signed;
    private final EndpointAudit audit;

    IntrospectionEndpoint(
            String issuer,
            ClientAuthenticator authenticator,
            BearerAuthentication<OwnToken> bearer,
            ClientStore clients,
            Introspector introspector,
            SignedIntrospection signed,
            AuditLog audit) {
        this.issuer = issuer;
        this.authenticator = authenticator;
        this.bearer = bearer;
        this.clients = clients;
        this.introspector = introspector;
        this.signed = signed;
        this.audit = new EndpointAudit(audit, "introspect");
    }

    Future<Answer> answer(Call call) {
        return Future.succeededFuture(call)
                .map(Call::form)
                .compose(form -> caller(call, form)
                        .map(IntrospectionEndpoint::confidential)
                        .map(client -> new Authenticated(form, client)))
                .onFailure(failure -> audit.refused(Origins.of(call), null, failure))
                .compose(request -> introspect(request)
                        .onFailure(failure -> audit.refused(Origins.of(call), request.client(), failure))
                        .map(active -> new IntrospectionMembers(issuer, active))
                        .compose(members -> SignedIntrospection.isAskedFor(call)
                                ? signed.answer(request.client(), members)
                                : Future.succeededFuture(Answer.json(200, members))));
    }

    private Future<Optional<Active>> introspect(Authenticated request) {
        return Future.succeededFuture(request.form())
                .compose(form -> introspector.introspect(form.require("token"), request.client()));
    }

    private Future<Client> caller(Call call, Form form) {
        if (!BearerAuthentication.isBearer(call)) {
            return authenticator.authenticate(Credentials.of(call, form));
        }
        Credentials.requireNoOthers(call, form);
        return bearer.authenticate(call).compose(this::holder);
    }

    private Future<Client> holder(OwnToken token) {
        boolean forUs = token.audiences().contains(issuer) && token.subject().equals(Subject.client(token.client()));
        return clients.find(token.client())
                .map(client -> client.filter(found -> forUs)
                        .orElseThrow(() -> OAuthException.invalidToken("not the client's own token for this service")));
    }

    private static Client confidential(Client client) {
        if (client.isPublic()) {
            throw OAuthException.invalidClient("a public client may not introspect");
        }
        return client;
    }
}
