package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ClientCredentials;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import java.util.List;
import java.util.Map;

/** A request for a token as a door has read it; its fields are those of {@link TokenRequest}. */
public record UnauthenticatedRequest(
        ClientCredentials credentials,
        GrantType grant,
        Scopes scopes,
        List<String> targets,
        Map<String, String> parameters) {

    TokenRequest by(Client client) {
        return new TokenRequest(grant, client, scopes, targets, parameters);
    }

    /** Names no value: they are secrets. */
    @Override
    public String toString() {
        return "UnauthenticatedRequest[" + grant + ", " + credentials + "]";
    }
}
