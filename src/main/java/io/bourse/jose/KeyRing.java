package io.bourse.jose;

import io.bourse.oauth.OAuthException;
import java.security.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our signing keys: one signs, all are published and verify. The set is replaced as a whole; every call sees one set.
 * Safe for any thread, no lock.
 */
public final class KeyRing implements JwtSigner {

    /**
     * A key and when it signs.
     *
     * @param signsFrom from when on, unless another begins later
     * @param retiredAt from when on it only verifies; null if that is not known yet
     */
    public record Entry(
            SigningKey key, Instant signsFrom, @Nullable Instant retiredAt) {}

    private record Slot(RingKey key, long signsFrom, long retiredAt) {}

    /** @param slots the one that signs last comes first */
    private record Keys(List<Slot> slots, Map<String, RingKey> byId, String jwks) {}

    private static final Comparator<Slot> NEWEST_FIRST = Comparator.comparingLong(Slot::signsFrom)
            .thenComparing(slot -> slot.key().key().id())
            .reversed();

    private final InstantSource clock;
    private final @Nullable Provider provider;
    private final Set<String> revoked = new HashSet<>();
    private volatile Keys keys = new Keys(List.of(), Map.of(), "{\"keys\":[]}");

    /**
     * A ring without a key.
     *
     * @param clock decides which key signs
     * @param provider computes the signatures; null leaves the choice to the JDK
     */
    public KeyRing(InstantSource clock, @Nullable Provider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    /** Makes these the keys, but for those that were revoked: who read them may have read before that. */
    public synchronized void replace(List<Entry> entries) {
        Map<String, RingKey> byId = new HashMap<>();
        List<Slot> slots = new ArrayList<>();
        for (Entry entry : entries) {
            if (revoked.contains(entry.key().id())) {
                continue;
            }
            // A key that stays keeps what each thread has prepared for it.
            RingKey known = keys.byId.get(entry.key().id());
            RingKey key = known == null ? new RingKey(entry.key(), provider) : known;
            byId.put(entry.key().id(), key);
            slots.add(slot(entry, key));
        }
        slots.sort(NEWEST_FIRST);
        publish(slots, byId);
    }

    /** Never again signs or verifies with this key, whether it is there or not. */
    public synchronized void revoke(String keyId) {
        if (!revoked.add(keyId) || !keys.byId.containsKey(keyId)) {
            return;
        }
        Map<String, RingKey> byId = new HashMap<>(keys.byId);
        byId.remove(keyId);
        publish(
                keys.slots.stream()
                        .filter(slot -> !slot.key().key().id().equals(keyId))
                        .toList(),
                byId);
    }

    private void publish(List<Slot> slots, Map<String, RingKey> byId) {
        String jwks = slots.stream()
                .map(slot -> slot.key().key().publicJwk())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        keys = new Keys(List.copyOf(slots), Map.copyOf(byId), jwks);
    }

    private static Slot slot(Entry entry, RingKey key) {
        Instant retiredAt = entry.retiredAt();
        return new Slot(
                key, entry.signsFrom().toEpochMilli(), retiredAt == null ? Long.MAX_VALUE : retiredAt.toEpochMilli());
    }

    @Override
    public String sign(String type, byte[] claims) {
        return current().sign(type, claims);
    }

    private RingKey current() {
        long now = clock.millis();
        Slot next = null;
        for (Slot slot : keys.slots) {
            if (slot.retiredAt > now) {
                if (slot.signsFrom <= now) {
                    return slot.key;
                }
                next = slot;
            }
        }
        if (next == null) {
            throw OAuthException.unavailable("no key is there to sign with");
        }
        // Only a clock behind the database's gets here: the first key has begun by that.
        return next.key;
    }

    /** Whether there is no key at all: nothing can be signed or verified. */
    public boolean isEmpty() {
        return keys.slots.isEmpty();
    }

    /** What may be signed with from now on: the algorithm of the key that signs and of those that will, by name. */
    public Set<String> signingAlgorithms() {
        long now = clock.millis();
        return keys.slots.stream()
                .filter(slot -> slot.retiredAt > now)
                .map(slot -> slot.key.key().algorithm().jwsName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All public keys as a JWK Set (RFC 7517 section 5), the newest first; the same text until the keys change. */
    public String publicKeys() {
        return keys.jwks;
    }

    Optional<RingKey> find(String keyId) {
        return Optional.ofNullable(keys.byId.get(keyId));
    }
}
