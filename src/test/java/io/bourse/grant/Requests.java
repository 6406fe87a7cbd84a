package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ProvedClient;
import io.bourse.fakes.FixedClock;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.policy.Target;
import io.bourse.policy.TargetRegistry;
import io.bourse.token.Authorization;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request of an authenticated client, in the making. */
final class Requests {

    private final GrantType grant;
    private final Client client;
    private final Map<String, String> parameters = new HashMap<>();
    private Scopes scopes = Scopes.NONE;
    private RequestedTargets asked = RequestedTargets.NONE;
    private List<String> targets = List.of();
    private Instant begun = new FixedClock().instant();
    private Trace trace = Trace.NONE;
    private TargetRegistry registry = TargetRegistry.EMPTY;
    private ProvedClient caller;

    private Requests(GrantType grant, Client client) {
        this.grant = grant;
        this.client = client;
    }

    static Requests of(GrantType grant, Client client) {
        return new Requests(grant, client);
    }

    Requests scopes(String text) {
        scopes = Scopes.parse(text);
        return this;
    }

    /** For the decider, which finds out what they mean. */
    Requests asking(List<String> audiences, List<String> resources) {
        asked = new RequestedTargets(audiences, resources);
        return this;
    }

    /** For a grant, which is told what is meant. */
    Requests targets(String... wanted) {
        targets = List.of(wanted);
        asked = new RequestedTargets(targets, List.of());
        return this;
    }

    /** When it came in; else when a {@link FixedClock} begins. */
    Requests begun(Instant time) {
        begun = time;
        return this;
    }

    /** These targets are registered. */
    Requests registered(Target... targets) {
        registry = TargetRegistry.of(List.of(targets));
        return this;
    }

    /** A provider said that it is this client. */
    Requests proved(ProvedClient.ForeignProof proof) {
        caller = new ProvedClient(client, proof);
        return this;
    }

    Requests tracedBy(Trace listener) {
        trace = listener;
        return this;
    }

    Requests with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    Requests without(String name) {
        parameters.remove(name);
        return this;
    }

    /** What the grant says; a failure whether it throws or fails. */
    static Future<Authorization> call(Grant grant, Requests request) {
        return Future.succeededFuture(request.build()).compose(grant::authorize);
    }

    TokenRequest build() {
        return new TokenRequest(
                grant,
                caller == null ? ProvedClient.itself(client) : caller,
                scopes,
                asked,
                targets,
                registry,
                parameters,
                begun,
                trace);
    }
}
