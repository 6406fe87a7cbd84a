package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.keys.NewKey;
import io.bourse.keys.SigningKeyStore;
import io.bourse.keys.StoredKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SigningKeyStore} does. */
public abstract class SigningKeyStoreContract {

    private static final Duration KEEP = Duration.ofDays(30);

    protected abstract SigningKeyStore store();

    /** Makes everything in the store so much older. */
    protected abstract void pass(Duration time);

    @Test
    void theFirstKeySignsAtOnce() {
        SigningKeyStore store = store();

        assertThat(store.all().await()).isEmpty();
        assertThat(store.add(key("a", "", Duration.ZERO)).await()).isTrue();

        StoredKey key = store.all().await().get(0);
        assertThat(key.id()).isEqualTo("a");
        assertThat(key.algorithm()).isEqualTo("ES256");
        assertThat(key.sealedPrivate()).isEqualTo("sealed a");
        assertThat(key.publicJwk()).isEqualTo("public a");
        assertThat(key.retiredAt()).isNull();
    }

    @Test
    void theNextKeyRetiresTheOneBefore() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();

        assertThat(store.add(key("b", "a", Duration.ofHours(1))).await()).isTrue();

        List<StoredKey> keys = store.all().await();
        assertThat(keys).extracting(StoredKey::id).containsExactly("b", "a");
        assertThat(keys.get(1).retiredAt()).isEqualTo(keys.get(0).signsFrom());
        assertThat(Duration.between(keys.get(1).signsFrom(), keys.get(0).signsFrom()))
                .isBetween(Duration.ofHours(1), Duration.ofHours(2));
    }

    @Test
    void aKeyInHasteRetiresAlsoThoseThatWereToSignOn() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();
        store.add(key("b", "a", Duration.ofHours(1))).await();

        store.add(key("c", "b", Duration.ZERO)).await();

        List<StoredKey> keys = store.all().await();
        Instant begin = keys.stream()
                .filter(key -> key.id().equals("c"))
                .findAny()
                .orElseThrow()
                .signsFrom();
        assertThat(keys)
                .hasSize(3)
                .filteredOn(key -> !key.id().equals("c"))
                .allSatisfy(key -> assertThat(key.retiredAt()).isEqualTo(begin));
    }

    @Test
    void aKeyThatFollowsAnotherThanTheNewestIsNotAdded() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();
        store.add(key("b", "a", Duration.ZERO)).await();

        assertThat(store.add(key("c", "a", Duration.ZERO)).await()).isFalse();
        assertThat(store.add(key("c", "", Duration.ZERO)).await()).isFalse();
        assertThat(store.all().await()).hasSize(2);
    }

    @Test
    void ofManyAtOnceOneIsAdded() {
        SigningKeyStore store = store();
        store.add(key("first", "", Duration.ZERO)).await();
        List<Future<Boolean>> added = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            added.add(store.add(key("key" + i, "first", Duration.ofMinutes(10))));
        }

        List<Boolean> outcomes =
                Future.all(added).map(all -> all.<Boolean>list()).await();

        assertThat(outcomes).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(store.all().await())
                .hasSize(2)
                .filteredOn(key -> key.retiredAt() == null)
                .hasSize(1);
    }

    @Test
    void saysWhetherTheNewestIsOld() {
        SigningKeyStore store = store();
        assertThat(store.isNewestOlderThan(Duration.ofDays(1)).await()).isTrue();
        store.add(key("a", "", Duration.ZERO)).await();
        assertThat(store.isNewestOlderThan(Duration.ofDays(1)).await()).isFalse();

        pass(Duration.ofDays(1));

        assertThat(store.isNewestOlderThan(Duration.ofDays(1)).await()).isTrue();
        store.add(key("b", "a", Duration.ofHours(1))).await();
        assertThat(store.isNewestOlderThan(Duration.ofDays(1)).await()).isFalse();
        assertThat(store.isNewestOlderThan(Duration.ZERO).await()).isFalse();
    }

    @Test
    void aRetiredKeyGoesWhenItsLastTokenHasEnded() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();
        store.add(key("b", "a", Duration.ofHours(1))).await();

        pass(KEEP);
        assertThat(store.removeEnded().await()).isEmpty();
        assertThat(store.all().await()).hasSize(2);

        pass(Duration.ofHours(1));
        assertThat(store.all().await()).extracting(StoredKey::id).containsExactly("b");
        assertThat(store.removeEnded().await()).containsExactly("a");
        assertThat(store.removeEnded().await()).isEmpty();
    }

    @Test
    void aSealIsReplacedOnlyIfItIsWhatItWas() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();

        store.reseal("a", "something else", "wrong").await();
        assertThat(store.all().await().get(0).sealedPrivate()).isEqualTo("sealed a");

        store.reseal("a", "sealed a", "sealed anew").await();
        assertThat(store.all().await().get(0).sealedPrivate()).isEqualTo("sealed anew");
    }

    @Test
    void aRevokedKeyIsGoneAndTheReplacementSignsAtOnce() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();

        store.revoke("a", key("b", "a", Duration.ZERO), KEEP).await();

        assertThat(store.all().await()).extracting(StoredKey::id).containsExactly("b");
        assertThat(signing(store)).isEqualTo("b");
        assertThat(store.isNewestOlderThan(Duration.ofDays(1)).await()).isFalse();
    }

    @Test
    void theNextOneIsPreparedSoItSignsBeforeItsTime() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();
        store.add(key("b", "a", Duration.ofHours(1))).await();

        store.revoke("a", key("c", "a", Duration.ZERO), KEEP).await();

        assertThat(store.all().await()).extracting(StoredKey::id).containsExactly("b");
        assertThat(signing(store)).isEqualTo("b");
    }

    @Test
    void whenTheNextOneIsRevokedTheOneBeforeSignsOn() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();
        store.add(key("b", "a", Duration.ofHours(1))).await();

        store.revoke("b", key("c", "b", Duration.ZERO), KEEP).await();

        assertThat(store.all().await()).extracting(StoredKey::id).containsExactly("a");
        assertThat(store.all().await().get(0).retiredAt()).isNull();
        assertThat(store.add(key("d", "a", Duration.ofHours(1))).await()).isTrue();
    }

    @Test
    void aRetiredOrUnknownKeyIsRevokedAndTheOthersStay() {
        SigningKeyStore store = store();
        store.add(key("a", "", Duration.ZERO)).await();
        store.add(key("b", "a", Duration.ZERO)).await();

        store.revoke("a", key("c", "a", Duration.ZERO), KEEP).await();
        store.revoke("a", key("c", "a", Duration.ZERO), KEEP).await();
        store.revoke("nobody's", key("c", "a", Duration.ZERO), KEEP).await();

        assertThat(store.all().await()).extracting(StoredKey::id).containsExactly("b");
    }

    @Test
    void ofManyRevocationsAtOnceOneMakesAKeyAndARotationThatFollowedTheRevokedOneMakesNone() {
        SigningKeyStore store = store();
        store.add(key("first", "", Duration.ZERO)).await();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(store.revoke("first", key("new" + i, "first", Duration.ZERO), KEEP));
        }

        Future.all(all).await();

        assertThat(store.all().await()).hasSize(1);
        assertThat(signing(store)).startsWith("new");
        assertThat(store.add(key("late", "first", Duration.ZERO)).await()).isFalse();
    }

    /** The newest that has begun and not retired, by the store's own clock: nothing is to sign later. */
    private static String signing(SigningKeyStore store) {
        List<StoredKey> keys = store.all().await();
        assertThat(keys).filteredOn(key -> key.retiredAt() == null).hasSize(1);
        assertThat(store.isNewestOlderThan(Duration.ZERO).await()).isTrue();
        return keys.get(0).id();
    }

    private static NewKey key(String id, String follows, Duration prepublish) {
        return new NewKey(id, "ES256", "sealed " + id, "public " + id, follows, prepublish, KEEP);
    }
}
