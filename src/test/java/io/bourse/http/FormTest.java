package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    @Test
    void readsWhatCurlSends() {
        Form form = parse("grant_type=urn:ietf:params:oauth:grant-type:token-exchange&scope=a b/c&x=1%2B1&y=1+1");

        assertThat(form.require("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:token-exchange");
        assertThat(form.require("scope")).isEqualTo("a b/c");
        assertThat(form.require("x")).isEqualTo("1+1");
        assertThat(form.require("y")).isEqualTo("1 1");
    }

    @Test
    void emptyIsAbsentButStillGiven() {
        Form form = parse("scope=&client_id");

        assertThat(form.optional("scope")).isEmpty();
        assertThat(form.names()).containsExactly("scope", "client_id");
        assertThat(form.parameters()).isEmpty();
        assertThatThrownBy(() -> form.require("scope"))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        e -> assertThat(e.publicDescription()).isEqualTo("The parameter scope is missing."));
    }

    @Test
    void targetsMayBeRepeated() {
        Form form = parse("audience=a&resource=https://r&audience=b&audience=");

        assertThat(form.all("audience")).containsExactly("a", "b");
        assertThat(form.parameters()).isEqualTo(Map.of("resource", "https://r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scope=a&scope=a",
                "scope=a&scope=b",
                "scope=&scope=",
                "scope&scope=x",
                "%73cope=a&scope=b",
                "a=%",
                "a=%4",
                "a=%zz",
                "a=%C3",
                "a=%C3%28",
                "a=%C0%80",
                "a=%ED%A0%80",
                "a=\u00ff",
                "a=%00",
                "a%00=1",
                "client_secret=x%00"
            })
    void refuses(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(OAuthException.class, e -> {
            assertThat(e.error()).isEqualTo(OAuthError.INVALID_REQUEST);
            assertThat(e.publicDescription()).isEqualTo(OAuthError.INVALID_REQUEST.description());
        });
    }

    @Test
    void aPasswordMayHoldAnything() {
        assertThat(parse("password=a%00%0D%0A%F0%9F%92%A9+").require("password"))
                .isEqualTo("a\0\r\n\uD83D\uDCA9 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"x\\u0000\"}",
                "{\"a\\u0000\":\"x\"}",
                "{\"a\\u0000\":null}",
                "{\"password\\u0000\":\"x\"}",
                "{\"scope\":7}",
                "{\"scope\":[\"x\"]}"
            })
    void refusesOfJsonWhatItRefusesOfForms(String body) {
        assertThatThrownBy(() -> json(body))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo(OAuthError.INVALID_REQUEST));
    }

    @Test
    void jsonHasTheLimitsOfForms() {
        assertThat(json("{\"a\":\"" + "é".repeat(16_384) + "\"}").require("a")).hasSize(16_384);
        assertThatThrownBy(() -> json("{\"a\":\"" + "é".repeat(16_385) + "\"}")).isInstanceOf(OAuthException.class);
        assertThat(json("{\"" + "n".repeat(128) + "\":\"1\"}").names()).hasSize(1);
        assertThatThrownBy(() -> json("{\"" + "n".repeat(129) + "\":\"1\"}")).isInstanceOf(OAuthException.class);
        assertThat(json("{\"password\":\"a\\u0000\",\"b\":null,\"c\":\"\"}").parameters())
                .isEqualTo(Map.of("password", "a\0"));
    }

    private static Form json(String body) {
        return Form.of(JsonBody.parse(Buffer.buffer(body)));
    }

    @Test
    void limitsAreExact() {
        assertThat(parse(fields(64)).names()).hasSize(64);
        assertThatThrownBy(() -> parse(fields(65))).isInstanceOf(OAuthException.class);
        assertThat(parse("a=" + "x".repeat(32_768)).require("a")).hasSize(32_768);
        assertThat(parse("a=" + "%41".repeat(20_000)).require("a")).hasSize(20_000);
        assertThatThrownBy(() -> parse("a=" + "x".repeat(32_769))).isInstanceOf(OAuthException.class);
        assertThat(parse("n".repeat(128) + "=1").names()).hasSize(1);
        assertThatThrownBy(() -> parse("n".repeat(129) + "=1")).isInstanceOf(OAuthException.class);
    }

    @Test
    void namesNoValueWhenPrinted() {
        assertThat(parse("password=hunter2")).hasToString("Form[password]");
    }

    @Property
    void parseGivesBackWhatWasEncoded(@ForAll("fields") Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));

        assertThat(parse(body).parameters()).isEqualTo(fields);
    }

    @Property
    void anyBytesAreAFormOrAnError(@ForAll byte[] bytes) {
        try {
            assertThat(Form.parse(Buffer.buffer(bytes), Set.of()).names()).hasSizeLessThan(65);
        } catch (OAuthException e) {
            assertThat(e.error()).isEqualTo(OAuthError.INVALID_REQUEST);
        }
    }

    @Provide
    Arbitrary<Map<String, String>> fields() {
        Arbitrary<String> text = Arbitraries.strings()
                .excludeChars('\0')
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(value -> StandardCharsets.UTF_8.newEncoder().canEncode(value));
        return Arbitraries.maps(text, text).ofMaxSize(20);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "f" + i + "=1").collect(Collectors.joining("&"));
    }

    private static Form parse(String latin1) {
        return Form.parse(Buffer.buffer(latin1.getBytes(StandardCharsets.ISO_8859_1)), Form.TARGETS);
    }
}
