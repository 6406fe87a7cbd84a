package io.bourse.http;

import io.bourse.client.ClientCredentials;
import io.bourse.grant.RequestedTargets;
import io.bourse.grant.TokenRequest;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request for a token in the parameters of the standards (RFC 6749, 8693, 8707). */
public final class TokenForm {

    /** What every request may say, or one to revoke or introspect. */
    private static final Set<String> OF_ALL = Set.of(
            "grant_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "token_type_hint",
            "scope",
            "audience",
            "resource");

    /** What a request may be read by, whatever its grant; JSON of whatever type under any other name is read by nobody. */
    public static final Set<String> PARAMETERS =
            Stream.of(OF_ALL, TokenRequest.PARAMETERS).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private TokenForm() {}

    /**
     * @throws OAuthException {@code invalid_request} or {@code invalid_scope} if it is malformed, {@code
     *     unsupported_grant_type} as {@link GrantType#parse}
     */
    public static UnauthenticatedRequest read(Form form, ClientCredentials credentials) {
        return read(form, GrantType.parse(form.require("grant_type")), credentials);
    }

    private static UnauthenticatedRequest read(Form form, GrantType grant, ClientCredentials credentials) {
        return new UnauthenticatedRequest(
                credentials,
                grant,
                form.optional("scope").map(Scopes::parse).orElse(Scopes.NONE),
                new RequestedTargets(form.all("audience"), form.all("resource")),
                form.parameters());
    }

    /**
     * As {@link #read}, of a client that is named by {@code client_id} and need not prove itself, and of every grant.
     *
     * @param nameless what to throw if it is not named
     */
    public static UnauthenticatedRequest readUnproved(Form form, Supplier<RuntimeException> nameless) {
        String id = form.optional("client_id").orElseThrow(nameless);
        return read(
                form,
                new GrantType(form.require("grant_type")),
                ClientCredentials.parse(null, Map.of("client_id", id)));
    }
}
