package io.bourse.http;

import io.bourse.client.ClientCredentials;
import io.bourse.grant.RequestedTargets;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A request for a token in the parameters of the standards (RFC 6749, 8693, 8707). */
public final class TokenForm {

    /** What a request may be read by, whatever its grant; JSON of whatever type under any other name is read by nobody. */
    public static final Set<String> PARAMETERS = Set.of(
            "grant_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "username",
            "password",
            "refresh_token",
            "backend",
            "token",
            "token_type_hint",
            "assertion",
            "scope",
            "nonce",
            "audience",
            "resource",
            "subject_token",
            "subject_token_type",
            "actor_token",
            "actor_token_type",
            "requested_token_type",
            "public_key",
            "projectId");

    private TokenForm() {}

    /** @throws OAuthException {@code invalid_request} or {@code invalid_scope} if it is malformed */
    public static UnauthenticatedRequest read(Form form, ClientCredentials credentials) {
        return new UnauthenticatedRequest(
                credentials,
                new GrantType(form.require("grant_type")),
                form.optional("scope").map(Scopes::parse).orElse(Scopes.NONE),
                new RequestedTargets(form.all("audience"), form.all("resource")),
                form.parameters());
    }

    /**
     * As {@link #read}, of a client that is named by {@code client_id} and need not prove itself.
     *
     * @param nameless what to throw if it is not named
     */
    public static UnauthenticatedRequest readUnproved(Form form, Supplier<RuntimeException> nameless) {
        String id = form.optional("client_id").orElseThrow(nameless);
        return read(form, ClientCredentials.parse(null, Map.of("client_id", id)));
    }
}
