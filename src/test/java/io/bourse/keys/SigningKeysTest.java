package io.bourse.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bourse.config.Secret;
import io.bourse.crypto.MasterKeys;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.InMemorySigningKeyStore;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.JwtExpectations;
import io.bourse.jose.KeyRing;
import io.bourse.jose.OwnJwtVerifier;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.jose.UnknownKeyException;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

    private static final Duration INTERVAL = Duration.ofDays(30);
    private static final Duration PREPUBLISH = Duration.ofHours(1);
    private static final Duration LONGEST_TOKEN = Duration.ofDays(10);
    private static final String OLD_MASTER =
            MasterKeys.generate(new SecureRandom()).reveal();
    private static final String NEW_MASTER =
            MasterKeys.generate(new SecureRandom()).reveal();

    private final Vertx vertx = Vertx.vertx();
    private final FixedClock clock = new FixedClock();
    private final SigningKeyStore store = new InMemorySigningKeyStore(clock);
    private final KeyRing ring = new KeyRing(clock, null);
    private final SigningKeys keys = node(ring, OLD_MASTER, SigningAlgorithm.ES256);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theFirstStartMakesOneKey() throws Exception {
        keys.start().await();
        keys.start().await();

        assertThat(store.all().await()).hasSize(1);
        assertThat(signer(ring)).isEqualTo(store.all().await().get(0).id());
    }

    @Test
    void theStoreHoldsNoPrivateKeyInTheClear() {
        keys.start().await();

        StoredKey key = store.all().await().get(0);
        assertThat(key.sealedPrivate()).startsWith("v1.");
        assertThat(key.publicJwk()).contains(key.id()).doesNotContain("\"d\"");
    }

    @Test
    void aRotatedKeySignsWhenItHasBeenPublishedForLongEnough() throws Exception {
        keys.start().await();
        String first = signer(ring);
        String token = ring.sign("at+jwt", claims());

        assertThat(keys.rotate(PREPUBLISH).await()).isTrue();

        assertThat(ring.publicKeys()).contains(first);
        assertThat(signer(ring)).isEqualTo(first);
        clock.advance(PREPUBLISH);
        assertThat(signer(ring)).isNotEqualTo(first);
        assertThat(verify(ring, token)).isEqualTo(first);
    }

    @Test
    void aKeyRotatesWhenItIsDueAndGoesWhenItsTokensHaveEnded() throws Exception {
        keys.start().await();
        String first = signer(ring);
        clock.advance(INTERVAL.minus(PREPUBLISH).minusSeconds(1));
        assertThat(keys.rotateIfDue(INTERVAL, PREPUBLISH).await()).isFalse();
        clock.advance(Duration.ofSeconds(1));

        assertThat(keys.rotateIfDue(INTERVAL, PREPUBLISH).await()).isTrue();
        assertThat(keys.rotateIfDue(INTERVAL, PREPUBLISH).await()).isFalse();

        clock.advance(PREPUBLISH);
        assertThat(signer(ring)).isNotEqualTo(first);
        clock.advance(LONGEST_TOKEN);
        keys.rotateIfDue(INTERVAL, PREPUBLISH).await();
        assertThat(ring.publicKeys()).contains(first);
        clock.advance(Duration.ofMinutes(1));
        keys.rotateIfDue(INTERVAL, PREPUBLISH).await();
        assertThat(ring.publicKeys()).doesNotContain(first);
        assertThat(store.all().await()).hasSize(1);
    }

    /** It would be sealed so that no other node opens it, and retire the one that they all sign with. */
    @Test
    void whoCannotOpenTheNewestKeyMakesNoneWhenItIsDue() throws Exception {
        keys.start().await();
        String first = signer(ring);
        SigningKeys stranger = node(new KeyRing(clock, null), NEW_MASTER, SigningAlgorithm.ES256);
        clock.advance(INTERVAL);

        assertThat(stranger.rotateIfDue(INTERVAL, PREPUBLISH).await()).isFalse();

        assertThat(store.all().await())
                .singleElement()
                .satisfies(key -> assertThat(key.id()).isEqualTo(first));
        assertThat(keys.rotateIfDue(INTERVAL, PREPUBLISH).await()).isTrue();
    }

    @Test
    void aStolenKeyIsReplacedAtOnceThoughAnotherIsWaiting() throws Exception {
        keys.start().await();
        keys.rotate(PREPUBLISH).await();
        String before = ring.publicKeys();

        keys.rotate(Duration.ZERO).await();

        String signer = signer(ring);
        assertThat(before).doesNotContain(signer);
        clock.advance(PREPUBLISH.multipliedBy(2));
        assertThat(signer(ring)).isEqualTo(signer);
    }

    @Test
    void aRevokedKeyNeitherSignsNorVerifiesAndAnotherSignsAtOnce() throws Exception {
        keys.start().await();
        String first = signer(ring);
        String token = ring.sign("at+jwt", claims());

        keys.revoke(first, Duration.ofDays(180)).await();

        assertThat(signer(ring)).isNotEqualTo(first);
        assertThat(ring.publicKeys()).doesNotContain(first);
        assertThatExceptionOfType(UnknownKeyException.class).isThrownBy(() -> verify(ring, token));
        assertThat(keys.rotate(PREPUBLISH).await()).isTrue();
    }

    /** Whoever read the keys before the revocation may fill the ring after it. */
    @Test
    void aRingNeverTakesARevokedKeyBack() throws Exception {
        keys.start().await();
        String first = signer(ring);
        keys.rotate(PREPUBLISH).await();

        ring.revoke(first);
        keys.reload().await();

        assertThat(ring.publicKeys()).doesNotContain(first);
        assertThat(signer(ring)).isNotEqualTo(first);
    }

    @Test
    void anotherNodeReadsTheSameKeys() throws Exception {
        keys.start().await();
        KeyRing other = new KeyRing(clock, null);
        node(other, OLD_MASTER, SigningAlgorithm.ES256).start().await();

        assertThat(other.publicKeys()).isEqualTo(ring.publicKeys());
        assertThat(verify(other, ring.sign("at+jwt", claims()))).isEqualTo(signer(ring));
    }

    @Test
    void aReplacedMasterKeySealsAnew() {
        keys.start().await();
        String before = store.all().await().get(0).sealedPrivate();
        KeyRing other = new KeyRing(clock, null);

        node(other, NEW_MASTER + "," + OLD_MASTER, SigningAlgorithm.ES256)
                .start()
                .await();

        assertThat(store.all().await().get(0).sealedPrivate()).isNotEqualTo(before);
        KeyRing last = new KeyRing(clock, null);
        node(last, NEW_MASTER, SigningAlgorithm.ES256).start().await();
        assertThat(last.publicKeys()).isEqualTo(ring.publicKeys());
    }

    @Test
    void aLostMasterKeyLeavesTheRingEmptyUntilSomebodyRotates() throws Exception {
        keys.start().await();
        KeyRing other = new KeyRing(clock, null);
        SigningKeys node = node(other, NEW_MASTER, SigningAlgorithm.ES256);

        node.start().await();
        assertThat(other.isEmpty()).isTrue();
        assertThat(node.requireOpened().failed()).isTrue();
        assertThat(store.all().await()).hasSize(1);

        node.rotate(Duration.ZERO).await();
        assertThat(signer(other)).isNotEqualTo(signer(ring));
        assertThat(node.requireOpened().succeeded()).isTrue();
    }

    /** Who can write to the database but has no master key cannot make us trust a key. */
    @Test
    void aKeyPutIntoTheStoreBySomebodyElseIsLeftOut() {
        SigningKey evil = TestKeys.foreign(SigningAlgorithm.ES256, "evil");
        keys.start().await();
        StoredKey real = store.all().await().get(0);
        store.add(new NewKey(
                        evil.id(),
                        "ES256",
                        real.sealedPrivate(),
                        evil.publicJwk(),
                        real.id(),
                        Duration.ZERO,
                        Duration.ofDays(1)))
                .await();

        keys.reload().await();

        assertThat(ring.publicKeys()).contains(real.id()).doesNotContain(evil.id());
    }

    @Test
    void rsaKeysAreMadeToo() throws Exception {
        KeyRing other = new KeyRing(clock, null);

        node(other, OLD_MASTER, SigningAlgorithm.PS256).start().await();

        assertThat(other.publicKeys()).contains("\"PS256\"");
        assertThat(signer(other)).isNotEmpty();
    }

    @Test
    void aKeyCannotBePublishedLongerThanItSigns() {
        assertThatIllegalArgumentException().isThrownBy(() -> keys.rotateIfDue(PREPUBLISH, PREPUBLISH));
    }

    private SigningKeys node(KeyRing target, String masterKeys, SigningAlgorithm algorithm) {
        return new SigningKeys(
                store,
                MasterKeys.parse(new Secret(masterKeys), new SecureRandom()),
                target,
                algorithm,
                LONGEST_TOKEN,
                vertx);
    }

    private byte[] claims() {
        long exp = clock.instant().plus(Duration.ofDays(100)).getEpochSecond();
        return ("{\"iss\":\"us\",\"exp\":" + exp + "}").getBytes(UTF_8);
    }

    private String signer(KeyRing from) throws InvalidJwtException {
        return verify(from, from.sign("at+jwt", claims()));
    }

    private String verify(KeyRing with, String token) throws InvalidJwtException {
        return new OwnJwtVerifier(with)
                .verify(
                        token,
                        new JwtExpectations("us", Set.of("at+jwt"), Set.of(), null, Duration.ZERO, clock.instant()))
                .keyId();
    }
}
