package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

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
        Trace trace = request.trace();
        trace.at(Step.SCOPE);
        if (request.scopes().isEmpty()) {
            trace.hear(Step.SCOPE, () -> "none asked for; client " + client.id() + " has [" + client.scopes() + "]");
            return client.scopes();
        }
        Supplier<String> seen =
                () -> "[" + request.scopes() + "] asked for; client " + client.id() + " has [" + client.scopes() + "]";
        if (!client.scopes().covers(request.scopes())) {
            trace.miss(Step.SCOPE, seen);
            trace.advise(() -> "add "
                    + request.scopes()
                            .filter(scope -> !client.scopes().covers(scope))
                            .tokens()
                    + " to scopes of client " + client.id());
            throw OAuthException.invalidScope("client " + client.id() + " may not have all of the requested scopes");
        }
        trace.hear(Step.SCOPE, seen);
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
        Client client = request.client();
        Trace trace = request.trace();
        trace.at(Step.TARGET);
        Supplier<String> seen = () -> (request.targets().isEmpty() ? "none" : request.targets()) + " asked for; client "
                + client.id() + " has " + client.audiences() + ", the default first";
        if (client.audiences().isEmpty() || !client.audiences().containsAll(request.targets())) {
            trace.miss(Step.TARGET, seen);
            trace.advise(() ->
                    "add " + missing(request.targets(), client.audiences()) + " to audiences of client " + client.id());
            throw OAuthException.invalidTarget(
                    client.audiences().isEmpty()
                            ? "no audience is allowed at all"
                            : "a requested audience or resource is not allowed");
        }
        trace.hear(Step.TARGET, seen);
        return request.targets().isEmpty()
                ? List.of(client.audiences().get(0))
                : request.targets().stream().distinct().toList();
    }

    /** What is asked for and is not there. */
    static List<String> missing(Collection<String> asked, Collection<String> allowed) {
        return asked.stream().filter(it -> !allowed.contains(it)).distinct().toList();
    }

    /** Refuses what the client's entry can never allow, before anything is proved, spent or fetched. */
    static void check(TokenRequest request) {
        Targets.known(request, scopes(request), audiences(request));
    }
}
