package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.token.Authorization;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request of an authenticated client, in the making. */
final class Requests {

    private final GrantType grant;
    private final Client client;
    private final Map<String, String> parameters = new HashMap<>();
    private Scopes scopes = Scopes.NONE;
    private List<String> targets = List.of();

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

    Requests targets(String... wanted) {
        targets = List.of(wanted);
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
        return new TokenRequest(grant, client, scopes, targets, parameters);
    }
}
