package io.bourse.crypto;

import io.bourse.config.Secret;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes passwords with Argon2id on a pool of its own with a bounded queue, so that a flood of logins starves nobody
 * else: beyond the bound every call fails at once with {@code temporarily_unavailable}.
 *
 * <p>A password is 1 to 128 code points of the NFC form (Unicode Standard Annex 15); all of its UTF-8 bytes count, NUL
 * included. One that is longer or empty matches nothing.
 */
public final class PasswordHasher {

    /** What a verification ended in. */
    public enum Outcome {
        /** It is the password. */
        MATCH,
        /** It is the password, but its hash costs less than hashes of today: hash it again and store that. */
        MATCH_OUTDATED,
        /** It is not the password. */
        MISMATCH
    }

    private static final Logger LOG = LoggerFactory.getLogger(PasswordHasher.class);
    private static final int MAX_CODE_POINTS = 128;
    /** Beyond this no normalization can bring it below the limit; spares us normalizing megabytes. */
    private static final int MAX_CHARS = 16 * MAX_CODE_POINTS;

    private static final int SALT_BYTES = 16;

    private final WorkerExecutor pool;
    private final int threads;
    private final int queueLimit;
    private final PasswordCost cost;
    private final SecureRandom random;
    private final byte[] dummySalt;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * Starts the pool.
     *
     * @param pool its name; hashers of one name share the threads of the first
     * @param threads how many hashes are computed at once; each takes the memory of its cost
     * @param queueLimit how many more may wait
     * @param cost of new hashes
     */
    public PasswordHasher(
            Vertx vertx, String pool, int threads, int queueLimit, PasswordCost cost, SecureRandom random) {
        this.pool = vertx.createSharedWorkerExecutor(pool, threads);
        this.threads = threads;
        this.queueLimit = queueLimit;
        this.cost = cost;
        this.random = random;
        this.dummySalt = salt();
    }

    /** Whether it has the length that a password may have. */
    public static boolean isAcceptable(Secret password) {
        return bytes(password).isPresent();
    }

    /**
     * The PHC string of a new hash. Fails with {@code invalid_request} if the password is not
     * {@linkplain #isAcceptable acceptable}, with {@code temporarily_unavailable} if the queue is full.
     */
    public Future<String> hash(Secret password) {
        Optional<byte[]> bytes = bytes(password);
        if (bytes.isEmpty()) {
            return Future.failedFuture(OAuthException.parameter("password", "must have 1 to 128 characters"));
        }
        return submit(() -> PasswordHash.compute(cost, salt(), bytes.get()).phc());
    }

    /**
     * Compares a password with a stored hash. Fails with {@code temporarily_unavailable} if the queue is full.
     *
     * @param phc what {@link #hash} gave; a malformed one matches nothing, takes as long and is logged
     */
    public Future<Outcome> verify(Secret password, String phc) {
        Optional<byte[]> bytes = bytes(password);
        if (bytes.isEmpty()) {
            return Future.succeededFuture(Outcome.MISMATCH);
        }
        Optional<PasswordHash> stored = parse(phc);
        if (stored.isEmpty()) {
            return verifyNothing(password);
        }
        return submit(() -> verify(bytes.get(), stored.get()));
    }

    private Outcome verify(byte[] password, PasswordHash stored) {
        if (!stored.matches(password)) {
            return Outcome.MISMATCH;
        }
        boolean outdated = cost.exceeds(stored.cost()) || stored.salt().length < SALT_BYTES;
        return outdated ? Outcome.MATCH_OUTDATED : Outcome.MATCH;
    }

    private static Optional<PasswordHash> parse(String phc) {
        try {
            return Optional.of(PasswordHash.parse(phc));
        } catch (IllegalArgumentException e) {
            LOG.error("a stored password hash cannot be used ({}); set the password again", e.getMessage());
            return Optional.empty();
        }
    }

    /** A mismatch that takes as long as one for a known user; for unknown ones. Fails as {@link #verify} does. */
    public Future<Outcome> verifyNothing(Secret password) {
        Optional<byte[]> bytes = bytes(password);
        if (bytes.isEmpty()) {
            return Future.succeededFuture(Outcome.MISMATCH);
        }
        return submit(() -> {
            PasswordHash.compute(cost, dummySalt, bytes.get());
            return Outcome.MISMATCH;
        });
    }

    private <T> Future<T> submit(Callable<T> work) {
        if (inFlight.incrementAndGet() > threads + queueLimit) {
            inFlight.decrementAndGet();
            return Future.failedFuture(OAuthException.unavailable("password queue is full"));
        }
        return pool.executeBlocking(work, false).onComplete(done -> inFlight.decrementAndGet());
    }

    /** How many calls wait for a thread now. */
    public int queued() {
        return Math.max(0, inFlight.get() - threads);
    }

    /** Whether the next call would fail, as far as can be told. */
    public boolean isFull() {
        return inFlight.get() >= threads + queueLimit;
    }

    /** How many calls may wait. */
    public int queueLimit() {
        return queueLimit;
    }

    /** Ends the pool. */
    public Future<Void> close() {
        return pool.close();
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    private static Optional<byte[]> bytes(Secret password) {
        String text = password.reveal();
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (normal.codePointCount(0, normal.length()) > MAX_CODE_POINTS) {
            return Optional.empty();
        }
        return Optional.of(normal.getBytes(StandardCharsets.UTF_8));
    }
}
