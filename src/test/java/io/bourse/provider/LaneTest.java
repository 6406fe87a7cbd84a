package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.FixedClock;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LaneTest {

    private static final OutboundLimits LIMITS =
            new OutboundLimits(Duration.ofMillis(1), Duration.ofMillis(1), 1, 2, 3, 5, Duration.ofSeconds(5));

    private final Promise<Void> deadline = Promise.promise();
    private final List<Promise<String>> begun = new ArrayList<>();
    private final Lane lane = new Lane(LIMITS, new CircuitBreaker("idp", LIMITS, new FixedClock()));

    private Future<String> call() {
        return lane.run(deadline.future(), () -> {
            Promise<String> promise = Promise.promise();
            begun.add(promise);
            return promise.future();
        });
    }

    @Test
    void runsSoManyLetsSoManyWaitAndRefusesTheRestAtOnce() {
        List<Future<String>> calls = List.of(call(), call(), call(), call(), call());

        Future<String> tooMany = call();

        assertThat(begun).hasSize(2);
        assertThat(calls).noneMatch(Future::isComplete);
        assertThat(tooMany.cause()).isInstanceOf(OAuthException.class);
        for (int i = 0; i < calls.size(); i++) {
            begun.get(i).complete("answer " + i);
            assertThat(calls.get(i).result()).isEqualTo("answer " + i);
        }
        assertThat(call().isComplete()).isFalse();
    }

    @Test
    void whoWaitsTooLongLeavesTheQueueAndTheProviderIsNotBlamed() {
        Future<String> first = call();
        Future<String> second = call();
        List<Future<String>> waiting = List.of(call(), call(), call());

        deadline.complete();

        assertThat(waiting).allMatch(Future::failed);
        begun.get(0).complete("late");
        begun.get(1).complete("late");
        assertThat(List.of(first, second)).allMatch(Future::succeeded);
        assertThat(begun).hasSize(2);
    }

    @Test
    void whoWaitsWhileTheBreakerOpensIsNotSent() {
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(call());
            begun.get(i).fail("down");
        }
        Future<String> fifth = call();
        Future<String> sixth = call();
        Future<String> waiting = call();

        begun.get(4).fail("down");

        assertThat(fifth.failed()).isTrue();
        assertThat(waiting.failed()).isTrue();
        assertThat(sixth.isComplete()).isFalse();
        assertThat(begun).hasSize(6);
    }

    @Test
    void aCallThatThrowsGivesItsTurnBack() {
        for (int i = 0; i < 4; i++) {
            Future<String> thrown = lane.run(deadline.future(), () -> {
                throw new IllegalStateException("bug");
            });
            assertThat(thrown.failed()).isTrue();
        }

        assertThat(List.of(call(), call())).noneMatch(Future::isComplete);
        assertThat(begun).hasSize(2);
    }
}
