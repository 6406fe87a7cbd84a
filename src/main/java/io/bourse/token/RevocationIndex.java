package io.bourse.token;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is dead, in memory. Learns from the change log, and only from it: from this node's own writes when they have
 * committed, and from the other nodes' by following. Safe for all threads; a change that was accepted is seen by every
 * later question on this node.
 */
public final class RevocationIndex implements Consumer<Change> {

    private final Map<Key, Revoked> facts = new ConcurrentHashMap<>();

    private record Key(RevokedKind kind, String ref) {}

    @Override
    public void accept(Change change) {
        if (change instanceof Revoked revoked) {
            facts.merge(new Key(revoked.kind(), revoked.ref()), revoked, RevocationIndex::widest);
        }
    }

    private static Revoked widest(Revoked one, Revoked other) {
        return new Revoked(
                one.kind(), one.ref(), latest(one.notBefore(), other.notBefore()), latest(one.until(), other.until()));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The revocation that kills whatever has this lineage; empty if it may live. */
    public Optional<Revoked> killerOf(Lineage lineage) {
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        for (String id : lineage.ids()) {
            Revoked fact = killed(RevokedKind.TOKEN, id);
            fact = fact == null ? killed(RevokedKind.FAMILY, id) : fact;
            if (fact != null) {
                return Optional.of(fact);
            }
        }
        // whoever has the key chooses the times in what it signs
        for (String key : lineage.keys()) {
            Revoked fact = killed(RevokedKind.KEY, key);
            if (fact != null) {
                return Optional.of(fact);
            }
        }
        return killerOfParty(lineage.parties());
    }

    private Optional<Revoked> killerOfParty(Set<Party> parties) {
        for (Party party : parties) {
            Revoked fact = killed(party.kind(), party.id(), party.at());
            if (fact == null && party.kind() == RevokedKind.USER) {
                fact = killedAtClient(party, parties);
            }
            if (fact != null) {
                return Optional.of(fact);
            }
        }
        return Optional.empty();
    }

    private @Nullable Revoked killedAtClient(Party user, Set<Party> parties) {
        for (Party party : parties) {
            if (party.kind() == RevokedKind.CLIENT) {
                // they met when the later of them took its part
                long met = Math.max(user.at(), party.at());
                Revoked fact = killed(RevokedKind.USER_AT_CLIENT, user.id() + " " + party.id(), met);
                if (fact != null) {
                    return fact;
                }
            }
        }
        return null;
    }

    private @Nullable Revoked killed(RevokedKind kind, String id) {
        return facts.get(new Key(kind, id));
    }

    private @Nullable Revoked killed(RevokedKind kind, String ref, long at) {
        Revoked fact = facts.get(new Key(kind, ref));
        return fact != null && at < fact.notBefore().toEpochMilli() ? fact : null;
    }

    /** Forgets facts that can no longer kill anything. */
    public void forgetBefore(Instant now) {
        facts.values().removeIf(fact -> fact.until().isBefore(now));
    }

    /** How many facts are held. */
    public int size() {
        return facts.size();
    }
}
