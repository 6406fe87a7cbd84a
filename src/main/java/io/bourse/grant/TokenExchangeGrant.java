package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangePolicy;
import io.bourse.policy.ExchangePolicy.Allowed;
import io.bourse.policy.ExchangePolicy.Denied;
import io.bourse.policy.ExchangePolicy.Question;
import io.bourse.policy.ExchangeStore;
import io.bourse.token.Authorization;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshPlan;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Token exchange (RFC 8693) of our own access tokens: only by an exchange entry, only to less, and the new token names
 * the old one as its ancestor, so that it dies with it.
 */
public final class TokenExchangeGrant implements Grant {

    /** Enough for a chain over a dozen services, and a bound for the size of a token. */
    private static final int MAX_ANCESTORS = 32;

    private final OwnTokens ownTokens;
    private final ExchangeStore exchanges;
    private final InstantSource clock;

    public TokenExchangeGrant(OwnTokens ownTokens, ExchangeStore exchanges, InstantSource clock) {
        this.ownTokens = ownTokens;
        this.exchanges = exchanges;
        this.clock = clock;
    }

    @Override
    public GrantType type() {
        return GrantType.TOKEN_EXCHANGE;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        if (request.client().isPublic()) {
            throw OAuthException.unauthorizedClient("a public client cannot exchange tokens");
        }
        ExchangeRequest exchange = ExchangeRequest.of(request);
        Entitlement.scopes(request);
        return ownTokens
                .verify(exchange.subjectToken())
                .recover(TokenExchangeGrant::invalidSubject)
                .map(subject -> concerning(request.client(), subject))
                .compose(subject -> exchanges
                        .of(request.client().id())
                        .map(entries -> authorize(request, exchange, subject, entries)));
    }

    /** RFC 8693 section 2.2.2: a subject token that is no good is an invalid request. */
    private static Future<OwnToken> invalidSubject(Throwable failure) {
        return Future.failedFuture(
                failure instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_TOKEN
                        ? OAuthException.invalidRequest("subject_token: " + refusal.getMessage())
                        : failure);
    }

    /** Whoever exchanges a token holds it rightly: it was issued to them, or they are the API that it was sent to. */
    private static OwnToken concerning(Client client, OwnToken subject) {
        if (!subject.client().equals(client.id()) && !client.servesAny(subject.audiences())) {
            throw OAuthException.invalidRequest("subject_token was neither issued to nor meant for " + client.id());
        }
        if (subject.lineage().asAncestors().size() > MAX_ANCESTORS) {
            throw OAuthException.invalidRequest("subject_token has been exchanged too often");
        }
        return subject;
    }

    private Authorization authorize(
            TokenRequest request, ExchangeRequest exchange, OwnToken subject, List<Exchange> entries) {
        ExchangePolicy.Decision decision = ExchangePolicy.decide(
                entries,
                new Question(
                        subject.client(),
                        subject.audiences(),
                        subject.scopes(),
                        request.client().scopes(),
                        request.scopes(),
                        request.targets()));
        if (decision instanceof Denied denied) {
            throw refusal(denied);
        }
        Allowed allowed = (Allowed) decision;
        return new Authorization(
                request.client(),
                subject.subject(),
                allowed.scopes(),
                allowed.targets(),
                lifetimeLimit(allowed.entry(), subject),
                subject.lineage().asAncestors(),
                refreshPlan(request.client(), allowed),
                exchange.requestedType(),
                "exchange " + allowed.entry().id());
    }

    private static OAuthException refusal(Denied denied) {
        return switch (denied.check()) {
            case SUBJECT -> OAuthException.invalidRequest("no exchange entry takes this subject token");
            case TARGET -> OAuthException.invalidTarget("no exchange entry allows this target");
            case SCOPE -> OAuthException.invalidScope("no exchange entry allows these scopes of this subject token");
        };
    }

    private Instant lifetimeLimit(Exchange entry, OwnToken subject) {
        if (entry.lifetime() == null) {
            return subject.expiresAt();
        }
        Instant ceiling = clock.instant().plus(entry.lifetime());
        return ceiling.isBefore(subject.expiresAt()) ? ceiling : subject.expiresAt();
    }

    private static RefreshPlan refreshPlan(Client client, Allowed allowed) {
        return allowed.entry().refresh() && client.isRefreshable(allowed.scopes())
                ? new RefreshPlan.NewFamily(allowed.targets())
                : RefreshPlan.NONE;
    }
}
