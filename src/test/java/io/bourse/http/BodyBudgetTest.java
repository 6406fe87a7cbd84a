package io.bourse.http;

import static io.bourse.fakes.Eventually.eventually;
import static io.bourse.http.HttpFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.http.HttpFixture.Reply;
import io.bourse.http.HttpFixture.Wire;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private static final String LARGE = HttpFixture.request("POST", "/raw", "x".repeat(65_536));

    private static final Duration SOON = Duration.ofSeconds(10);

    private final BodyBudget bodies = new BodyBudget(100_000);
    private final HttpFixture server = new HttpFixture(100, bodies, new EchoDoor());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBodyThatDoesNotFitBesideTheOthersIsRefusedUntilTheyAreGone() throws IOException {
        Wire slow = server.connect();
        slow.write(LARGE.substring(0, LARGE.length() - 1));
        eventually("the bytes are counted", SOON, () -> bodies.held() == 65_535);

        Reply refused = server.send(LARGE);
        Reply small = server.send(HttpFixture.request("POST", "/raw", "x"));
        slow.hangUp();

        assertRefused(refused, 503);
        assertThat(refused.header("Retry-After")).matches("[1-5]");
        assertThat(refused.body()).contains("\"temporarily_unavailable\"");
        assertThat(small.status()).isEqualTo(200);
        eventually("the bytes are counted", SOON, () -> bodies.held() == 0);
        assertThat(server.send(LARGE).status()).isEqualTo(200);
    }

    @Test
    void whatIsAnsweredOrRefusedIsHeldNoMore() throws IOException {
        assertThat(server.send(LARGE).status()).isEqualTo(200);
        assertRefused(server.send(HttpFixture.request("POST", "/nowhere", "x".repeat(60_000))), 404);
        try (Wire chunked = server.connect()) {
            chunked.write("POST /raw HTTP/1.1\r\nHost: bourse.example\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n"
                    + "x".repeat(65_537) + "\r\n0\r\n\r\n");
            assertRefused(chunked.reply(), 413);
        }

        assertThat(bodies.held()).isZero();
    }
}
