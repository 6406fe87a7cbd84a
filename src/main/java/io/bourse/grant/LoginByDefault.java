package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.bourse.oauth.Scopes;

/**
 * What clients mean that have a login provider, as those of Medplum do: with {@code token-exchange} of one token, by a client
 * that may exchange none, a login by that provider's token; with {@code offline}, {@code offline_access}. A login for which
 * no scope is named is for {@code openid offline_access}, as far as the client's entry has them: never for all that it has,
 * and refused if it has neither.
 */
final class LoginByDefault {

    /** The project in which a login is meant to be, if the request names one. */
    private static final String PROJECT = "projectId";

    private static final String OFFLINE = "offline";
    private static final Scopes USUAL = Scopes.of(Scopes.OPENID, Scopes.OFFLINE_ACCESS);

    private LoginByDefault() {}

    /** @throws OAuthException {@code invalid_request} if the request names a project that is not its client's */
    static void check(TokenRequest request) {
        if (!request.client().hasSessions()) {
            return;
        }
        request.optional(PROJECT)
                .filter(project -> !project.equals(request.client().project()))
                .ifPresent(other -> {
                    request.trace().at(Trace.Step.CLIENT);
                    throw OAuthException.parameter(PROJECT, "is not the client's project")
                            .because(Reason.OTHER_PROJECT);
                });
    }

    /** The request as its client means it; decides nothing: the client must be allowed what it means. */
    static TokenRequest meantBy(TokenRequest request) {
        Client client = request.client();
        if (!client.hasSessions()) {
            return request;
        }
        GrantType grant = grant(request);
        return request.as(grant, scopes(request, grant));
    }

    private static GrantType grant(TokenRequest request) {
        boolean exchange = request.grant().equals(GrantType.TOKEN_EXCHANGE);
        boolean meansExchange = request.client().mayUse(GrantType.TOKEN_EXCHANGE)
                || request.optional("actor_token").isPresent();
        return exchange && !meansExchange ? GrantType.CONVERT_TOKEN : request.grant();
    }

    private static Scopes scopes(TokenRequest request, GrantType grant) {
        if (request.scopes().isEmpty()) {
            return grant.equals(GrantType.CONVERT_TOKEN) && isBy(request) ? usual(request.client()) : request.scopes();
        }
        return Scopes.of(request.scopes().tokens().stream()
                .map(scope -> scope.equals(OFFLINE) ? Scopes.OFFLINE_ACCESS : scope)
                .toList());
    }

    /** None would mean all of the client's; what it may not have is refused. */
    private static Scopes usual(Client client) {
        Scopes within = USUAL.intersect(client.scopes());
        return within.isEmpty() ? USUAL : within;
    }

    /** Whether a request to convert a token leaves it to the client's entry whose token it is. */
    static boolean isBy(TokenRequest request) {
        return request.client().hasSessions() && request.optional("backend").isEmpty();
    }
}
