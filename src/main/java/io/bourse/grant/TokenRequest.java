package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for a token whose client is authenticated and may use the grant. Doors make these from their own dialects.
 *
 * @param scopes what is asked for; empty if nothing in particular
 * @param targets every {@code audience} and {@code resource} asked for, in order; empty if nothing in particular
 * @param parameters the other parameters, each once and none empty
 */
public record TokenRequest(
        GrantType grant, Client client, Scopes scopes, List<String> targets, Map<String, String> parameters) {

    public TokenRequest {
        targets = List.copyOf(targets);
        parameters = Map.copyOf(parameters);
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** @throws OAuthException {@code invalid_request} naming the parameter if it is absent */
    public String require(String name) {
        return optional(name).orElseThrow(() -> OAuthException.missingParameter(name));
    }

    /** Names no value: they are secrets. */
    @Override
    public String toString() {
        return "TokenRequest[" + grant + ", " + client + ", " + parameters.keySet() + "]";
    }
}
