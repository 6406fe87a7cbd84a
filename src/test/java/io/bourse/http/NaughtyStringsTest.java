package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.Vectors;
import io.bourse.http.HttpFixture.Reply;
import io.bourse.http.HttpFixture.Wire;
import io.bourse.logging.LogCapture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Big List of Naughty Strings in every place of a request: never 5xx, never echoed, one log line each. */
class NaughtyStringsTest {

    private static final List<String> STRINGS = new ArrayList<>();
    private static HttpFixture server;

    @BeforeAll
    static void start() {
        Vectors.json("naughty-strings/blns.json").forEach(text -> STRINGS.add(text.textValue()));
        server = new HttpFixture(new EchoDoor());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void inValues() throws IOException {
        for (String text : STRINGS) {
            check(HttpFixture.form(EchoDoor.TOKEN, "grant_type=" + encode(text) + "&x=" + encode(text)));
        }
    }

    @Test
    void inNames() throws IOException {
        for (String text : STRINGS) {
            check(HttpFixture.form(EchoDoor.TOKEN, "grant_type=a&" + encode(text) + "=x"));
        }
    }

    @Test
    void asRawBytes() throws IOException {
        for (String text : STRINGS) {
            check(HttpFixture.form(EchoDoor.TOKEN, "grant_type=" + latin1(text)));
            check(HttpFixture.request("POST", "/json", latin1(text), "Content-Type: application/json"));
        }
    }

    @Test
    void inPathsAndQueries() throws IOException {
        for (String text : STRINGS) {
            check(HttpFixture.request("GET", "/items/" + encode(text), ""));
            check(HttpFixture.form(EchoDoor.TOKEN + "?x=" + encode(text), "grant_type=a"));
        }
    }

    private static void check(String request) throws IOException {
        try (LogCapture log = LogCapture.of("bourse.request");
                Wire wire = server.connect()) {
            wire.write(request);
            Reply reply = wire.reply();

            assertThat(reply.status()).isLessThan(500);
            assertThat(reply.body())
                    .matches("\\{(\"count\":\\d+|\"error\":\"[a-z_]+\",\"error_description\":\"[ -~]+\")}");
            assertThat(log.lines()).hasSize(1);
            assertThat(new JsonObject(log.lines().get(0)).getString("message")).startsWith("request");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
