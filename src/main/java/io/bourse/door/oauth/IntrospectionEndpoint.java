package io.bourse.door.oauth;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.audit.AuditLog;
import io.bourse.client.Client;
import io.bourse.client.ClientAuthenticator;
import io.bourse.client.ClientStore;
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
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /oauth2/introspect} (RFC 7662). The caller is a confidential client: a public one proves nothing, and
 * could scan for tokens under another's name. It authenticates as at the token endpoint, or with an access token that it
 * was given for itself and for us (RFC 7662 section 2.1).
 */
final class IntrospectionEndpoint {

    private static final Buffer INACTIVE = Buffer.buffer("{\"active\":false}");

    private final String issuer;
    private final ClientAuthenticator authenticator;
    private final BearerAuthentication<OwnToken> bearer;
    private final ClientStore clients;
    private final Introspector introspector;
    private final EndpointAudit audit;

    IntrospectionEndpoint(
            String issuer,
            ClientAuthenticator authenticator,
            BearerAuthentication<OwnToken> bearer,
            ClientStore clients,
            Introspector introspector,
            AuditLog audit) {
        this.issuer = issuer;
        this.authenticator = authenticator;
        this.bearer = bearer;
        this.clients = clients;
        this.introspector = introspector;
        this.audit = new EndpointAudit(audit, "introspect");
    }

    Future<Answer> answer(Call call) {
        return Future.succeededFuture(call)
                .map(Call::form)
                .compose(form -> caller(call, form)
                        .map(IntrospectionEndpoint::confidential)
                        .map(client -> new Authenticated(form, client)))
                .onFailure(failure -> audit.refused(Origins.of(call), null, failure))
                .compose(request -> introspector.introspect(request.form().require("token"), request.client()))
                .map(active -> active.map(this::describe).orElseGet(() -> Answer.json(200, INACTIVE)));
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

    private Answer describe(Active active) {
        return Answer.json(200, json -> {
            json.writeBooleanField("active", true);
            json.writeStringField("iss", issuer);
            json.writeStringField("sub", active.subject().id());
            json.writeStringField("sub_type", active.subject().kind().claim());
            json.writeStringField("client_id", active.clientId());
            writeAudiences(json, active);
            json.writeNumberField("iat", active.issuedAt().getEpochSecond());
            json.writeNumberField("exp", active.expiresAt().getEpochSecond());
            if (!active.scopes().isEmpty()) {
                json.writeStringField("scope", active.scopes().toString());
            }
            writeIfPresent(json, "jti", active.tokenId());
            writeIfPresent(json, "token_type", active.type());
            writeIfPresent(json, "sid", active.family());
        });
    }

    private static void writeAudiences(JsonGenerator json, Active active) throws IOException {
        if (active.audiences().size() == 1) {
            json.writeStringField("aud", active.audiences().get(0));
        } else if (!active.audiences().isEmpty()) {
            json.writeArrayFieldStart("aud");
            for (String audience : active.audiences()) {
                json.writeString(audience);
            }
            json.writeEndArray();
        }
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
