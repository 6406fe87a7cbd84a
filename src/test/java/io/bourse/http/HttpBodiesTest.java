package io.bourse.http;

import static io.bourse.http.HttpFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.http.HttpFixture.Reply;
import io.bourse.http.HttpFixture.Wire;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies, headers and lines of every kind and size, over loopback. */
class HttpBodiesTest {

    private static HttpFixture server;

    @BeforeAll
    static void start() {
        server = new HttpFixture(new EchoDoor());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class Bodies {

        @ParameterizedTest
        @CsvSource({
            "multipart/form-data; boundary=x, 415",
            "text/plain, 415",
            "application/json, 415",
            "application/x-www-form-urlencoded; charset=iso-8859-1, 415",
            "application/x-www-form-urlencoded; charset=utf-16, 415",
            "application/x-www-form-urlencoded; charset=UTF-8, 200",
            "Application/X-WWW-Form-URLencoded;charset=\"utf-8\", 200",
        })
        void haveTheDeclaredType(String type, int status) throws IOException {
            assertThat(server.send(HttpFixture.request("POST", EchoDoor.TOKEN, "grant_type=a", "Content-Type: " + type))
                            .status())
                    .isEqualTo(status);
        }

        @Test
        void withoutATypeAreRefused() throws IOException {
            assertRefused(server.send(HttpFixture.request("POST", EchoDoor.TOKEN, "grant_type=a")), 415);
        }

        @Test
        void thatAreEmptyLackTheirParameters() throws IOException {
            Reply reply = server.send(HttpFixture.request("POST", EchoDoor.TOKEN, ""));

            assertRefused(reply, 400);
            assertThat(reply.body()).contains("The parameter grant_type is missing.");
        }

        @Test
        void thatAreCompressedAreRefused() throws IOException {
            assertRefused(server.postForm(EchoDoor.TOKEN, "grant_type=a", "Content-Encoding: gzip"), 415);
        }

        @Test
        void takeATokenOfNineKilobytesAndNoneOverTheLimit() throws IOException {
            assertThat(server.postForm(EchoDoor.TOKEN, "grant_type=a&subject_token=" + "x".repeat(9_000))
                            .status())
                    .isEqualTo(200);
            assertRefused(server.postForm(EchoDoor.TOKEN, "grant_type=a&subject_token=" + "x".repeat(32_769)), 400);
        }

        @Test
        void areAtMost64Kilobytes() throws IOException {
            assertThat(server.send(HttpFixture.request("POST", "/raw", "x".repeat(65_536)))
                            .body())
                    .isEqualTo("{\"count\":65536}");
            assertRefused(server.send(HttpFixture.request("POST", "/raw", "x".repeat(65_537))), 413);
            assertRefused(server.send(HttpFixture.request("GET", "/public", "x".repeat(65_537))), 413);
        }

        @Test
        void withoutALengthAreCutOffAtTheLimit() throws IOException {
            try (Wire wire = server.connect()) {
                wire.write("POST /raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
                wire.write(("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(3));

                assertRefused(wire.reply(), 413);
                assertThat(wire.isClosed()).isTrue();
            }
        }

        @Test
        void inManySmallChunksAreWhole() throws IOException {
            try (Wire wire = server.connect()) {
                wire.write("POST /raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "1\r\nx\r\n".repeat(60_000) + "0\r\n\r\n");

                assertThat(wire.reply().body()).isEqualTo("{\"count\":60000}");
            }
        }

        @Test
        void waitForContinueWhenAsked() throws IOException {
            String head = "POST /raw HTTP/1.1\r\nHost: x\r\nExpect: %s\r\nContent-Length: %d\r\n\r\n";
            try (Wire wire = server.connect()) {
                wire.write(head.formatted("100-continue", 3));
                assertThat(wire.reply().status()).isEqualTo(100);
                wire.write("abc");
                assertThat(wire.reply().body()).isEqualTo("{\"count\":3}");
            }
            assertRefused(server.send(head.formatted("100-continue", 70_000)), 413);
            assertRefused(server.send(head.formatted("magic", 3)), 417);
        }

        @Test
        void ofJsonAreStrict() throws IOException {
            assertThat(json("/json", "{\"a\":1,\"b\":[]}").body()).isEqualTo("{\"count\":2}");
            assertThat(json("/both", "{}").body()).isEqualTo("{\"count\":1}");
            for (String bad : new String[] {
                "{\"a\":1,\"a\":2}", "[]", "1", "{} {}", "{", "{\"a\":\"\u00ff\"}", "[".repeat(30_000), "{a:1}"
            }) {
                assertRefused(json("/json", bad), 400);
            }
        }

        private Reply json(String path, String body) throws IOException {
            return server.send(HttpFixture.request("POST", path, body, "Content-Type: application/json"));
        }
    }

    @Nested
    class Bombs {

        @Test
        void ofFieldsAreRefused() throws IOException {
            assertRefused(server.postForm(EchoDoor.TOKEN, "a&".repeat(30_000)), 400);
            assertRefused(server.postForm(EchoDoor.TOKEN, fields("f%d")), 400);
        }

        @Test
        void ofCollidingNamesAreRefusedAsFast() throws IOException {
            String names = IntStream.range(0, 64)
                    .mapToObj(i -> IntStream.range(0, 6)
                            .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                            .collect(Collectors.joining()))
                    .collect(Collectors.joining("&"));

            assertRefused(server.postForm(EchoDoor.TOKEN, names), 400);
        }

        @Test
        void ofHeadersAndLinesAreRefused() throws IOException {
            assertRefused(server.get("/" + "x".repeat(5_000)), 414);
            assertRefused(server.get("/public", "X-Big: " + "x".repeat(17_000)), 431);
            assertRefused(server.get("/public", "X-Many: 1\r\n".repeat(2_000) + "X-Last: 1"), 431);
        }

        private String fields(String name) {
            return IntStream.range(0, 65).mapToObj(name::formatted).collect(Collectors.joining("&"));
        }
    }
}
