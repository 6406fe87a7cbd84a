package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.bourse.db.StoreException;
import io.bourse.http.HttpFixture.Reply;
import io.bourse.logging.LogCapture;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {

    private static final Map<String, RuntimeException> THROWN = Map.of(
            "client", OAuthException.invalidClient("secret does not match"),
            "token", OAuthException.invalidToken("expired"),
            "grant", OAuthException.invalidGrant("unknown"),
            "busy", OAuthException.unavailable("queue is full"),
            "store", new StoreException("rotate", new IllegalStateException("boom")),
            "bug", new IllegalStateException("a secret detail"));

    private HttpFixture server;

    /** Fails in every way, in a dialect of its own. */
    private static final class FailingDoor implements Door {

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public void routes(RouteTable routes) {
            routes.claim("/fail")
                    .get("/fail/timeout", call -> Future.failedFuture(new TimeoutException("slow")))
                    .get("/fail/thrown/:kind", call -> {
                        throw THROWN.get(call.pathParameter("kind"));
                    });
        }

        @Override
        public ErrorShape errors() {
            return problem ->
                    Answer.json(problem.status(), json -> json.writeStringField("message", problem.description()));
        }
    }

    @BeforeEach
    void start() {
        server = new HttpFixture(new FailingDoor(), new EchoDoor());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "thrown/client, 401",
        "thrown/token, 401",
        "thrown/grant, 400",
        "thrown/busy, 503",
        "thrown/store, 503",
        "timeout, 503",
        "thrown/bug, 500",
        "nothing, 404"
    })
    void haveTheirStatusInTheDoorsShape(String path, int status) throws IOException {
        Reply reply = server.get("/fail/" + path);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).matches("\\{\"message\":\"[^\"]+\"}").doesNotContain("secret", "boom", "expired.");
    }

    @Test
    void theLongestClaimedPrefixSpeaks() throws IOException {
        assertThat(server.get("/elsewhere").body()).contains("error_description");
        assertThat(server.send(HttpFixture.request("PUT", "/fail/timeout", "")).body())
                .isEqualTo("{\"message\":\"The method is not allowed here.\"}");
        assertThat(server.send(HttpFixture.request("POST", "/fail/timeout", "x".repeat(70_000)))
                        .body())
                .isEqualTo("{\"message\":\"The request body is too large.\"}");
    }

    /** What is refused before there is a call, but for a line that is too long: it leaves no path. */
    @Test
    void whoeverClaimsThePathSpeaksOfWhatIsNoMessageToo() throws IOException {
        Map<String, Integer> flawed = Map.of(
                "GET /fail/timeout HTTP/1.1\r\nHost: x\r\nX-Big: " + "x".repeat(20_000) + "\r\n\r\n",
                431,
                "GET /fail/nothing HTTP/1.1\r\n\r\n",
                400,
                "GET http://x/fail/timeout HTTP/1.1\r\nHost: x\r\n\r\n",
                400,
                "POST /fail/thrown/bug HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                400);
        for (Map.Entry<String, Integer> each : flawed.entrySet()) {
            Reply reply = server.send(each.getKey());

            assertThat(reply.status()).isEqualTo(each.getValue());
            assertThat(reply.body()).startsWith("{\"message\":");
        }
        assertThat(server.get("/fail/timeout?" + "x".repeat(5_000)).body()).contains("error_description");
        assertThat(server.get("/elsewhere", "X-Big: " + "x".repeat(20_000)).body())
                .contains("error_description");
    }

    @Test
    void aClaimIsOfWholeSegments() throws IOException {
        assertThat(server.get("/fail").body()).startsWith("{\"message\":");
        assertThat(server.get("/fail/").body()).startsWith("{\"message\":");
        assertThat(server.get("/failing").body()).contains("error_description");
        assertThat(server.get("/fail-/x").body()).contains("error_description");
    }

    @Test
    void aPathThatCannotBeDecodedIsRefusedByWhoeverClaimsItAndLoggedAsAnyCall() throws IOException {
        try (LogCapture log = LogCapture.of("bourse.request")) {
            Reply reply = server.get("/fail/%zz", "X-Request-Id: find-me");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).startsWith("{\"message\":");
            assertThat(reply.header("X-Request-Id")).isEqualTo("find-me");
            assertThat(log.events()).hasSize(1);
            assertThat(LogCapture.pairs(log.events().get(0)))
                    .containsEntry("door", "failing")
                    .containsEntry("status", 400)
                    .containsEntry("detail", "undecodable path");
        }
        assertThat(server.get("/%zz").header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void unavailableTellsWhenToComeBack() throws IOException {
        for (String path : new String[] {"thrown/busy", "thrown/store", "timeout"}) {
            assertThat(Integer.parseInt(server.get("/fail/" + path).header("Retry-After")))
                    .isBetween(1, 5);
        }
    }

    @Test
    void challengesFollowTheStandards() throws IOException {
        assertThat(server.get("/fail/thrown/client").header("WWW-Authenticate")).isNull();
        assertThat(server.get("/fail/thrown/client", "Authorization: Basic eDp5")
                        .header("WWW-Authenticate"))
                .isEqualTo("Basic realm=\"bourse\", charset=\"UTF-8\"");
        assertThat(server.get("/fail/thrown/token").header("WWW-Authenticate")).isEqualTo("Bearer realm=\"bourse\"");
        assertThat(server.get("/fail/thrown/token", "Authorization: Bearer x").header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"bourse\", error=\"invalid_token\"");
    }

    @Test
    void aBugIsLoggedOnceWithItsStackAndRequest() throws IOException {
        try (LogCapture log = LogCapture.of("io.bourse.http")) {
            server.get("/fail/thrown/bug", "X-Request-Id: find-me");

            assertThat(log.events()).hasSize(1);
            ILoggingEvent event = log.events().get(0);
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("a secret detail");
            assertThat(LogCapture.pairs(event)).containsEntry("request_id", "find-me");
        }
    }
}
