package io.bourse.grant;

import io.bourse.grant.Trace.Step;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.bourse.oauth.Scopes;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.token.Admitted;
import io.bourse.token.Authorization;
import io.bourse.token.RefreshPlan;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The decision that every grant ends in that begins a login: what the client asked for, within its entry. */
final class Logins {

    private Logins() {}

    /** @param ancestors what the login was made from; see {@link io.bourse.token.Lineage#asAncestors} */
    static Authorization authorize(TokenRequest request, Admitted admitted, List<String> ancestors, String rule) {
        return authorize(request, admitted, ancestors, rule, null);
    }

    /** @param end neither the token nor the login may outlive this; null if only the client's entry limits them */
    static Authorization authorize(
            TokenRequest request, Admitted admitted, List<String> ancestors, String rule, @Nullable Instant end) {
        Scopes scopes = Entitlement.scopes(request);
        List<String> audiences = Entitlement.audiences(request);
        boolean refreshable = request.client().isRefreshable(scopes);
        request.trace()
                .hear(
                        Step.REFRESH,
                        () -> "client " + request.client().id() + (refreshable ? " gets a" : " gets no")
                                + " refresh token with the scopes [" + scopes + "]");
        return new Authorization(
                admitted,
                scopes,
                audiences,
                end,
                ancestors,
                refreshable ? new RefreshPlan.NewFamily(scopes, request.targets(), end) : RefreshPlan.NONE,
                null,
                rule);
    }

    /**
     * A login by a token of a provider that the client may use.
     *
     * @param end what it may not outlive, of what was proved; null if it stands for itself
     */
    static Future<Authorization> byForeignToken(
            TokenRequest request,
            ForeignTokens foreignTokens,
            Provider provider,
            String token,
            Function<ExternalIdentity, @Nullable Instant> end) {
        return foreignTokens
                .prove(provider, token, request.trace())
                .map(Logins::unbound)
                .compose(proved -> foreignTokens
                        .admit(provider, proved, request.client(), request.trace())
                        .compose(admitted -> foreignTokens
                                .spend(provider, proved, request.trace())
                                .map(spent -> authorize(
                                                request,
                                                admitted,
                                                ForeignTokens.ancestors(provider, proved, request.begun()),
                                                "provider " + provider.id())
                                        .until(end.apply(proved)))));
    }

    /** Whoever stole it cannot use it there, and must not be able to here. */
    private static ExternalIdentity unbound(ExternalIdentity proved) {
        if (proved.bound()) {
            throw OAuthException.invalidGrant("bound to a key (cnf or jwk), which a login does not prove")
                    .because(Reason.UNPROVED);
        }
        return proved;
    }
}
