package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.Actor;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.Exchange.Mode;
import io.bourse.policy.ExchangePolicy.Allowed;
import io.bourse.token.Admitted;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.Party;
import io.bourse.token.RefreshPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange comes to once an entry allows it and everybody is known.
 *
 * @param speaker whom the subject token speaks for
 * @param actor null if there is no actor token
 * @param acting whom the actor token speaks for; null if there is none
 */
record Exchanged(
        TokenRequest request,
        ExchangeRequest asked,
        Allowed allowed,
        Presented subject,
        Admitted speaker,
        @Nullable Presented actor,
        @Nullable Identity acting) {

    /** No session token lives longer, as in Oracle Cloud. */
    private static final Duration LONGEST_SESSION = Duration.ofHours(1);

    /** @throws OAuthException {@code invalid_request} if a refresh token is asked for that the client may not have */
    static void requireRefreshable(TokenRequest request, ExchangeRequest asked, Allowed allowed) {
        boolean demanded = asked.requestedType() == TokenType.REFRESH_TOKEN;
        if (demanded && !request.client().isRefreshable(allowed.scopes())) {
            request.trace()
                    .miss(
                            Step.REFRESH,
                            () -> "client " + request.client().id() + " may not refresh with [" + allowed.scopes()
                                    + "]");
            throw OAuthException.invalidRequest(
                    "client " + request.client().id() + " may not refresh with these scopes");
        }
    }

    Authorization authorization() {
        Exchange entry = allowed.entry();
        Actor newest = newestActor();
        List<Actor> actors = new ArrayList<>(speaker.identity().actors());
        if (entry.mode() == Mode.DELEGATION && newest != null) {
            actors.add(0, newest);
        }
        Authorization authorization = new Authorization(
                speaker.with(actors),
                allowed.scopes(),
                allowed.targets(),
                allowed.notAfter(),
                ancestors(),
                refreshPlan(),
                asked.requestedType(),
                rule(),
                newest,
                null,
                null);
        return asked.sessionKey() == null
                ? authorization
                : authorization
                        .forSessionOf(asked.sessionKey())
                        .until(request.begun().plus(LONGEST_SESSION));
    }

    private String rule() {
        Exchange entry = allowed.entry();
        return "exchange " + entry.id() + (entry.mode() == Mode.IMPERSONATION ? " (impersonation)" : "");
    }

    private @Nullable Actor newestActor() {
        if (actor != null && acting != null) {
            return Actor.of(acting.subject(), actor.token().client());
        }
        return allowed.entry().mode() == Mode.DELEGATION
                ? Actor.of(Subject.client(request.client().id()), null)
                : null;
    }

    private List<String> ancestors() {
        Set<String> ancestors = new LinkedHashSet<>(subject.ancestors());
        if (actor != null && acting != null) {
            ancestors.addAll(actor.ancestors());
            if (actor instanceof Presented.Foreign) {
                ancestors.add(Party.of(acting.subject(), request.begun().toEpochMilli())
                        .asAncestor());
            }
        }
        String allowing = Party.exchange(allowed.entry().id(), request.begun()).asAncestor();
        // named last, so that the login that may come of it knows its entry whatever the clocks say
        ancestors.remove(allowing);
        ancestors.add(allowing);
        return List.copyOf(ancestors);
    }

    private RefreshPlan refreshPlan() {
        Client client = request.client();
        if (asked.requestedType() == TokenType.JWT || asked.requestedType() == TokenType.SESSION_TOKEN) {
            request.trace()
                    .hear(
                            Step.REFRESH,
                            () -> "none goes with a " + asked.requestedType().shortName());
            return RefreshPlan.NONE;
        }
        boolean given = allowed.entry().refresh();
        boolean refreshable = client.isRefreshable(allowed.scopes());
        request.trace()
                .hear(
                        Step.REFRESH,
                        () -> "exchange " + allowed.entry().id() + (given ? " gives" : " gives no")
                                + " refresh tokens; client " + client.id() + (refreshable ? " may" : " may not")
                                + " refresh with [" + allowed.scopes() + "]");
        return given && refreshable
                ? new RefreshPlan.NewFamily(
                        allowed.scopes(),
                        allowed.targets(),
                        allowed.inputsEnd(),
                        subject instanceof Presented.Own own ? own.presentedFamily() : null)
                : RefreshPlan.NONE;
    }
}
