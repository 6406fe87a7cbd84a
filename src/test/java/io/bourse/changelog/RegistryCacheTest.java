package io.bourse.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.db.StoreException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RegistryCacheTest {

    private final List<Promise<String>> loads = new ArrayList<>();
    private boolean fresh = true;
    private final RegistryCache<String, String> cache =
            new RegistryCache<>(100, Set.of(EntryKind.CLIENT, EntryKind.PROVIDER), id -> id, this::load, () -> fresh);

    @Test
    void aValueIsReadOnceForAllWhoWantIt() {
        Future<String> first = cache.get("shop");
        Future<String> second = cache.get("shop");
        loads.get(0).complete("v1");

        assertThat(List.of(first.await(), second.await(), cache.get("shop").await()))
                .containsOnly("v1");
        assertThat(loads).hasSize(1);
    }

    @Test
    void aRememberedValueIsThereAtOnce() {
        loaded("shop", "v1");

        assertThat(cache.get("shop").result()).isEqualTo("v1");
    }

    @Test
    void failuresAreNotRemembered() {
        Future<String> failed = cache.get("shop");
        loads.get(0).fail("down");
        assertThatThrownBy(failed::await).hasMessage("down");

        Future<String> again = cache.get("shop");
        loads.get(1).complete("v1");

        assertThat(again.await()).isEqualTo("v1");
    }

    @Test
    void aLoaderThatThrowsFails() {
        RegistryCache<String, String> broken = new RegistryCache<>(
                1, Set.of(), id -> id, key -> Future.failedFuture(new IllegalArgumentException(key)), () -> true);

        assertThatThrownBy(() -> broken.get("x").await()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changesOfTheKindDiscardTheirEntryOnly() {
        loaded("shop", "v1");
        loaded("bank", "v1");

        cache.accept(new EntryChanged(EntryKind.CLIENT, "shop"));
        cache.accept(new EntryChanged(EntryKind.USER, "bank"));
        cache.accept(Changed.token("bank"));

        assertThat(cache.get("bank").result()).isEqualTo("v1");
        Future<String> again = cache.get("shop");
        assertThat(again.isComplete()).isFalse();
        loads.get(2).complete("v2");
        assertThat(again.await()).isEqualTo("v2");
    }

    @Test
    void aChangedProjectAndAChangeOfAnyDiscardAll() {
        for (EntryChanged change : List.of(
                new EntryChanged(EntryKind.PROJECT, "p"), new EntryChanged(EntryKind.PROVIDER, EntryChanged.ANY))) {
            loaded("shop", "v");

            cache.accept(change);

            assertThat(cache.get("shop").isComplete()).isFalse();
            loads.get(loads.size() - 1).complete("v");
            cache.accept(new EntryChanged(EntryKind.PROJECT, "p"));
        }
    }

    @Test
    void whatWasReadBeforeAChangeIsNotRemembered() {
        for (EntryChanged change :
                List.of(new EntryChanged(EntryKind.CLIENT, "shop"), new EntryChanged(EntryKind.PROJECT, "p"))) {
            Future<String> before = cache.get("shop");
            Promise<String> old = loads.get(loads.size() - 1);

            cache.accept(change);
            Future<String> after = cache.get("shop");
            Promise<String> current = loads.get(loads.size() - 1);
            assertThat(current).isNotSameAs(old);
            current.complete("new");
            old.complete("old");

            assertThat(before.await()).isEqualTo("old");
            assertThat(after.await()).isEqualTo("new");
            assertThat(cache.get("shop").await()).isEqualTo("new");
            cache.accept(new EntryChanged(EntryKind.PROJECT, "p"));
        }
    }

    @Test
    void whoeverDoesNotHearOfChangesGetsNothing() {
        loaded("shop", "v1");

        fresh = false;

        assertThatThrownBy(() -> cache.get("shop").await()).isInstanceOf(StoreException.class);
    }

    @Test
    void completesOnTheCallersContext() throws Exception {
        Vertx vertx = Vertx.vertx();
        Context caller = vertx.getOrCreateContext();
        AtomicReference<Context> seen = new AtomicReference<>();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        caller.runOnContext(turn -> {
            cache.get("shop").onComplete(value -> {
                seen.set(Vertx.currentContext());
                done.countDown();
            });
            asked.countDown();
        });
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        loads.get(0).complete("v1");

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasValue(caller);
        vertx.close().await();
    }

    /** The truth only grows; after a change was heard of, nobody may see less than the truth was then. */
    @Test
    void staysCoherentUnderRaces() throws Exception {
        AtomicInteger truth = new AtomicInteger();
        Vertx vertx = Vertx.vertx();
        RegistryCache<String, Integer> racing = new RegistryCache<>(
                10,
                Set.of(EntryKind.CLIENT),
                id -> id,
                key -> {
                    int read = truth.get();
                    return vertx.timer(50, TimeUnit.MICROSECONDS).map(read);
                },
                () -> true);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger stale = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        for (int reader = 0; reader < 3; reader++) {
            threads.execute(() -> {
                while (truth.get() < 2_000) {
                    int known = heard.get();
                    if (racing.get("shop").await() < known) {
                        stale.incrementAndGet();
                    }
                }
            });
        }
        threads.execute(() -> {
            while (truth.get() < 2_000) {
                int version = truth.incrementAndGet();
                racing.accept(new EntryChanged(EntryKind.CLIENT, "shop"));
                heard.set(version);
            }
        });

        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stale).hasValue(0);
        vertx.close().await();
    }

    private void loaded(String key, String value) {
        Future<String> got = cache.get(key);
        loads.get(loads.size() - 1).complete(value);
        got.await();
    }

    private Future<String> load(String key) {
        Promise<String> load = Promise.promise();
        loads.add(load);
        return load.future();
    }
}
