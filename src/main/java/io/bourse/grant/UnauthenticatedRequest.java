package io.bourse.grant;

import io.bourse.client.ClientCredentials;
import io.bourse.client.ProvedClient;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.policy.TargetRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A request for a token as a door has read it; its fields are those of {@link TokenRequest}.
 *
 * @param targets what it asks for, whatever that means
 */
public record UnauthenticatedRequest(
        ClientCredentials credentials,
        GrantType grant,
        Scopes scopes,
        RequestedTargets targets,
        Map<String, String> parameters) {

    TokenRequest by(ProvedClient caller, Instant begun, Trace trace) {
        return new TokenRequest(
                grant, caller, scopes, targets, List.of(), TargetRegistry.EMPTY, parameters, begun, trace);
    }

    /** Names no value: they are secrets. */
    @Override
    public String toString() {
        return "UnauthenticatedRequest[" + grant + ", " + credentials + "]";
    }
}
