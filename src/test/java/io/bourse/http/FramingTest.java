package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.http.HttpFixture.Reply;
import io.bourse.http.HttpFixture.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that two readers could understand differently (RFC 9112 section 11.2): 400, closed, nothing after is read. */
class FramingTest {

    private static final String NEXT = "GET /public HTTP/1.1\r\nHost: x\r\n\r\n";

    private static HttpFixture server;

    @BeforeAll
    static void start() {
        server = new HttpFixture(new EchoDoor());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "Content-Length: 3, 4\r\n\r\nabcd",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: +3\r\n\r\nabc",
                "Content-Length: 0x3\r\n\r\nabc",
                "Content-Length: 3 4\r\n\r\nabc",
                "Content-Length:\r\n\r\n",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Content-Length : 3\r\n\r\nabc",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                " X-First: folded\r\n\r\n",
                "X-Nul: a\u0000b\r\n\r\n",
                "X Bad: 1\r\n\r\n",
                "NoColon\r\n\r\n",
                ": empty\r\n\r\n",
                "Host: other\r\n\r\n",
                "X-Bare: a\rb\r\n\r\n"
            })
    void ambiguousHeadersAreRefused(String rest) throws IOException {
        assertRefused("POST /raw HTTP/1.1\r\nHost: x\r\n" + rest + NEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://evil.example/public HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET public HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /public HTTP/1.1\r\n\r\n",
                "GET /public HTTP/1.1 x\r\nHost: x\r\n\r\n",
                "GET /public\r\n\r\n",
                "GET /pub lic HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /raw HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
            })
    void ambiguousRequestLinesAreRefused(String request) throws IOException {
        assertRefused(request + NEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "-1\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "0x3\r\nabc\r\n0\r\n\r\n",
                "fffffffff\r\nabc",
                "3;a=\n\r\nabc\r\n0\r\n\r\n",
                "3\nabc\r\n0\r\n\r\n"
            })
    void brokenChunksEndTheConnection(String body) throws IOException {
        try (Wire wire = server.connect()) {
            wire.write("POST /raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body + NEXT);

            assertThat(statuses(wire)).doesNotContain(200);
        }
    }

    /** RFC 9112 section 5.2 leaves the choice; what counts is that no second header comes out of it. */
    @Test
    void aFoldedHeaderStaysOneHeader() throws IOException {
        try (Wire wire = server.connect()) {
            wire.write("POST /raw HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n Transfer-Encoding: chunked\r\n\r\n"
                    + HttpFixture.request("GET", "/nothing", ""));

            assertThat(wire.reply().body()).isEqualTo("{\"count\":0}");
            assertThat(wire.reply().status()).isEqualTo(404);
        }
    }

    @Test
    void anotherProtocolIsRefused() throws IOException {
        try (Wire wire = server.connect()) {
            wire.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

            assertThat(wire.reply().status()).isIn(400, 501, 505);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void anUpgradeIsIgnored() throws IOException {
        Reply reply = server.get(
                "/public", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__");

        assertThat(reply.status()).isEqualTo(200);
    }

    private static void assertRefused(String bytes) throws IOException {
        try (Wire wire = server.connect()) {
            wire.write(bytes);
            Reply reply = wire.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
            assertThat(statuses(wire)).isEmpty();
        }
    }

    /** The statuses of all answers until the connection is closed. */
    private static List<Integer> statuses(Wire wire) {
        List<Integer> statuses = new ArrayList<>();
        try {
            while (true) {
                statuses.add(wire.reply().status());
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not closed", e);
        } catch (IOException e) {
            return statuses;
        }
    }
}
