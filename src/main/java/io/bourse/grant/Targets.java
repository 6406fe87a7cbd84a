package io.bourse.grant;

import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.policy.Target;
import io.bourse.policy.TargetRegistry;
import io.bourse.token.Authorization;
import java.util.List;
import java.util.stream.Stream;

/** What the targets of a token have to say, whatever grant asks for it: whether they are in use, and what they know. */
final class Targets {

    private Targets() {}

    /**
     * The request with the ids of the targets that it means. What nobody registered means itself; whether it is allowed
     * is for the grant to say.
     *
     * @throws OAuthException {@code invalid_target} if a resource is not what RFC 8707 section 2 wants, or a target is
     *     switched off; {@code invalid_scope} if a scope is asked for that one of them does not know
     */
    static TokenRequest resolve(TokenRequest request, TargetRegistry registry) {
        RequestedTargets asked = request.asked();
        if (!asked.resources().stream().allMatch(Target::isResource)) {
            request.trace().at(Step.TARGET);
            throw OAuthException.invalidTarget("a resource is no absolute URI, or has a fragment");
        }
        List<String> names = Stream.concat(asked.audiences().stream(), asked.resources().stream())
                .distinct()
                .toList();
        List<Target> meant = names.stream().map(registry::named).toList();
        requireEnabled(request, meant);
        List<String> ids = meant.stream().map(Target::id).distinct().toList();
        TokenRequest resolved = request.meaning(ids, registry);
        if (names.isEmpty()) {
            requireSome(resolved);
            return resolved;
        }
        request.trace().hear(Step.TARGET, () -> names + " means the targets " + ids);
        // Whoever may not have a target is told so by the grant, and nothing of what the target knows.
        if (request.client().audiences().containsAll(ids)) {
            requireKnown(resolved, meant);
        }
        return resolved;
    }

    /** Where everything that it might get is switched off, a client keeps what it would have spent for later. */
    private static void requireSome(TokenRequest request) {
        List<Target> targets = request.client().audiences().stream()
                .map(request.registry()::named)
                .toList();
        boolean none = !targets.isEmpty() && targets.stream().noneMatch(Target::enabled);
        if (none && !request.grant().equals(GrantType.TOKEN_EXCHANGE)) {
            requireEnabled(request, targets);
        }
    }

    /**
     * What is about to be issued with the scopes of {@link #known}. A session token is shown to none of its targets: what
     * they know counts when a token for one of them is asked for with it.
     */
    static Authorization narrow(TokenRequest request, Authorization authorization) {
        if (authorization.sessionKey() != null) {
            return authorization;
        }
        Scopes before = authorization.scopes();
        Scopes left = known(request, before, authorization.audiences());
        request.trace()
                .hear(
                        Step.SCOPE,
                        () -> "of [" + before + "] the targets " + authorization.audiences() + " know [" + left + "]");
        return left.equals(before) ? authorization : authorization.within(left, null);
    }

    /**
     * Those of the scopes that all of these targets know, since a token may be presented to each of them. The login that
     * goes with it keeps its own: a refresh for other targets gets those that they know. A grant asks before it makes or
     * spends anything.
     *
     * @throws OAuthException {@code invalid_target} if a target is switched off, {@code invalid_scope} if a scope was
     *     asked for that one of them does not know, or nothing is left
     */
    static Scopes known(TokenRequest request, Scopes scopes, List<String> audiences) {
        List<Target> targets = audiences.stream().map(request.registry()::named).toList();
        requireEnabled(request, targets);
        requireKnown(request, targets);
        Scopes left = known(scopes, targets);
        if (!isRemaining(scopes, left)) {
            request.trace().at(Step.SCOPE);
            request.trace()
                    .miss(Step.SCOPE, () -> "of [" + scopes + "] the targets " + audiences + " know [" + left + "]");
            throw OAuthException.invalidScope("the targets know none of the scopes [" + scopes + "]");
        }
        return left;
    }

    /** Whether any of these could refuse what is asked: it is switched off, or does not know every scope. */
    static boolean mayRefuse(TokenRequest request, List<String> audiences) {
        return audiences.stream()
                .map(request.registry()::named)
                .anyMatch(target -> !target.enabled() || target.scopes() != null);
    }

    /** What means something to us is nothing that an API could take. */
    private static boolean isRemaining(Scopes before, Scopes left) {
        return before.without(Scopes.OURS).isEmpty()
                || !left.without(Scopes.OURS).isEmpty();
    }

    private static void requireEnabled(TokenRequest request, List<Target> targets) {
        Trace trace = request.trace();
        for (Target target : targets) {
            if (!target.enabled()) {
                trace.at(Step.TARGET);
                trace.miss(Step.TARGET, () -> "target " + target.id() + " is switched off");
                trace.advise(() -> "set enabled: true at target " + target.id());
                throw OAuthException.invalidTarget("target " + target.id() + " is switched off");
            }
        }
    }

    private static void requireKnown(TokenRequest request, List<Target> targets) {
        Trace trace = request.trace();
        Scopes asked = request.scopes();
        for (Target target : targets) {
            Scopes known = target.known(asked);
            if (!known.equals(asked)) {
                trace.at(Step.SCOPE);
                trace.miss(
                        Step.SCOPE,
                        () -> "asked for [" + asked + "]; target " + target.id() + " knows [" + known + "]");
                trace.advise(() -> "add " + Entitlement.missing(asked.tokens(), known.tokens())
                        + " to scopes of target " + target.id());
                throw OAuthException.invalidScope(
                        "target " + target.id() + " knows only [" + known + "] of what is asked");
            }
        }
    }

    private static Scopes known(Scopes scopes, List<Target> targets) {
        Scopes known = scopes;
        for (Target target : targets) {
            known = target.known(known);
        }
        return known;
    }
}
