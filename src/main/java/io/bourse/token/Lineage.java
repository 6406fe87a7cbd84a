package io.bourse.token;

import io.bourse.crypto.UuidV7;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything whose revocation must kill a token: what it was made from, whom it speaks for, to whom it was issued and
 * through whose hands it came.
 *
 * @param ids its own {@code jti}, its family's id if it has one, and those of its ancestors
 * @param clients its own client, those of its ancestors, and the subject if that is a client
 * @param keyId of the key that signed it, null for a family
 * @param origin epoch milliseconds of the oldest of our own ids: when the login or the first token took place. A token
 *     made by exchange is thus as old as what it came from
 */
public record Lineage(
        List<String> ids,
        Set<String> clients,
        Subject subject,
        ClientId client,
        @Nullable String keyId,
        long origin) {

    /** Marks a client among the ancestors in {@code lin}; no other id of ours begins so. */
    private static final String CLIENT = "client:";

    public Lineage {
        ids = List.copyOf(ids);
        clients = Set.copyOf(clients);
    }

    /**
     * @param tokenId null if there is no token yet, or none any more
     * @param family null if there is none
     * @param ancestors as {@link #asAncestors()} gave them, the newest first
     */
    public static Lineage of(
            @Nullable String tokenId,
            @Nullable String family,
            List<String> ancestors,
            Subject subject,
            ClientId client,
            @Nullable String keyId) {
        List<String> ids = new ArrayList<>(ancestors.size() + 2);
        Set<String> clients = new LinkedHashSet<>();
        addIfPresent(ids, tokenId);
        addIfPresent(ids, family);
        clients.add(client.value());
        if (!subject.isUser()) {
            clients.add(subject.id());
        }
        for (String ancestor : ancestors) {
            if (ancestor.startsWith(CLIENT)) {
                clients.add(ancestor.substring(CLIENT.length()));
            } else {
                ids.add(ancestor);
            }
        }
        return new Lineage(ids, clients, subject, client, keyId, oldest(ids));
    }

    private static void addIfPresent(List<String> ids, @Nullable String id) {
        if (id != null) {
            ids.add(id);
        }
    }

    public static Lineage of(Family family) {
        String id = family.id().toString();
        return of(null, id, family.ancestors(), family.subject(), family.client(), null);
    }

    /** What a token made from this one names as its ancestors: tokens and logins, the newest first, then clients. */
    public List<String> asAncestors() {
        List<String> ancestors = new ArrayList<>(ids);
        clients.stream().sorted().map(CLIENT::concat).forEach(ancestors::add);
        return ancestors;
    }

    private static long oldest(List<String> ids) {
        long oldest = Long.MAX_VALUE;
        for (String id : ids) {
            // a foreign token's id is a hash and says nothing of its time
            if (id.length() == 36) {
                oldest = Math.min(oldest, UuidV7.timeOf(UUID.fromString(id)));
            }
        }
        return oldest;
    }
}
