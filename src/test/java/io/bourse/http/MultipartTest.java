package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

    private static final String TYPE = "multipart/form-data; boundary=AaB03x";

    @Test
    void readsWhatCurlSends() {
        Form form = parse(
                part("grant_type", "password") + part("scope", "a b/c+%41") + part("empty", "") + "--AaB03x--\r\n");

        assertThat(form.require("grant_type")).isEqualTo("password");
        assertThat(form.require("scope")).isEqualTo("a b/c+%41");
        assertThat(form.optional("empty")).isEmpty();
        assertThat(form.names()).containsExactly("grant_type", "scope", "empty");
    }

    @Test
    void readsWhatOtherClientsSend() {
        Form form = parse(
                "--AaB03x\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\nContent-Length: 2\r\n\r\n\u00fc\r\n"
                        + "--AaB03x\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION: FORM-DATA;name=\"b\"\r\n\r\nline\r\nline\n--AaB03\r\n"
                        + "--AaB03x--");

        assertThat(form.require("a")).isEqualTo("\u00fc");
        assertThat(form.require("b")).isEqualTo("line\r\nline\n--AaB03");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=\"AaB03x\"",
                "multipart/form-data;boundary=AaB03x;charset=utf-8",
                "multipart/form-data; charset=utf-8; Boundary=AaB03x"
            })
    void theBoundaryMayStandAnyhow(String type) {
        assertThat(Multipart.parse(type, body(part("a", "b") + "--AaB03x--"), Form.TARGETS)
                        .require("a"))
                .isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"AaB03x",
                "multipart/form-data; boundary=AaB03x; boundary=AaB03x",
                "multipart/form-data; boundary=AaB03y",
                "multipart/form-data; xboundary=AaB03x",
                "multipart/form-data; boundary=AaB03xAaB03xAaB03xAaB03xAaB03xAaB03xAaB03xAaB03xAaB03xAaB03xAaB03xAaB03x"
            })
    void withoutItsOneBoundaryItIsRefused(String type) {
        refused(() -> Multipart.parse(type, body(part("a", "b") + "--AaB03x--"), Form.TARGETS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--AaB03x",
                "--AaB03x\r\n",
                "--AaB03x\r\n--AaB03x--",
                "--AaB03x-",
                "--AaB03x--x",
                "--AaB03x--\r\nx",
                "--AaB03x--\r\n\r\n",
                "preamble\r\n--AaB03x--",
                "\r\n--AaB03x--",
                "a=b",
                "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
                "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--AaB03",
                "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--AaB03x",
                "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--AaB03x-",
                "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\nb\r\n--AaB03x--",
                "--AaB03x\nContent-Disposition: form-data; name=\"a\"\n\nb\n--AaB03x--",
                "--AaB03x \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--AaB03x--",
                "--AaB03xy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--AaB03x--",
                "--AaB03x\r\n\r\nb\r\n--AaB03x--",
                "--AaB03x\r\nContent-Type: text/plain\r\n\r\nb\r\n--AaB03x--"
            })
    void whatIsNotWholeIsRefused(String text) {
        refused(() -> parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data",
                "Content-Disposition: form-data; name",
                "Content-Disposition: form-data; name=",
                "Content-Disposition: form-data; name=\"a",
                "Content-Disposition: form-data; name=\"a\\\"b\"",
                "Content-Disposition: form-data; name=\"a\"; name=\"b\"",
                "Content-Disposition: form-data; name=\"a\"; filename=\"x.txt\"",
                "Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''x",
                "Content-Disposition: form-data; filename=\"x.txt\"; name=\"a\"",
                "Content-Disposition: attachment; name=\"a\"",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=BbC04y",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-16",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: application/json",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
                "Content-Disposition: form-data; name=\"a\"\r\n folded",
                "Content-Disposition: form-data; name=\"a\"\r\n: nameless",
                "Content-Disposition: form-data; name=\"a\u0000\""
            })
    void aPartThatIsNotOneTextIsRefused(String head) {
        refused(() -> parse("--AaB03x\r\n" + head + "\r\n\r\nb\r\n--AaB03x--\r\n"));
    }

    @Test
    void theLimitsOfFormsHoldToo() {
        refused(() -> parse(part("a", "b") + part("a", "c") + "--AaB03x--"));
        refused(() -> parse(part("a", "b\u0000") + "--AaB03x--"));
        refused(() -> parse(part("a", "x".repeat(32_769)) + "--AaB03x--"));
        refused(() -> parse(part("x".repeat(129), "a") + "--AaB03x--"));
        refused(() -> parse(part("x".repeat(2000), "a") + "--AaB03x--"));
        refused(() -> parse(parts(65) + "--AaB03x--"));
        refused(() -> Multipart.parse(
                TYPE,
                Buffer.buffer("--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n")
                        .appendByte((byte) 0xC3)
                        .appendString("\r\n--AaB03x--"),
                Form.TARGETS));

        assertThat(parse(parts(64) + "--AaB03x--").names()).hasSize(64);
        assertThat(parse(part("a", "x".repeat(32_768)) + "--AaB03x--").require("a"))
                .hasSize(32_768);
        assertThat(parse(part("audience", "a") + part("audience", "b") + "--AaB03x--")
                        .all("audience"))
                .containsExactly("a", "b");
        assertThat(parse(part("password", "p\u0000q") + "--AaB03x--").require("password"))
                .isEqualTo("p\u0000q");
    }

    @Test
    void aBodyWithoutPartsIsAFormWithoutFields() {
        assertThat(parse("--AaB03x--\r\n").names()).isEmpty();
    }

    @Property
    void whatWasSentIsRead(
            @ForAll @Size(max = 10) Map<@AlphaChars @StringLength(min = 1, max = 20) String, @AlphaChars String> sent) {
        Form form = parse(sent.entrySet().stream()
                        .map(field -> part(field.getKey(), field.getValue()))
                        .collect(Collectors.joining())
                + "--AaB03x--");

        sent.forEach((name, value) -> assertThat(form.optional(name).orElse("")).isEqualTo(value));
    }

    /** Whatever is cut off or changed, it is read or refused, and nothing else ever happens. */
    @Property
    void aDamagedBodyIsReadOrRefused(@ForAll @IntRange(max = 200) int at, @ForAll byte put, @ForAll boolean cut) {
        byte[] bytes = (part("grant_type", "password") + part("username", "ada") + "--AaB03x--\r\n")
                .getBytes(StandardCharsets.UTF_8);
        int place = at % bytes.length;
        Buffer damaged = Buffer.buffer(bytes).setByte(place, put);
        try {
            Multipart.parse(TYPE, cut ? damaged.slice(0, place) : damaged, Form.TARGETS);
        } catch (OAuthException refusal) {
            assertThat(refusal.error()).isEqualTo(OAuthError.INVALID_REQUEST);
        }
    }

    private static String parts(int count) {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < count; i++) {
            parts.append(part("f" + i, "v"));
        }
        return parts.toString();
    }

    private static String part(String name, String value) {
        return "--AaB03x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static Buffer body(String text) {
        return Buffer.buffer(text);
    }

    private static Form parse(String text) {
        return Multipart.parse(TYPE, body(text), Form.TARGETS);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable parsing) {
        assertThatThrownBy(parsing)
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo(OAuthError.INVALID_REQUEST));
    }
}
