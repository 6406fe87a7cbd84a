package io.bourse.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a claim must say for a token to be accepted. Values compare as text, exactly; booleans and integers by their
 * JSON text. Of an array one element must match; a claim that is absent, null, an object or a fraction matches nothing.
 *
 * @param claim a name, or a JSON pointer if it begins with a slash, such as {@code /kubernetes.io/namespace}
 * @param values one of these; empty if there is a pattern
 * @param pattern the whole value, in which {@code *} stands for any run of characters, none included, and everything
 *     else for itself; null if there are values
 */
public record Condition(
        String claim, Set<String> values, @Nullable String pattern) {

    private static final String ANY_RUN = "*";

    /** @throws IllegalArgumentException if it says nothing or two things; the message is a literal of ours */
    public Condition {
        values = Set.copyOf(values);
        ClaimPath.check(claim);
        if (values.isEmpty() == (pattern == null)) {
            throw new IllegalArgumentException("must be a value, a list of values or a pattern");
        }
    }

    public static Condition oneOf(String claim, Set<String> values) {
        return new Condition(claim, values, null);
    }

    public static Condition exactly(String claim, String value) {
        return oneOf(claim, Set.of(value));
    }

    public static Condition like(String claim, String pattern) {
        return new Condition(claim, Set.of(), pattern);
    }

    boolean isMetBy(JsonNode claims) {
        JsonNode value = ClaimPath.find(claims, claim);
        if (!value.isArray()) {
            return accepts(value);
        }
        for (JsonNode element : value) {
            if (accepts(element)) {
                return true;
            }
        }
        return false;
    }

    private boolean accepts(JsonNode value) {
        if (!value.isTextual() && !value.isBoolean() && !value.isIntegralNumber()) {
            return false;
        }
        return pattern == null ? values.contains(value.asText()) : matches(value.asText(), pattern);
    }

    /** Takes each part at its first place after the one before, which is right, for a run may be of any length. */
    private static boolean matches(String text, String pattern) {
        String[] parts = pattern.split("\\*", -1);
        String first = parts[0];
        if (parts.length == 1) {
            return text.equals(first);
        }
        String last = parts[parts.length - 1];
        int end = text.length() - last.length();
        if (!text.startsWith(first) || end < first.length() || !text.endsWith(last)) {
            return false;
        }
        int from = first.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], from);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            from = found + parts[i].length();
        }
        return true;
    }

    /** Whether every value meets it that there can be. */
    public boolean acceptsAnything() {
        return pattern != null && pattern.replace(ANY_RUN, "").isEmpty();
    }

    /** What is accepted, in the words of the entry: {@code hd = example.com}, {@code sub like repo:acme/*}. */
    public String wanted() {
        if (pattern != null) {
            return claim + " like " + pattern;
        }
        String sorted = values.stream().sorted().collect(Collectors.joining(" or "));
        return claim + " = " + sorted;
    }
}
