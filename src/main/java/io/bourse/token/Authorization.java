package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.Actor;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a grant decided: the product of every grant, and all that the issuer needs to know.
 *
 * @param admitted the client, whom the token will speak for, and who acts
 * @param scopes never empty unless the client has none; within the client's
 * @param audiences what the token is for, never empty
 * @param notAfter the token may not outlive this; null if only the client's lifetime limits it
 * @param ancestors what this was made from and by which entries, as {@link Lineage#asAncestors} has it; empty for a
 *     plain login
 * @param refresh whether a refresh token goes with it
 * @param issuedTokenType what to say it is (RFC 8693 section 2.2.1); null outside token exchange
 * @param rule the entry that allowed it, for the audit
 * @param actor who proved to act, for the audit; an impersonator stands here alone; null if nobody did
 * @param login if it is a user's own; null for what was exchanged, asserted or signed for, and for who is no user
 * @param sessionKey of a session token the key that it names, whose owner alone can use it; null for what is none
 */
public record Authorization(
        Admitted admitted,
        Scopes scopes,
        List<String> audiences,
        @Nullable Instant notAfter,
        List<String> ancestors,
        RefreshPlan refresh,
        @Nullable TokenType issuedTokenType,
        String rule,
        @Nullable Actor actor,
        @Nullable Login login,
        @Nullable RSAPublicKey sessionKey) {

    /** What nobody acted for and is no user's own login. */
    public Authorization(
            Admitted admitted,
            Scopes scopes,
            List<String> audiences,
            @Nullable Instant notAfter,
            List<String> ancestors,
            RefreshPlan refresh,
            @Nullable TokenType issuedTokenType,
            String rule) {
        this(admitted, scopes, audiences, notAfter, ancestors, refresh, issuedTokenType, rule, null, null, null);
    }

    /**
     * The same with fewer scopes, for a shorter time.
     *
     * @param end null leaves the time as it is
     */
    public Authorization within(Scopes fewer, @Nullable Instant end) {
        boolean sooner = end != null && (notAfter == null || end.isBefore(notAfter));
        return copy(fewer, sooner ? end : notAfter, ancestors, refresh, login, sessionKey);
    }

    /** The same, which may not outlive this; null leaves the time as it is. */
    public Authorization until(@Nullable Instant end) {
        return within(scopes, end);
    }

    /** The same without a refresh token. */
    public Authorization withoutRefresh() {
        return copy(scopes, notAfter, ancestors, RefreshPlan.NONE, login, sessionKey);
    }

    /** The same, made from more; see {@link Lineage#asAncestors}. */
    public Authorization from(List<String> further) {
        List<String> more = new ArrayList<>(ancestors);
        more.addAll(further);
        return copy(scopes, notAfter, more, refresh, login, sessionKey);
    }

    /** The same as a user's own login. */
    public Authorization as(@Nullable Login of) {
        return copy(scopes, notAfter, ancestors, refresh, of, sessionKey);
    }

    /** The same as a session token for the owner of this key. */
    public Authorization forSessionOf(RSAPublicKey key) {
        return copy(scopes, notAfter, ancestors, refresh, login, key);
    }

    private Authorization copy(
            Scopes someScopes,
            @Nullable Instant end,
            List<String> someAncestors,
            RefreshPlan plan,
            @Nullable Login of,
            @Nullable RSAPublicKey key) {
        return new Authorization(
                admitted, someScopes, audiences, end, someAncestors, plan, issuedTokenType, rule, actor, of, key);
    }

    /** Whether it was made from another token by an exchange, now or when its login began. */
    boolean isExchanged() {
        return ancestors.stream().anyMatch(Party::isExchange);
    }

    /** Whether it is what Medplum calls a session: a user's own login at a client that has such. */
    boolean isSession() {
        return login != null && client().hasSessions();
    }

    public Client client() {
        return admitted.client();
    }

    public Identity identity() {
        return admitted.identity();
    }

    public Subject subject() {
        return identity().subject();
    }

    public Authorization {
        audiences = List.copyOf(audiences);
        ancestors = List.copyOf(ancestors);
        if (login != null && !(admitted.identity().isUserAlone() && actor == null)) {
            throw new IllegalArgumentException("a login of who is no user, or for whom somebody acts");
        }
    }
}
