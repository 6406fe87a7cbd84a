package io.bourse.grant;

import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.token.Authorization;
import io.bourse.token.RefreshPlan;
import java.util.List;

/** The decision that every grant ends in that begins a login: what the client asked for, within its entry. */
final class Logins {

    private Logins() {}

    static Authorization authorize(TokenRequest request, Subject subject, List<String> ancestors, String rule) {
        Scopes scopes = Entitlement.scopes(request);
        return new Authorization(
                request.client(),
                subject,
                scopes,
                Entitlement.audiences(request),
                null,
                ancestors,
                request.client().isRefreshable(scopes)
                        ? new RefreshPlan.NewFamily(request.targets())
                        : RefreshPlan.NONE,
                null,
                rule);
    }
}
