package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"c\":\"true\"} | true",
                "{\"c\":true} | true",
                "{\"c\":\"True\"} | false",
                "{\"c\":false} | false",
                "{\"c\":\" true\"} | false",
                "{\"c\":[\"x\",true]} | true",
                "{\"c\":[]} | false",
                "{\"c\":[[\"true\"]]} | false",
                "{\"c\":{\"true\":true}} | false",
                "{\"c\":null} | false",
                "{} | false",
                "{\"C\":true} | false",
            })
    void aValueIsMetExactlyOrByOneElement(String claims, boolean met) {
        assertThat(Condition.exactly("c", "true").isMetBy(json(claims))).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"42, true", "42.0, false", "4.2e1, false", "\"42\", true", "-42, false"})
    void integersCompareByTheirText(String value, boolean met) {
        assertThat(Condition.exactly("c", "42").isMetBy(json("{\"c\":" + value + "}")))
                .isEqualTo(met);
    }

    @Test
    void nullIsNoText() {
        assertThat(Condition.exactly("c", "null").isMetBy(json("{\"c\":null}"))).isFalse();
        assertThat(Condition.like("c", "*").isMetBy(json("{\"c\":null}"))).isFalse();
    }

    @Test
    void oneOfASetIsEnough() {
        Condition condition = Condition.oneOf("c", Set.of("a", "b"));

        assertThat(condition.isMetBy(json("{\"c\":\"b\"}"))).isTrue();
        assertThat(condition.isMetBy(json("{\"c\":\"a b\"}"))).isFalse();
    }

    @Test
    void aPointerReachesIntoAClaim() {
        Condition condition = Condition.exactly("/kubernetes.io/namespace", "shop");

        assertThat(condition.isMetBy(json("{\"kubernetes.io\":{\"namespace\":\"shop\"}}")))
                .isTrue();
        assertThat(condition.isMetBy(json("{\"/kubernetes.io/namespace\":\"shop\"}")))
                .isFalse();
        assertThat(condition.isMetBy(json("{\"kubernetes.io\":\"shop\"}"))).isFalse();
        assertThat(Condition.exactly("/a~1b", "x").isMetBy(json("{\"a/b\":\"x\"}")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "repo:acme/*, repo:acme/app, true",
        "repo:acme/*, repo:acme/, true",
        "repo:acme/*, repo:acmeX/app, false",
        "repo:acme/*, xrepo:acme/app, false",
        "*.example.com, a.example.com, true",
        "*.example.com, a.example.com.evil, false",
        "*.example.com, aXexample.com, false",
        "a*b*c, abc, true",
        "a*b*c, aXbYc, true",
        "a*b*c, acb, false",
        "a*b*c, abcX, false",
        "ab*ba, aba, false",
        "ab*ba, abba, true",
        "a*a, a, false",
        "*aXa*, aXaXa, true",
        "*ab*ab, ab, false",
        "*ab*ab, abab, true",
        "*, x, true",
        "**, x, true",
        "a.c, abc, false",
        "a.c, a.c, true",
        "[a]+(b|c)?^$\\, [a]+(b|c)?^$\\, true",
    })
    void aPatternIsAnchoredAndLiteralButForTheStar(String pattern, String value, boolean met) {
        assertThat(Condition.like("c", pattern)
                        .isMetBy(new ObjectMapper().createObjectNode().put("c", value)))
                .isEqualTo(met);
    }

    /** A backtracking matcher would not come back from this. */
    @Test
    void aHostileValueCostsNoMoreThanALongOne() {
        Condition condition = Condition.like("c", "*a".repeat(200) + "b");
        String value = "a".repeat(12_000);

        assertThat(condition.isMetBy(new ObjectMapper().createObjectNode().put("c", value)))
                .isFalse();
        assertThat(condition.isMetBy(new ObjectMapper().createObjectNode().put("c", value + "b")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\n", "/a~2", "/a~"})
    void whatNamesNoClaimIsRefused(String claim) {
        assertThatThrownBy(() -> Condition.exactly(claim, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhatItWants() {
        assertThat(Condition.oneOf("hd", Set.of("b", "a")).wanted()).isEqualTo("hd = a or b");
        assertThat(Condition.like("sub", "repo:*").wanted()).isEqualTo("sub like repo:*");
        assertThat(Condition.like("sub", "**").acceptsAnything()).isTrue();
        assertThat(Condition.like("sub", "*a").acceptsAnything()).isFalse();
    }
}
