package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ProvedClient;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.policy.TargetRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request for a token whose client is authenticated and may use the grant. Doors make these from their own dialects.
 *
 * @param caller the client as far as it concerns this request, and by what it was believed
 * @param scopes what is asked for; empty if nothing in particular
 * @param asked every {@code audience} and {@code resource} asked for
 * @param targets the ids of the targets that those mean, each once, in order; empty if nothing in particular was asked
 *     for, and before the {@link Decider} has found out
 * @param registry the targets that are registered; none before the {@link Decider} has read them
 * @param parameters the other parameters, each once and none empty
 * @param begun when the request came in, before anything was proved: the time that stands in what is made of it
 * @param trace hears what the decision sees
 */
public record TokenRequest(
        GrantType grant,
        ProvedClient caller,
        Scopes scopes,
        RequestedTargets asked,
        List<String> targets,
        TargetRegistry registry,
        Map<String, String> parameters,
        Instant begun,
        Trace trace) {

    /** By which names a grant may ask for parameters: of JSON, whoever reads requests refuses what is no text under these. */
    public static final Set<String> PARAMETERS = Set.of(
            "username",
            "password",
            "refresh_token",
            "backend",
            "token",
            "assertion",
            "nonce",
            "subject_token",
            "subject_token_type",
            "subject_issuer",
            "actor_token",
            "actor_token_type",
            "actor_issuer",
            "requested_token_type",
            "public_key",
            "projectId");

    public TokenRequest {
        targets = List.copyOf(targets);
        parameters = Map.copyOf(parameters);
    }

    /**
     * A request that asks for nothing in particular, as its client means it.
     *
     * @param caller whom the door has authenticated: nobody asks again
     */
    public static TokenRequest by(ProvedClient caller, GrantType grant, Map<String, String> parameters, Instant begun) {
        return LoginByDefault.meantBy(new TokenRequest(
                grant,
                caller,
                Scopes.NONE,
                RequestedTargets.NONE,
                List.of(),
                TargetRegistry.EMPTY,
                parameters,
                begun,
                Trace.NONE));
    }

    /** The same, asking for these. */
    TokenRequest asking(Scopes other, RequestedTargets targeted) {
        return new TokenRequest(grant, caller, other, targeted, targets, registry, parameters, begun, trace);
    }

    /** The same, once it is known what is meant by what was asked for. */
    TokenRequest meaning(List<String> ids, TargetRegistry registered) {
        return new TokenRequest(grant, caller, scopes, asked, ids, registered, parameters, begun, trace);
    }

    /** The same, understood so. */
    TokenRequest as(GrantType meant, Scopes wanted) {
        return new TokenRequest(meant, caller, wanted, asked, targets, registry, parameters, begun, trace);
    }

    public Client client() {
        return caller.client();
    }

    /** @param name one of {@link #PARAMETERS}; another is a mistake of ours */
    public Optional<String> optional(String name) {
        if (!PARAMETERS.contains(name)) {
            throw new IllegalArgumentException("no parameter of any grant: " + name);
        }
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * As {@link #optional}.
     *
     * @throws OAuthException {@code invalid_request} naming the parameter if it is absent
     */
    public String require(String name) {
        return optional(name).orElseThrow(() -> {
            trace.at(Trace.Step.REQUEST);
            return OAuthException.missingParameter(name);
        });
    }

    /** Names no value: they are secrets. */
    @Override
    public String toString() {
        return "TokenRequest[" + grant + ", " + client() + ", " + parameters.keySet() + "]";
    }
}
