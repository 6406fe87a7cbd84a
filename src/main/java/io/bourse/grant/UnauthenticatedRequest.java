package io.bourse.grant;

import io.bourse.client.ClientCredentials;
import io.bourse.client.ProvedClient;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.policy.TargetRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a token as a door has read it; its fields are those of {@link TokenRequest}.
 *
 * @param targets what it asks for, whatever that means
 * @param longest for how long the access token may live at most; null if only the entries limit it
 */
public record UnauthenticatedRequest(
        ClientCredentials credentials,
        GrantType grant,
        Scopes scopes,
        RequestedTargets targets,
        Map<String, String> parameters,
        @Nullable Duration longest) {

    /** What asks for no lifetime in particular. */
    public UnauthenticatedRequest(
            ClientCredentials credentials,
            GrantType grant,
            Scopes scopes,
            RequestedTargets targets,
            Map<String, String> parameters) {
        this(credentials, grant, scopes, targets, parameters, null);
    }

    /** The same for a token that lives no longer than this, whatever its client's entry allows. */
    public UnauthenticatedRequest forNoLongerThan(Duration limit) {
        return new UnauthenticatedRequest(credentials, grant, scopes, targets, parameters, limit);
    }

    /** The same, as this client means it. */
    TokenRequest by(ProvedClient caller, Instant begun, Trace trace) {
        ProvedClient limited = longest == null ? caller : caller.forNoLongerThan(longest);
        return LoginByDefault.meantBy(new TokenRequest(
                grant, limited, scopes, targets, List.of(), TargetRegistry.EMPTY, parameters, begun, trace));
    }

    /** Names no value: they are secrets. */
    @Override
    public String toString() {
        return "UnauthenticatedRequest[" + grant + ", " + credentials + "]";
    }
}
