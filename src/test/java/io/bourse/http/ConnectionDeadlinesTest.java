package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.door.oauth.OAuthErrors;
import io.bourse.http.HttpFixture.Reply;
import io.bourse.http.HttpFixture.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slow peers, with a clock of the test's; only the sweep, once a second, is real time. */
class ConnectionDeadlinesTest {

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final Promise<Answer> slow = Promise.promise();
    private HttpFixture server;

    /** Answers when the test says so. */
    private final class SlowDoor implements Door {

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public void routes(RouteTable routes) {
            routes.get("/slow", call -> {
                arrived.countDown();
                return slow.future();
            });
            routes.get("/fast", call -> Future.succeededFuture(Answer.empty(200)));
        }

        @Override
        public ErrorShape errors() {
            return new OAuthErrors();
        }
    }

    @BeforeEach
    void start() {
        server = new HttpFixture(3, new EchoDoor(), new SlowDoor());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void pass(Duration time) {
        server.nanos.addAndGet(time.toNanos());
    }

    @Test
    void aHeadThatNeverEndsIsCutOff() throws IOException {
        try (Wire wire = server.connect()) {
            wire.write("POST /raw HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            probe();
            pass(Duration.ofSeconds(11));

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyThatNeverEndsIsCutOff() throws IOException {
        try (Wire wire = server.connect()) {
            wire.write("POST /raw HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
            probe();
            pass(Duration.ofSeconds(11));

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void anIdleConnectionIsClosedInTheEnd() throws IOException {
        try (Wire wire = server.connect()) {
            wire.write(HttpFixture.request("GET", "/fast", ""));
            assertThat(wire.reply().status()).isEqualTo(200);
            pass(Duration.ofSeconds(29));
            wire.write(HttpFixture.request("GET", "/fast", ""));
            assertThat(wire.reply().status()).isEqualTo(200);
            probe();
            pass(Duration.ofSeconds(31));

            assertThat(wire.isClosed()).isTrue();
        }
    }

    /** A soft close would wait for ever behind what is not read. */
    @Test
    void aReaderThatNeverReadsIsCutOff() throws IOException {
        try (Wire wire = server.connect()) {
            wire.write(HttpFixture.request("GET", "/big", "").repeat(8));
            probe();
            awaitOpen(0, Duration.ofSeconds(11));

            assertThat(wire.readToTheEnd()).isLessThan(8 * EchoDoor.BIG);
        }
    }

    @Test
    void anAnswerMayTakeHalfAMinuteAndNoLonger() throws Exception {
        try (Wire wire = server.connect()) {
            wire.write(HttpFixture.request("GET", "/slow", ""));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            pass(Duration.ofSeconds(31));

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void tooManyConnectionsAreTurnedAway() throws IOException {
        try (Wire one = server.connect();
                Wire two = server.connect();
                Wire three = server.connect()) {
            for (Wire wire : List.of(one, two, three)) {
                wire.write(HttpFixture.request("GET", "/fast", ""));
                assertThat(wire.reply().status()).isEqualTo(200);
            }
            try (Wire four = server.connect()) {
                assertThat(four.isClosed()).isTrue();
            }
            one.hangUp();
            awaitOpen(2, Duration.ZERO);
            assertThat(server.get("/fast").status()).isEqualTo(200);
        }
    }

    @Test
    void drainingEndsConnectionsAsTheyAreAnswered() throws Exception {
        try (Wire wire = server.connect()) {
            wire.write(HttpFixture.request("GET", "/slow", ""));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            server.draining.begin();
            Future<Void> stopped = server.undeploy();
            slow.complete(Answer.empty(200));

            Reply reply = wire.reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(wire.isClosed()).isTrue();
            HttpFixture.await(stopped);
        }
    }

    /** Another request, after which whatever was sent before has been looked at: there is one event loop. */
    private void probe() throws IOException {
        assertThat(server.get("/fast").status()).isEqualTo(200);
    }

    /** Lets time pass in steps until so many connections are open. */
    private void awaitOpen(int connections, Duration step) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (server.limit.open() > connections && System.nanoTime() < end) {
            pass(step);
            Thread.onSpinWait();
        }
        assertThat(server.limit.open()).isEqualTo(connections);
    }
}
