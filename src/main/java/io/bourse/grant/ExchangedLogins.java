package io.bourse.grant;

import io.bourse.grant.Trace.Step;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangeStore;
import io.bourse.token.Authorization;
import io.bourse.token.Family;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Asks the entry again by which a login was exchanged: what it allows no more, a refresh gives no more. */
public final class ExchangedLogins {

    private final ExchangeStore exchanges;

    public ExchangedLogins(ExchangeStore exchanges) {
        this.exchanges = exchanges;
    }

    /** The same, or less; fails with {@code invalid_grant} if the entry gives no refresh token any more. */
    Future<Authorization> within(TokenRequest request, Family family, Authorization authorization) {
        return entryOf(request, family)
                .map(entry ->
                        entry.map(it -> within(request, it, authorization)).orElse(authorization));
    }

    /**
     * The entry that made the login; empty if none did. Fails with {@code invalid_grant} if it is gone or gives no refresh
     * token any more.
     */
    Future<Optional<Exchange>> entryOf(TokenRequest request, Family family) {
        Optional<String> id = family.exchange();
        if (id.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        request.trace().at(Step.POLICY);
        return exchanges
                .of(family.client())
                .map(entries -> Optional.of(entries.stream()
                        .filter(entry -> entry.id().equals(id.get()))
                        .filter(Exchange::refresh)
                        .findFirst()
                        .orElseThrow(() ->
                                OAuthException.invalidGrant("exchange " + id.get() + " is gone or gives no refresh"))));
    }

    /** Whether any entry of the client makes logins, so that one of its logins could be refused by it. */
    Future<Boolean> hasAny(ClientId client) {
        return exchanges.of(client).map(entries -> entries.stream().anyMatch(Exchange::refresh));
    }

    private static Authorization within(TokenRequest request, Exchange entry, Authorization authorization) {
        Trace trace = request.trace();
        trace.hear(Step.POLICY, () -> "exchange " + entry.id() + ", which made the login, still gives refresh tokens");
        trace.at(Step.TARGET);
        List<String> audiences = authorization.audiences().stream()
                .filter(entry.targets()::contains)
                .toList();
        if (audiences.size() < authorization.audiences().size()) {
            trace.miss(
                    Step.TARGET,
                    () -> "the login is for " + authorization.audiences() + "; exchange " + entry.id() + " allows "
                            + entry.targets());
            throw OAuthException.invalidTarget("exchange " + entry.id() + " allows a target of the login no more");
        }
        trace.hear(
                Step.SCOPE,
                () -> "of the scopes [" + authorization.scopes() + "] exchange " + entry.id() + " allows ["
                        + entry.scopes() + "]");
        return authorization.within(
                Entitlement.remaining(
                        authorization.scopes(), authorization.scopes().intersect(entry.scopes())),
                entry.lifetime() == null ? null : request.begun().plus(entry.lifetime()));
    }
}
