package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.OAuthException;
import java.time.Instant;

/** When what is issued ends: as its client's entry says, and never after what it was made from. */
public final class Lifetimes {

    private Lifetimes() {}

    /** @throws OAuthException {@code invalid_request} if the token would end before it could be used */
    public static Instant accessToken(Authorization authorization, Instant now) {
        Instant ours = now.plus(authorization.client().accessTokenLifetime());
        Instant limit = authorization.notAfter();
        if (limit == null) {
            return ours;
        }
        requireUsable(limit, now);
        return earliest(ours, limit);
    }

    /** @throws OAuthException {@code invalid_request} if what ends then could not be used any more */
    public static void requireUsable(Instant end, Instant now) {
        if (!end.isAfter(now.plusSeconds(1))) {
            throw OAuthException.invalidRequest("what the token would be made from has expired");
        }
    }

    /** What was made from a token ends with it, however often it is refreshed. */
    static Instant family(Client client, RefreshPlan.NewFamily planned, Instant now) {
        Instant longest = now.plus(client.refreshLifetime());
        return planned.notAfter() == null ? longest : earliest(longest, planned.notAfter());
    }

    static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
