package io.bourse.oauth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who alone may act for a token's subject ({@code may_act}, RFC 8693 section 4.4).
 *
 * @param issuer whose name {@code sub} is; null for the issuer of the token that says so
 * @param subject {@code sub} of the party's token
 * @param client {@code client_id} of the party's token; null if any will do
 */
public record MayAct(
        @Nullable String issuer, String subject, @Nullable String client) {

    public MayAct {
        Objects.requireNonNull(subject);
    }

    /** This with its issuer spelled out. */
    public MayAct issuedBy(String tokenIssuer) {
        return issuer == null ? new MayAct(tokenIssuer, subject, client) : this;
    }

    /**
     * Whether it is this party that may act.
     *
     * @param partyIssuer {@code iss} of the party's token
     * @param partySubject {@code sub} of the party's token
     * @param partyClient {@code client_id} of the party's token, null if it has none
     */
    public boolean permits(String partyIssuer, String partySubject, @Nullable String partyClient) {
        return partyIssuer.equals(issuer)
                && partySubject.equals(subject)
                && (client == null || client.equals(partyClient));
    }
}
