package io.bourse.policy;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry that lets one client turn one kind of token into others. Without one, nothing can be exchanged.
 *
 * @param client who may exchange
 * @param mode what becomes of who asks
 * @param subject which tokens it may turn into others
 * @param actor which tokens prove the actor; null if there is none, or it is the client itself
 * @param targets what the new token may be meant for, the default first; never empty
 * @param scopes the most that the new token may carry
 * @param scopeMap what a scope of the subject token, or of the actor's, is worth here; what is not named is worth
 *     nothing. Empty: our own scopes are worth themselves, and a provider's mean nothing
 * @param issues which types the new token may be of; never empty
 * @param lifetime ceiling for the new token; null leaves the client's own
 * @param refresh whether the exchange may give a refresh token
 * @param rebind whether a token that is bound to a key may be exchanged for one that is not
 * @param maxDepth how many actors the new token may name
 */
public record Exchange(
        String id,
        boolean enabled,
        ClientId client,
        Mode mode,
        TokenSource subject,
        @Nullable TokenSource actor,
        List<String> targets,
        Scopes scopes,
        Map<String, Scopes> scopeMap,
        Set<TokenType> issues,
        @Nullable Duration lifetime,
        boolean refresh,
        boolean rebind,
        int maxDepth) {

    public static final int DEFAULT_DEPTH = 4;

    public enum Mode {
        /** The new token speaks for the subject, as the old one did; nobody new acts. */
        PLAIN,
        /** The new token names who acts: the actor token's subject, or the client itself. */
        DELEGATION,
        /** An actor proves itself, and the new token does not name it; the audit does. */
        IMPERSONATION
    }

    public Exchange {
        targets = List.copyOf(targets);
        scopeMap = Map.copyOf(scopeMap);
        issues = Set.copyOf(issues);
    }

    /** Every client that it names. */
    public Set<ClientId> clients() {
        Set<ClientId> clients = new HashSet<>();
        clients.add(client);
        sources().forEach(source -> {
            if (source.origin() instanceof TokenOrigin.Ours ours) {
                clients.add(ours.client());
            }
        });
        return clients;
    }

    /** The ids of the providers whose tokens it takes. */
    public Set<String> providers() {
        Set<String> providers = new HashSet<>();
        sources().forEach(source -> {
            if (source.origin() instanceof TokenOrigin.Foreign foreign) {
                providers.add(foreign.provider());
            }
        });
        return providers;
    }

    private Stream<TokenSource> sources() {
        return Stream.concat(Stream.of(subject), Stream.ofNullable(actor));
    }
}
