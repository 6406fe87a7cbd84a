package io.bourse.token;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
        return killerOfParty(lineage);
    }

    private Optional<Revoked> killerOfParty(Lineage lineage) {
        // whoever has the key chooses the times in what it signs
        if (lineage.keyId() != null) {
            Revoked fact = killed(RevokedKind.KEY, lineage.keyId());
            if (fact != null) {
                return Optional.of(fact);
            }
        }
        String subject = lineage.subject().id();
        for (String client : lineage.clients()) {
            Optional<Revoked> fact = older(lineage, RevokedKind.CLIENT, client)
                    .or(() -> older(lineage, RevokedKind.USER_AT_CLIENT, subject + " " + client));
            if (fact.isPresent()) {
                return fact;
            }
        }
        return lineage.subject().isUser() ? older(lineage, RevokedKind.USER, subject) : Optional.empty();
    }

    private @Nullable Revoked killed(RevokedKind kind, String id) {
        return facts.get(new Key(kind, id));
    }

    private Optional<Revoked> older(Lineage lineage, RevokedKind kind, String ref) {
        return Optional.ofNullable(facts.get(new Key(kind, ref)))
                .filter(fact -> lineage.origin() < fact.notBefore().toEpochMilli());
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
