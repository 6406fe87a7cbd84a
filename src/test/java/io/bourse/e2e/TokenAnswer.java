package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** An answer, and what must hold of every answer of its kind. */
record TokenAnswer(HttpResponse<String> response, List<String> sent) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Shorter ones, and those that are names of parameters, may stand in an answer by chance. */
    private static final Pattern TELLING = Pattern.compile("(?s)(?![a-z_]+$).{6,}");

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + body(), e);
        }
    }

    String text(String member) {
        JsonNode value = json().get(member);
        assertThat(value).as("%s in %s", member, body()).isNotNull();
        return value.asText();
    }

    boolean has(String member) {
        return json().has(member);
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    String accessToken() {
        return text("access_token");
    }

    String refreshToken() {
        return text("refresh_token");
    }

    /** The claims of the access token, unverified. */
    JsonNode claims() {
        return part(1);
    }

    /** The header of the access token, unverified. */
    JsonNode tokenHeader() {
        return part(0);
    }

    /** The claims of a token, unverified. */
    static JsonNode claims(String token) {
        return part(token, 1);
    }

    private JsonNode part(int index) {
        return part(accessToken(), index);
    }

    private static JsonNode part(String token, int index) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 200, JSON, not to be stored. */
    TokenAnswer granted() {
        assertThat(status()).as(body()).isEqualTo(200);
        assertThat(header("Content-Type")).isEqualTo("application/json");
        assertThat(header("Cache-Control")).isEqualTo("no-store");
        return this;
    }

    /** 200, and exactly what every token is called that is not alive for the caller (RFC 7662 section 2.2). */
    void inactive() {
        assertThat(granted().body()).isEqualTo("{\"active\":false}");
    }

    /** The body less the id of the decision: what two refusals must have in common that nobody may tell apart. */
    String told() {
        return decision().isEmpty() ? body() : body().replace(decision(), "");
    }

    /** The decision that the audit tells of. */
    String decision() {
        return header("Bourse-Decision");
    }

    /**
     * One JSON error with this code, not to be stored, in the characters of RFC 6749 section 5.2, with the id of the
     * decision if there was one, without a token and without anything that was sent.
     */
    TokenAnswer refused(int expectedStatus, String code) {
        assertThat(status()).as(body()).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).isEqualTo("application/json");
        assertThat(header("Cache-Control")).isEqualTo("no-store");
        assertThat(text("error")).isEqualTo(code);
        assertThat(text("error_description")).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        assertThat(json().properties()).hasSize(decision().isEmpty() ? 2 : 3);
        if (!decision().isEmpty()) {
            assertThat(text("decision_id")).isEqualTo(decision());
        }
        assertThat(header("X-Request-Id")).isNotEmpty();
        echoesNothing();
        return this;
    }

    /** Whether the text would stand in no answer by chance. */
    static boolean isTelling(String text) {
        return TELLING.matcher(text).matches();
    }

    /** Nothing that was sent stands in the answer. */
    void echoesNothing() {
        String headers = response.headers().map().toString();
        for (String value : sent) {
            if (isTelling(value)) {
                assertThat(body()).doesNotContain(value);
                assertThat(headers).doesNotContain(value);
            }
        }
    }
}
