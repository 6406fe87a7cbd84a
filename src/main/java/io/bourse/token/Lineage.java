package io.bourse.token;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.crypto.UuidV7;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything whose revocation must kill a token: what it was made from, for whom, through whose hands it came and which
 * entries allowed it.
 *
 * @param ids its own {@code jti}, its family's id if it has one, and those of its ancestors; the newest first
 * @param parties who had a part in it, each with the time of that part; as read from ancestors, each once with its earliest
 *     part: what kills a later part kills the earliest too, and what is made of a token has all its parts
 * @param keys ids of the keys that signed it and its ancestors; empty for a login that came from no token
 */
public record Lineage(List<String> ids, Set<Party> parties, Set<String> keys) {

    private static final String KEY = "key:";

    /** What {@link #isReadable} takes, for PostgreSQL: an id without a colon, a key, or a party. */
    static final String READABLE = "^([^:]+|" + KEY + ".+|" + Party.FORM + ")$";

    public Lineage {
        ids = List.copyOf(ids);
        parties = Set.copyOf(parties);
        keys = Set.copyOf(keys);
    }

    /**
     * Of a token or login of ours.
     *
     * @param tokenId null for a login, of which there are many tokens
     * @param family null if there is none
     * @param ancestors as {@link #asAncestors} gave them, the newest first, with what else had a part in it
     * @param keyId null for a login
     * @throws IllegalArgumentException if an ancestor is of a form that we do not know, or an id of ours is none
     */
    public static Lineage of(
            @Nullable String tokenId,
            @Nullable String family,
            List<String> ancestors,
            Subject subject,
            ClientId client,
            @Nullable String keyId) {
        Reader reader = new Reader();
        reader.addId(tokenId);
        reader.addId(family);
        ancestors.forEach(reader::add);
        String own = family == null ? tokenId : family;
        if (own != null) {
            long at = UuidV7.timeOf(UUID.fromString(own));
            reader.addParty(new Party(RevokedKind.CLIENT, client.value(), at));
            reader.addSubject(Party.of(subject, at));
        }
        if (keyId != null) {
            reader.keys.add(keyId);
        }
        return reader.lineage();
    }

    public static Lineage of(Family family) {
        String id = family.id().toString();
        return of(null, id, family.ancestors(), family.identity().subject(), family.client(), null);
    }

    /** Whether all ancestors are of a form that we know: what cannot be read cannot be held against revocations. */
    static boolean isReadable(List<String> ancestors) {
        try {
            of(ancestors);
            return true;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** Of what is no token of ours yet: ancestors and parties alone. */
    public static Lineage of(Collection<String> ancestors) {
        Reader reader = new Reader();
        ancestors.forEach(reader::add);
        return reader.lineage();
    }

    /** What a token made from this one names in {@code lin}: tokens and logins, the newest first, then the rest. */
    public List<String> asAncestors() {
        List<String> ancestors = new ArrayList<>(ids.size() + parties.size() + keys.size());
        ancestors.addAll(ids);
        parties.stream().map(Party::asAncestor).sorted().forEach(ancestors::add);
        keys.stream().sorted().map(KEY::concat).forEach(ancestors::add);
        return ancestors;
    }

    /** Takes entries of {@code lin} apart. */
    private static final class Reader {

        private final Set<String> ids = new LinkedHashSet<>();
        private final Map<Who, Party> parties = new LinkedHashMap<>();
        private final Set<String> keys = new LinkedHashSet<>();

        private record Who(RevokedKind kind, String id) {

            static Who of(Party party) {
                return new Who(party.kind(), party.id());
            }
        }

        void add(String ancestor) {
            if (ancestor.startsWith(KEY) && ancestor.length() > KEY.length()) {
                keys.add(ancestor.substring(KEY.length()));
            } else if (ancestor.indexOf(':') < 0 && !ancestor.isEmpty()) {
                ids.add(ancestor);
            } else {
                addParty(Party.parse(ancestor));
            }
        }

        void addId(@Nullable String id) {
            if (id != null) {
                ids.add(id);
            }
        }

        void addParty(Party party) {
            parties.merge(Who.of(party), party, (one, other) -> one.at() <= other.at() ? one : other);
        }

        /** Unless an ancestor tells of an earlier time: whoever logged in then is the same now. */
        void addSubject(Party subject) {
            parties.putIfAbsent(Who.of(subject), subject);
        }

        Lineage lineage() {
            return new Lineage(List.copyOf(ids), Set.copyOf(parties.values()), keys);
        }
    }
}
