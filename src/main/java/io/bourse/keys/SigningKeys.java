package io.bourse.keys;

import io.bourse.crypto.CannotOpenException;
import io.bourse.crypto.MasterKeys;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.KeyRing;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of our signing keys. A key is published before it signs, and stays published after it has retired until its
 * last token has ended. What is in the store goes into the ring; nothing else does.
 */
public final class SigningKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    /** Beyond the last token's end: for clocks that are apart. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final SigningKeyStore store;
    private final MasterKeys masterKeys;
    private final KeyRing ring;
    private final SigningAlgorithm algorithm;
    private final Duration longestToken;
    private final Vertx vertx;
    private Future<Void> lastLoad = Future.succeededFuture();
    private volatile Set<String> leftOut = Set.of();

    /**
     * @param ring receives the keys
     * @param algorithm of new keys; existing ones stay until they are rotated
     * @param longestToken how long a token that a key signed can live
     */
    public SigningKeys(
            SigningKeyStore store,
            MasterKeys masterKeys,
            KeyRing ring,
            SigningAlgorithm algorithm,
            Duration longestToken,
            Vertx vertx) {
        this.store = store;
        this.masterKeys = masterKeys;
        this.ring = ring;
        this.algorithm = algorithm;
        this.longestToken = longestToken;
        this.vertx = vertx;
    }

    /** Fills the ring; makes the very first key, which signs at once. Several nodes may start together. */
    public Future<Void> start() {
        return store.all()
                .compose(keys -> keys.isEmpty() ? add("", Duration.ZERO).mapEmpty() : Future.succeededFuture())
                .compose(done -> reload());
    }

    /**
     * Fills the ring anew; to be called when a change of kind KEY is heard of. Loads follow each other, so that an older
     * one never overwrites a newer one. A key that none of the master keys opens is left out, and logged once.
     */
    public synchronized Future<Void> reload() {
        lastLoad = lastLoad.transform(before -> store.all().compose(this::fill));
        return lastLoad;
    }

    /**
     * Fails with {@code temporarily_unavailable} if there were keys at the last load and none could be opened: then nothing
     * can be signed, and nothing of ours be told from a forgery.
     */
    public Future<Void> requireOpened() {
        return ring.isEmpty() && !leftOut.isEmpty()
                ? Future.failedFuture(OAuthException.unavailable(
                        "no signing key could be opened: BOURSE_MASTER_KEY is not the one that they are sealed under"))
                : Future.succeededFuture();
    }

    private Future<Void> fill(List<StoredKey> stored) {
        Set<String> unopened = new HashSet<>();
        List<KeyRing.Entry> entries = new ArrayList<>();
        List<Future<Void>> resealed = new ArrayList<>();
        for (StoredKey key : stored) {
            Optional<SigningKey> opened = open(key);
            if (opened.isPresent()) {
                entries.add(new KeyRing.Entry(opened.get(), key.signsFrom(), key.retiredAt()));
                if (!masterKeys.isSealedByNewest(key.sealedPrivate())) {
                    resealed.add(store.reseal(key.id(), key.sealedPrivate(), seal(opened.get())));
                }
            } else {
                unopened.add(key.id());
            }
        }
        leftOut = Set.copyOf(unopened);
        ring.replace(entries);
        // The ring is full whether or not the store took the new seals; the next load tries again.
        return Future.join(resealed).<Void>mapEmpty().otherwise(SigningKeys::logReseal);
    }

    private static Void logReseal(Throwable failure) {
        LOG.warn("signing keys could not be sealed under the newest master key; will be tried again", failure);
        return null;
    }

    private Optional<SigningKey> open(StoredKey stored) {
        try {
            byte[] jwk = masterKeys.open(stored.sealedPrivate(), StoredKey.context(stored.id()));
            SigningKey key = SigningKey.fromPrivateJwk(new String(jwk, StandardCharsets.UTF_8));
            if (key.id().equals(stored.id())) {
                return Optional.of(key);
            }
            logLeftOut(stored, "its private part is that of another key");
        } catch (CannotOpenException e) {
            logLeftOut(
                    stored,
                    "its tokens are refused: " + e.getMessage()
                            + ". Mend BOURSE_MASTER_KEY, or rotate the signing keys");
        } catch (InvalidJwkException e) {
            logLeftOut(stored, e.getMessage() + "; rotate the signing keys");
        }
        return Optional.empty();
    }

    /** Once for each key, however often it is loaded. */
    private void logLeftOut(StoredKey key, String reason) {
        if (!leftOut.contains(key.id())) {
            LOG.error("signing key {} is left out: {}", key.id(), reason);
        }
    }

    /**
     * Makes a new key, which signs after the given time, and retires the others from then on. Of several calls at once,
     * on any node, one has an effect.
     *
     * @param prepublish twice the {@code max-age} of our key set at least; zero when a key is known to be stolen
     * @return whether this call made the key
     */
    public Future<Boolean> rotate(Duration prepublish) {
        return store.all().compose(keys -> add(newestId(keys), prepublish)).compose(added -> reload().map(added));
    }

    /**
     * Rotates if the newest key will have signed for the interval when the next one takes over, and removes keys whose
     * last token has ended. Fills the ring in any case, which mends a load that failed before. To be called now and then,
     * on every node; one that cannot open the newest key makes none, for the others could not open that.
     *
     * @param interval how long a key signs
     * @return whether this call made a key
     * @throws IllegalArgumentException if a key were to be published for longer than it signs
     */
    public Future<Boolean> rotateIfDue(Duration interval, Duration prepublish) {
        if (interval.compareTo(prepublish) <= 0) {
            throw new IllegalArgumentException("a key must sign for longer than it is published before");
        }
        return store.all()
                .compose(keys -> store.isNewestOlderThan(interval.minus(prepublish))
                        .compose(due -> due && opensNewest(keys)
                                ? add(newestId(keys), prepublish)
                                : Future.succeededFuture(false)))
                .compose(added ->
                        store.removeEnded().compose(removed -> reload()).map(done -> added));
    }

    /**
     * Ends a key that must not be believed any more: it is published no longer, and neither signs nor verifies, on this
     * node when the future succeeds and on the others as soon as they hear of it. Another signs at once. All that came
     * from its signatures is dead.
     *
     * @param remembered how long the revocation is kept
     */
    public Future<Void> revoke(String id, Duration remembered) {
        return generate()
                .map(key -> newKey(key, id, Duration.ZERO))
                .compose(replacement -> store.revoke(id, replacement, remembered))
                .compose(revoked -> reload());
    }

    private static Optional<StoredKey> newest(List<StoredKey> keys) {
        return keys.stream().filter(key -> key.retiredAt() == null).findFirst();
    }

    private static String newestId(List<StoredKey> keys) {
        return newest(keys).map(StoredKey::id).orElse("");
    }

    private boolean opensNewest(List<StoredKey> keys) {
        return newest(keys).map(key -> open(key).isPresent()).orElse(true);
    }

    private Future<Boolean> add(String follows, Duration prepublish) {
        return generate().map(key -> newKey(key, follows, prepublish)).compose(store::add);
    }

    private Future<SigningKey> generate() {
        return algorithm.isSlowToGenerate()
                ? vertx.executeBlocking(() -> SigningKey.generate(algorithm), false)
                : Future.succeededFuture(SigningKey.generate(algorithm));
    }

    private NewKey newKey(SigningKey key, String follows, Duration prepublish) {
        return new NewKey(
                key.id(),
                key.algorithm().jwsName(),
                seal(key),
                key.publicJwk(),
                follows,
                prepublish,
                longestToken.plus(MARGIN));
    }

    private String seal(SigningKey key) {
        return masterKeys.seal(key.toPrivateJwk().getBytes(StandardCharsets.UTF_8), StoredKey.context(key.id()));
    }
}
