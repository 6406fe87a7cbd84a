package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.http.HttpFixture.Wire;
import io.bourse.logging.LogCapture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLogTest {

    private static HttpFixture server;

    @BeforeAll
    static void start() {
        server = new HttpFixture(new EchoDoor());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void oneLineSaysWhatHappened() throws IOException {
        try (LogCapture log = LogCapture.of("bourse.request")) {
            server.postForm(EchoDoor.TOKEN, "grant_type=a&refresh_token=b", "X-Request-Id: r1");

            JsonObject line = onlyLine(log);
            assertThat(line.getMap())
                    .containsEntry("method", "POST")
                    .containsEntry("route", "/oauth2/token")
                    .containsEntry("door", "echo")
                    .containsEntry("status", 400)
                    .containsEntry("bytes_in", 28)
                    .containsEntry("remote", "127.0.0.1")
                    .containsEntry("request_id", "r1")
                    .containsEntry("decision_id", "decision-1")
                    .containsEntry("error", "invalid_grant")
                    .containsEntry("detail", "reuse in family 42");
            assertThat(line.getDouble("duration_ms")).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hunter2/token",
                "/oauth2/token?client_secret=hunter2",
                "/items/hunter2",
                "/items/hunter2%0d%0a%1b%5b31m%e2%80%a8",
                "/hunter2\u001b[31m\u0085",
                "/items/%zz-hunter2"
            })
    void nothingThatWasSentIsInIt(String path) throws IOException {
        try (LogCapture all = LogCapture.of("ROOT")) {
            server.send(HttpFixture.request(
                    "POST",
                    path,
                    "client_secret=hunter2&token=hunter2",
                    "Authorization: Bearer hunter2",
                    "X-Forwarded-For: 6.6.6.6",
                    "X-Request-Id: hunter2\u001b",
                    "User-Agent: hunter2",
                    "Content-Type: application/x-www-form-urlencoded"));

            assertThat(all.lines())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("hunter2") || line.contains("6.6.6.6"));
            assertThat(all.lines()).allMatch(line -> line.indexOf('\n') == line.length() - 1);
        }
    }

    @Test
    void aStrangeMethodIsNotRepeated() throws IOException {
        try (LogCapture log = LogCapture.of("bourse.request")) {
            server.send(HttpFixture.request("HUNTER2", "/public", ""));

            assertThat(onlyLine(log).getString("method")).isEqualTo("other");
        }
    }

    @Test
    void whoGoesAwayIsLoggedWithoutAStatus() throws IOException {
        try (LogCapture log = LogCapture.of("bourse.request")) {
            try (Wire wire = server.connect()) {
                wire.write("POST /raw HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
                server.get("/public");
            }
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (log.events().size() < 2 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }

            assertThat(new JsonObject(log.lines().get(1)).getInteger("status")).isZero();
        }
    }

    private static JsonObject onlyLine(LogCapture log) {
        assertThat(log.lines()).hasSize(1);
        return new JsonObject(log.lines().get(0));
    }
}
