package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.ConsumerScope;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Scopes that say for whom they are. Where one API of many is meant, some systems write its name before the scope: {@code
 * http://api.example/resume} is the scope {@code resume} of {@code http://api.example}, and asks for both. It means that
 * only where the client's entry lists the audience and the scope, and not the whole as a scope of its own; so nobody gets
 * anything by it that could not be asked for in two parameters.
 */
final class NamedAudiences {

    private NamedAudiences() {}

    /** One scope, and for whom. */
    private record Named(String audience, String scope) {}

    /**
     * The request with the scopes and audiences that its scopes mean. What means nothing stays, for the grant to refuse.
     *
     * @throws OAuthException {@code invalid_scope} if {@link ConsumerScope#ALL} does not stand alone
     */
    static TokenRequest resolve(TokenRequest request) {
        Scopes asked = request.scopes();
        if (asked.contains(ConsumerScope.ALL) && asked.tokens().size() > 1) {
            request.trace().at(Step.SCOPE);
            throw OAuthException.invalidScope(ConsumerScope.ALL + " beside other scopes");
        }
        Set<String> scopes = new LinkedHashSet<>();
        Set<String> audiences = new LinkedHashSet<>(request.asked().audiences());
        for (String token : asked.tokens()) {
            Optional<Named> named = named(request.client(), token);
            named.ifPresent(it -> audiences.add(it.audience()));
            scopes.add(named.map(Named::scope).orElse(token));
        }
        if (scopes.equals(asked.tokens())
                && audiences.size() == request.asked().audiences().size()) {
            return request;
        }
        request.trace()
                .hear(Step.TARGET, () -> "[" + asked + "] means [" + String.join(" ", scopes) + "] of " + audiences);
        return request.asking(
                Scopes.of(scopes),
                new RequestedTargets(new ArrayList<>(audiences), request.asked().resources()));
    }

    private static Optional<Named> named(Client client, String token) {
        if (client.scopes().covers(token)) {
            return ConsumerScope.of(token)
                    .filter(consumer -> client.audiences().contains(ConsumerScope.AUDIENCE))
                    .map(consumer -> new Named(ConsumerScope.AUDIENCE, token));
        }
        List<String> longestFirst = client.audiences().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        return longestFirst.stream()
                .flatMap(
                        audience -> after(audience, token)
                                .filter(client.scopes()::contains)
                                .map(scope -> new Named(audience, scope))
                                .stream())
                .findFirst();
    }

    /** What stands behind the audience and a slash, which may be the audience's own. */
    private static Optional<String> after(String audience, String token) {
        String start = audience.endsWith("/") ? audience : audience + "/";
        return token.startsWith(start) ? Optional.of(token.substring(start.length())) : Optional.empty();
    }
}
