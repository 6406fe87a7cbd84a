package io.bourse.entry;

import io.bourse.provider.Condition;
import io.bourse.provider.SubjectMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a provider's tokens must say. Each claim is judged for itself, so one bad condition hides no other. */
final class RequireReader {

    private static final String REQUIRE = "require";
    private static final String PATTERN = "pattern";
    private static final Set<String> PATTERN_KEYS = Set.of(PATTERN);
    private static final int MAX_VALUE = 500;

    private RequireReader() {}

    static List<Condition> read(EntryFields fields) {
        Map<String, Node.Item> required = fields.entries(REQUIRE);
        List<Condition> conditions = new ArrayList<>();
        if (!required.isEmpty()) {
            EntryFields section = fields.section(REQUIRE, required.keySet()).orElseThrow();
            required.forEach((claim, item) -> read(section, claim, item).ifPresent(conditions::add));
        }
        return conditions;
    }

    /** Whether it is a pattern that every value meets, as the value of some claim. */
    static boolean acceptsAnything(Node node) {
        return node.at(PATTERN)
                .filter(Node.Text.class::isInstance)
                .map(pattern -> ((Node.Text) pattern).text())
                .filter(pattern -> Condition.like(SubjectMapping.SUB, pattern).acceptsAnything())
                .isPresent();
    }

    private static Optional<Condition> read(EntryFields section, String claim, Node.Item item) {
        try {
            Optional<Condition> condition = condition(section, claim, item);
            if (condition.filter(RequireReader::isNone).isPresent()) {
                section.problem(
                        claim, "accepts anybody: every token has a sub; say whose, or leave the condition away");
                return Optional.empty();
            }
            return condition;
        } catch (IllegalArgumentException e) {
            section.problem(claim, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Of another claim, to be there at all may be what is asked. */
    private static boolean isNone(Condition condition) {
        boolean ofSubject = condition.claim().equals(SubjectMapping.SUB)
                || condition.claim().equals("/" + SubjectMapping.SUB);
        return ofSubject && condition.acceptsAnything();
    }

    /**
     * Empty if it was refused with a problem of its own.
     *
     * @throws IllegalArgumentException if it is none; the message is a literal of ours
     */
    private static Optional<Condition> condition(EntryFields section, String claim, Node.Item item) {
        if (item.node() instanceof Node.Fields map) {
            EntryFields inner = section.inner(EntryFields.name(claim), item, PATTERN_KEYS);
            String pattern = map.fields().isEmpty()
                    ? inner.required(PATTERN)
                    : inner.text(PATTERN).orElse("");
            return pattern.isEmpty() ? Optional.empty() : Optional.of(Condition.like(claim, value(pattern)));
        }
        if (item.node() instanceof Node.Items items) {
            return Optional.of(Condition.oneOf(
                    claim,
                    items.items().stream().map(each -> value(each.node())).collect(Collectors.toSet())));
        }
        return Optional.of(Condition.exactly(claim, value(item.node())));
    }

    private static String value(Node node) {
        if (node instanceof Node.Text text) {
            return value(text.text());
        }
        throw new IllegalArgumentException("must be a value, a list of values or {pattern: ...}");
    }

    private static String value(String text) {
        if (text.isBlank() || text.length() > MAX_VALUE) {
            throw new IllegalArgumentException("holds a value that is empty or longer than " + MAX_VALUE);
        }
        return text;
    }
}
