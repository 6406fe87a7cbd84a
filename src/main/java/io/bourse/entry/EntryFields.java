package io.bourse.entry;

import io.bourse.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The fields of one entry, typed. A bad value is noted and its fallback returned; each key is complained about once,
 * so a rule may look at a field that was already refused.
 */
final class EntryFields {

    static final String NO_VALUE = "has no value; give one or leave the key away";

    private static final int MAX_ITEMS = 1000;

    private final String label;
    private final Node.Item item;
    private final Map<String, Node.Item> fields;
    private final Problems problems;
    private final Set<String> spoiled = new HashSet<>();

    private EntryFields(String label, Node.Item item, Map<String, Node.Item> fields, Problems problems) {
        this.label = label;
        this.item = item;
        this.fields = fields;
        this.problems = problems;
    }

    /**
     * Opens a map. What is none is noted as a problem, and then about its fields nothing more is.
     *
     * @param label how problems name it, such as {@code client}; empty for the file itself
     */
    static EntryFields of(String label, Node.Item item, Problems problems) {
        if (item.node() instanceof Node.Fields map) {
            return new EntryFields(label, item, map.fields(), problems);
        }
        problems.note(item.line(), (label.isEmpty() ? "the file" : label) + " must be a map of keys and values");
        Problems unheard = new Problems("");
        return new EntryFields(label, item, Map.of(), unheard);
    }

    /** Refuses keys that are not known, with the nearest that is. */
    EntryFields only(Set<String> known) {
        for (String key : fields.keySet()) {
            if (!known.contains(key)) {
                String all = String.join(", ", new TreeSet<>(known));
                problem(key, "is not a key here" + remedy(key, known, () -> "known are " + all));
            }
        }
        return this;
    }

    /** The end of a problem with a word that is none of these. */
    String remedy(String word, Set<String> known, Supplier<String> otherwise) {
        return problems.spelling().remedy(word, known.stream(), otherwise);
    }

    /** A key as a problem may print it: somebody may have put a secret where a key belongs. */
    static String name(String key) {
        return key.matches("[A-Za-z][A-Za-z0-9_-]{0,39}") ? key : "a key";
    }

    /** The same fields, with the entry's name in every further problem. */
    EntryFields named(String name) {
        EntryFields named = new EntryFields(label + " " + name, item, fields, problems);
        named.spoiled.addAll(spoiled);
        return named;
    }

    /**
     * The same fields, and those that they leave blank, as if they stood where this key stands.
     *
     * @param blanks texts, lists, maps and nodes by key
     */
    EntryFields filled(String key, Map<String, Object> blanks) {
        Node.Fields all = new Node.Fields(fields).filled((Node.Fields) Node.of(blanks, line(key)));
        EntryFields filled = new EntryFields(label, item, all.fields(), problems);
        filled.spoiled.addAll(spoiled);
        return filled;
    }

    /** Notes what is wrong with a field, unless something was already; points at the entry if the key is absent. */
    void problem(String key, String text) {
        if (spoiled.add(key)) {
            problems.note(line(key), label, name(key), text);
        }
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    /** Whether the field was refused. */
    boolean isSpoiled(String key) {
        return spoiled.contains(key);
    }

    Place place() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        fields.forEach((key, field) -> lines.put(key, field.line()));
        return new Place(label, item.line(), lines);
    }

    private int line(String key) {
        Node.Item field = fields.get(key);
        return field == null ? item.line() : field.line();
    }

    /** One value; empty if the key is absent or its value was refused. */
    Optional<String> text(String key) {
        Node.Item field = fields.get(key);
        if (field == null) {
            return Optional.empty();
        }
        if (field.node() instanceof Node.Text text && !text.text().isBlank()) {
            return Optional.of(text.text());
        }
        boolean empty = field.node() instanceof Node.Nothing || field.node() instanceof Node.Text;
        problem(key, empty ? NO_VALUE : "must be one value, not a list or a map");
        return Optional.empty();
    }

    /** One value; noted as a problem and empty text if it is not there. */
    String required(String key) {
        if (!has(key)) {
            problem(key, "is missing");
        }
        return text(key).orElse("");
    }

    boolean flag(String key, boolean fallback) {
        Optional<String> value = text(key);
        if (value.isPresent() && !value.get().equals("true") && !value.get().equals("false")) {
            problem(key, "must be true or false");
            return fallback;
        }
        return value.map("true"::equals).orElse(fallback);
    }

    Optional<Duration> duration(String key, Duration max) {
        return duration(key, Duration.ofSeconds(1), max, "5m or 1h");
    }

    /** @param such examples, for who wrote none */
    Optional<Duration> duration(String key, Duration min, Duration max, String such) {
        Optional<Duration> duration = text(key)
                .flatMap(Settings::parseDuration)
                .filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
        if (has(key) && duration.isEmpty()) {
            String range = Settings.text(min) + " to " + Settings.text(max);
            problem(key, "must be a duration from " + range + ", such as " + such);
        }
        return duration;
    }

    /** The values of a list, each once; empty if the key is absent or the list was refused. */
    List<String> list(String key) {
        List<String> values = new ArrayList<>();
        for (Node.Item each : items(key, "must be a list, such as [read, write]")) {
            if (!(each.node() instanceof Node.Text text) || text.text().isBlank()) {
                problem(key, "must be a list of plain values");
                return List.of();
            }
            if (values.contains(text.text())) {
                problem(key, "names " + Problems.quote(text.text()) + " twice");
            }
            values.add(text.text());
        }
        return List.copyOf(values);
    }

    /** As {@link #list(String)}; the first item that the syntax finds wrong is noted. */
    List<String> list(String key, Function<String, Optional<String>> syntax) {
        List<String> values = list(key);
        values.stream()
                .flatMap(value -> syntax.apply(value).stream())
                .findFirst()
                .ifPresent(text -> problem(key, text));
        return values;
    }

    /** The maps of a list, each with its line. */
    List<Node.Item> items(String key, String otherwise) {
        Node.Item field = fields.get(key);
        if (field == null) {
            return List.of();
        }
        if (!(field.node() instanceof Node.Items items)) {
            problem(key, field.node() instanceof Node.Nothing ? NO_VALUE : otherwise);
            return List.of();
        }
        if (items.items().size() > MAX_ITEMS && !label.isEmpty()) {
            problem(key, "has more than " + MAX_ITEMS + " items");
            return List.of();
        }
        return items.items();
    }

    /** Every key that is there, in order. */
    Set<String> keys() {
        return fields.keySet();
    }

    /** Where the problems of this entry are noted. */
    Problems problems() {
        return problems;
    }

    /** What stands at the end of these keys, of whatever form; nothing is noted. */
    Optional<Node> at(String... keys) {
        return new Node.Fields(fields).at(keys);
    }

    /** A map whose keys anybody may choose; empty if the key is absent or its value was refused. */
    Map<String, Node.Item> entries(String key) {
        Node.Item field = fields.get(key);
        if (field == null) {
            return Map.of();
        }
        if (field.node() instanceof Node.Fields map) {
            return map.fields();
        }
        problem(key, field.node() instanceof Node.Nothing ? NO_VALUE : "must be a map, such as {name: value}");
        return Map.of();
    }

    /** What stands at a key, of whatever form. */
    Optional<Node.Item> node(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /** A map within a list of this entry. */
    EntryFields inner(String key, Node.Item inner, Set<String> known) {
        return of(label + ": " + key, inner, problems).only(known);
    }

    /** A map within this entry; its problems are named after both. */
    Optional<EntryFields> section(String key, Set<String> known) {
        return node(key).map(field -> inner(key, field, known));
    }
}
