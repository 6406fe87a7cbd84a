package io.bourse.grant;

import io.bourse.grant.ExchangeRequest.Token;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.policy.Check;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangePolicy;
import io.bourse.policy.ExchangePolicy.Allowed;
import io.bourse.policy.ExchangePolicy.Decision;
import io.bourse.policy.ExchangePolicy.Denied;
import io.bourse.policy.ExchangePolicy.Question;
import io.bourse.policy.ExchangePolicy.Verdict;
import io.bourse.policy.ExchangeStore;
import io.bourse.policy.TokenSource;
import io.bourse.token.Admitted;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Lifetimes;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Token exchange (RFC 8693): only by an exchange entry, only to less, and the new token names all that it was made from,
 * so that it dies with any of it.
 */
public final class TokenExchangeGrant implements Grant {

    /** Enough for a chain over a dozen services, and a bound for the size of a token. */
    private static final int MAX_ANCESTORS = 64;

    private final String issuer;
    private final ExchangeTokens tokens;
    private final ForeignTokens foreignTokens;
    private final ExchangeStore exchanges;
    private final AssignedUsers assigned;

    /** @param issuer our own */
    public TokenExchangeGrant(
            String issuer,
            ExchangeTokens tokens,
            ForeignTokens foreignTokens,
            ExchangeStore exchanges,
            AssignedUsers assigned) {
        this.issuer = issuer;
        this.tokens = tokens;
        this.foreignTokens = foreignTokens;
        this.exchanges = exchanges;
        this.assigned = assigned;
    }

    @Override
    public GrantType type() {
        return GrantType.TOKEN_EXCHANGE;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        request.trace().at(Step.GRANT);
        if (request.client().isPublic()) {
            throw OAuthException.unauthorizedClient("a public client cannot exchange tokens");
        }
        request.trace().at(Step.REQUEST);
        ExchangeRequest asked = ExchangeRequest.of(request);
        Entitlement.scopes(request);
        return exchanges
                .of(request.client().id())
                .compose(entries -> prove(request, asked.subject(), entries, entry -> Stream.of(entry.subject()))
                        .compose(subject -> proveActor(request, asked.actor(), entries)
                                .compose(actor -> decide(request, asked, entries, subject, actor))));
    }

    private Future<Presented> prove(
            TokenRequest request,
            Token token,
            List<Exchange> entries,
            Function<Exchange, Stream<TokenSource>> sources) {
        return tokens.prove(request, token, entries.stream().flatMap(sources).toList());
    }

    private Future<@Nullable Presented> proveActor(
            TokenRequest request, @Nullable Token actor, List<Exchange> entries) {
        return actor == null
                ? Future.succeededFuture()
                : prove(request, actor, entries, entry -> Stream.ofNullable(entry.actor()))
                        .map(Function.identity());
    }

    private Future<Authorization> decide(
            TokenRequest request,
            ExchangeRequest asked,
            List<Exchange> entries,
            Presented subject,
            @Nullable Presented actor) {
        Question question = new Question(
                issuer,
                request.client().id(),
                request.client().scopes(),
                subject.token(),
                actor == null ? null : actor.token(),
                asked.requestedType(),
                request.scopes(),
                request.targets(),
                request.begun());
        Decision decision = ExchangePolicy.decide(entries, question);
        tell(request, decision, question);
        if (decision instanceof Denied denied) {
            throw refusal(denied);
        }
        Allowed allowed = (Allowed) decision;
        request.trace().at(Step.POLICY);
        requireBounded(subject, actor);
        // before a user is made or a token is spent for nothing
        Exchanged.requireRefreshable(request, asked, allowed);
        if (asked.sessionKey() == null) {
            Targets.known(request, allowed.scopes(), allowed.targets());
        }
        request.trace().at(Step.LIFETIME);
        Lifetimes.requireUsable(allowed.notAfter(), request.begun());
        return foreseeActor(request, actor)
                .compose(foreseen -> admit(request, subject))
                .compose(speaker -> identifyActor(request, actor)
                        .compose(acting -> spend(request, subject, actor)
                                .map(spent -> new Exchanged(request, asked, allowed, subject, speaker, actor, acting)
                                        .authorization())));
    }

    private static void tell(TokenRequest request, Decision decision, Question question) {
        Trace trace = request.trace();
        trace.at(Step.POLICY);
        for (Verdict verdict : decision.verdicts()) {
            Supplier<String> seen = () -> Check.explain(verdict.entry(), verdict.failed(), question);
            if (verdict.failed() == null) {
                trace.hear(Step.POLICY, seen);
            } else {
                trace.miss(Step.POLICY, seen);
            }
        }
        if (decision instanceof Allowed allowed) {
            trace.hear(
                    Step.LIFETIME,
                    () -> "what is exchanged ends at " + allowed.inputsEnd() + ", what exchange "
                            + allowed.entry().id() + " gives at " + allowed.notAfter());
        } else {
            Check.remedy((Denied) decision, question).ifPresent(remedy -> trace.advise(() -> remedy));
        }
    }

    private static OAuthException refusal(Denied denied) {
        String reason = "no exchange entry allows it; the last check that failed: " + denied.check();
        return switch (denied.check()) {
            case ENABLED, SUBJECT, ACTOR, MAY_ACT, DEPTH, BINDING, TYPE -> OAuthException.tokenNotAccepted(reason);
            case TARGET -> OAuthException.invalidTarget(reason);
            case SCOPE -> OAuthException.invalidScope(reason);
        };
    }

    private static void requireBounded(Presented subject, @Nullable Presented actor) {
        int ancestors = subject.ancestors().size()
                + (actor == null ? 0 : actor.ancestors().size());
        if (ancestors > MAX_ANCESTORS) {
            throw OAuthException.tokenNotAccepted("subject_token has been exchanged too often");
        }
    }

    private Future<Admitted> admit(TokenRequest request, Presented subject) {
        Future<Admitted> admitted = subject instanceof Presented.Foreign foreign
                ? foreignTokens.admit(foreign.provider(), foreign.identity(), request.client(), request.trace())
                : assigned.admit(request.client(), known(request, "subject", (Presented.Own) subject));
        return admitted.recover(failure -> Future.failedFuture(asInvalidRequest("subject", failure)));
    }

    private static Identity known(TokenRequest request, String role, Presented.Own own) {
        Identity identity = own.identity();
        request.trace().hear(Step.SUBJECT, () -> "the " + role + " is " + identity.subject());
        return identity;
    }

    private static Throwable asInvalidRequest(String role, Throwable failure) {
        return failure instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_GRANT
                ? OAuthException.tokenNotAccepted(role + "_token: " + refusal.getMessage())
                : failure;
    }

    private Future<@Nullable Identity> identifyActor(TokenRequest request, @Nullable Presented actor) {
        if (actor instanceof Presented.Foreign foreign) {
            return foreignTokens
                    .identify(foreign.provider(), foreign.identity(), request.client(), request.trace())
                    .recover(failure -> Future.failedFuture(asInvalidRequest("actor", failure)))
                    .map(Function.identity());
        }
        return Future.succeededFuture(actor == null ? null : known(request, "actor", (Presented.Own) actor));
    }

    /** Before a user is made of the subject, for an exchange that its actor would refuse. */
    private Future<Void> foreseeActor(TokenRequest request, @Nullable Presented actor) {
        return actor instanceof Presented.Foreign foreign
                ? foreignTokens
                        .foresee(foreign.provider(), foreign.identity(), request.client())
                        .<Void>mapEmpty()
                        .recover(failure -> Future.failedFuture(asInvalidRequest("actor", failure)))
                : Future.succeededFuture();
    }

    private Future<Void> spend(TokenRequest request, Presented subject, @Nullable Presented actor) {
        Future<Void> spent = Future.succeededFuture();
        for (Presented each : actor == null ? List.of(subject) : List.of(subject, actor)) {
            if (each instanceof Presented.Foreign foreign) {
                String role = each == subject ? "subject" : "actor";
                spent = spent.compose(before -> foreignTokens
                        .spend(foreign.provider(), foreign.identity(), request.trace())
                        .recover(failure -> Future.failedFuture(asInvalidRequest(role, failure))));
            }
        }
        return spent;
    }
}
