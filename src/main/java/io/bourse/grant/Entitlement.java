package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import java.util.List;

/** What a client's own entry lets it have: the part of the decision that every grant shares. */
final class Entitlement {

    private Entitlement() {}

    /**
     * The scopes asked for, or all of the client's if none was.
     *
     * @throws OAuthException {@code invalid_scope} if one of them is not the client's
     */
    static Scopes scopes(TokenRequest request) {
        Client client = request.client();
        if (request.scopes().isEmpty()) {
            return client.scopes();
        }
        if (!client.scopes().containsAll(request.scopes())) {
            throw OAuthException.invalidScope("client " + client.id() + " may not have all of the requested scopes");
        }
        return request.scopes();
    }

    /**
     * What is left of some scopes: less is granted, nothing is refused.
     *
     * @throws OAuthException {@code invalid_scope} if there were some and none is left
     */
    static Scopes remaining(Scopes before, Scopes left) {
        if (left.isEmpty() && !before.isEmpty()) {
            throw OAuthException.invalidScope("nothing is left of the scopes " + before);
        }
        return left;
    }

    /**
     * The audiences asked for, or the client's default if none was.
     *
     * @throws OAuthException {@code invalid_target} if one of them is not the client's, or it has none
     */
    static List<String> audiences(TokenRequest request) {
        return audiences(request.targets(), request.client().audiences());
    }

    /** Refuses what the client's entry can never allow, before anything is proved, spent or fetched. */
    static void check(TokenRequest request) {
        scopes(request);
        audiences(request);
    }

    /** The requested among the allowed, or the first allowed if none was requested; as {@link #audiences}. */
    static List<String> audiences(List<String> requested, List<String> allowed) {
        if (allowed.isEmpty()) {
            throw OAuthException.invalidTarget("no audience is allowed at all");
        }
        if (requested.isEmpty()) {
            return List.of(allowed.get(0));
        }
        if (!allowed.containsAll(requested)) {
            throw OAuthException.invalidTarget("a requested audience or resource is not allowed");
        }
        return requested.stream().distinct().toList();
    }
}
