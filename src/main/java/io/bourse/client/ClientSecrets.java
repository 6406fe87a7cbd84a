package io.bourse.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bourse.config.Secret;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.oauth.ClientId;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compares a presented secret with the stored ones. A secret that a person chose costs an Argon2id the first time; then
 * this node remembers an HMAC of it under a key that never leaves the process, so that client credentials stay cheap.
 * Every refusal costs an Argon2id, whether the client is unknown or the secret wrong, so that time tells nothing (two
 * for a client whose chosen secret is being replaced by another).
 */
public final class ClientSecrets {

    private static final int REMEMBERED = 100_000;

    private final PasswordHasher hasher;
    private final Cache<Known, byte[]> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final SecretKeySpec processKey = new SecretKeySpec(randomKey(), "HmacSHA256");

    /** A stored form for which the HMAC of the matching secret is remembered. */
    private record Known(ClientId client, String stored) {}

    /** @param hasher one of its own, so that wrong secrets cannot crowd out users' passwords */
    public ClientSecrets(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    private static byte[] randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /**
     * Whether one of the client's secrets is this one. Fails with {@code temporarily_unavailable} when too many
     * comparisons are waiting.
     */
    public Future<Boolean> match(Client client, Secret presented) {
        byte[] mac = mac(presented);
        if (isRemembered(client, mac)) {
            return Future.succeededFuture(true);
        }
        if (matchesGenerated(client.secrets(), presented.reveal())) {
            return Future.succeededFuture(true);
        }
        List<String> chosen = client.secrets().stream()
                .filter(stored -> !StoredSecret.isGenerated(stored))
                .toList();
        return chosen.isEmpty() ? refuse(presented) : matchChosen(client.id(), chosen.iterator(), presented, mac);
    }

    private boolean isRemembered(Client client, byte[] mac) {
        return client.secrets().stream()
                .map(stored -> remembered.getIfPresent(new Known(client.id(), stored)))
                .anyMatch(known -> known != null && MessageDigest.isEqual(known, mac));
    }

    /** False, after as long as a comparison takes. */
    public Future<Boolean> refuse(Secret presented) {
        return hasher.verifyNothing(presented).map(false);
    }

    private static boolean matchesGenerated(List<String> secrets, String presented) {
        String hash = StoredSecret.SHA256_PREFIX + Secrets.sha256(presented);
        boolean match = false;
        for (String stored : secrets) {
            match |= Secrets.equal(stored, hash);
        }
        return match;
    }

    private Future<Boolean> matchChosen(ClientId client, Iterator<String> chosen, Secret presented, byte[] mac) {
        String stored = chosen.next();
        return hasher.verify(presented, stored).compose(outcome -> {
            if (outcome != PasswordHasher.Outcome.MISMATCH) {
                remembered.put(new Known(client, stored), mac);
                return Future.succeededFuture(true);
            }
            return chosen.hasNext() ? matchChosen(client, chosen, presented, mac) : Future.succeededFuture(false);
        });
    }

    private byte[] mac(Secret presented) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(processKey);
            return mac.doFinal(presented.reveal().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
