package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    /** JSON, but more than we take: a name given twice, a number of 81 characters. */
    private static final Set<String> REFUSED_ALL_THE_SAME = Set.of(
            "y_object_duplicated_key.json",
            "y_object_duplicated_key_and_value.json",
            "y_number_double_close_to_zero.json");

    @Test
    void parsingSuite() {
        JsonNode tests = Vectors.json("json-parsing/json_parsing.json").get("tests");
        List<String> wrong = new ArrayList<>();
        for (JsonNode test : tests) {
            String file = test.get("file").asText();
            boolean accepted = accepts(bytes(test));
            String expected = REFUSED_ALL_THE_SAME.contains(file)
                    ? "reject"
                    : test.get("expect").asText();
            if (expected.equals("accept") && !accepted || expected.equals("reject") && accepted) {
                wrong.add(file);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(tests).hasSize(340);
    }

    private static byte[] bytes(JsonNode test) {
        if (test.has("base64")) {
            return Base64.getDecoder().decode(test.get("base64").asText());
        }
        byte[] period = Base64.getDecoder().decode(test.get("repeat_base64").asText());
        byte[] bytes = new byte[test.get("length").intValue()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = period[i % period.length];
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"x\":{\"a\":1,\"a\":1}}",
                "{\"\\u0061\":1,\"a\":1}",
                "{} {}",
                "",
                " ",
                "{\"a\":NaN}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{'a':1}",
                "{\"a\":1,}",
                "/**/{}",
                "\ufeff{}"
            })
    void isRefused(String text) {
        assertThat(accepts(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void escapedPairsAreCharacters() throws Exception {
        byte[] text = "{\"a\":\"\\ud83d\\ude00\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(StrictJson.parseObject(text).get("a").textValue()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void boundsHold() {
        assertThat(accepts(("[".repeat(32) + "]".repeat(32)).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(accepts(("[".repeat(33) + "]".repeat(33)).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(accepts(("\"" + "a".repeat(33_000) + "\"").getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(accepts(("[" + " ".repeat(StrictJson.MAX_BYTES) + "]").getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void utf16IsNotGuessed() {
        assertThat(accepts("{}".getBytes(StandardCharsets.UTF_16LE))).isFalse();
        assertThat(accepts("{}".getBytes(StandardCharsets.UTF_16BE))).isFalse();
    }

    @Test
    void overlongFormsAndEncodedSurrogatesAreNotUtf8() {
        assertThat(accepts(new byte[] {'"', (byte) 0xC1, (byte) 0x81, '"'})).isFalse();
        assertThat(accepts(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
                .isFalse();
    }

    @Test
    void exceptionsHoldNothingOfTheInput() {
        String text = "{\"canary\":canary, \"canary\":1";

        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> StrictJson.parse(text.getBytes(StandardCharsets.UTF_8)))
                .withNoCause()
                .satisfies(e -> assertThat(e.toString()).doesNotContain("canary"));
    }

    private static boolean accepts(byte[] utf8) {
        try {
            assertThat(StrictJson.parse(Arrays.copyOf(utf8, utf8.length))).isNotNull();
            return true;
        } catch (InvalidJsonException e) {
            return false;
        }
    }
}
