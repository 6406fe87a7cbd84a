package io.bourse.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A parsed file that still knows its lines. */
sealed interface Node permits Node.Text, Node.Nothing, Node.Items, Node.Fields {

    /** One value as it is written: {@code 1h}, {@code true}. May be a secret. */
    record Text(String text) implements Node {
        @Override
        public String toString() {
            return "[text]";
        }
    }

    /** A key without a value. */
    record Nothing() implements Node {}

    record Items(List<Item> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Fields(Map<String, Item> fields) implements Node {

        /** Of each, an entry has one: the proof, where keys are from, how it is proved whom a token was made for. */
        private static final List<Set<String>> ALTERNATIVES = List.of(
                Set.of("jwks", "userinfo", "introspection"),
                Set.of("jwks_uri", "keys"),
                Set.of("introspection_uri", "tokeninfo_uri", "debug_token_uri", "application_check_uri"));

        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** This and what it leaves blank, map by map; who chose one of several ways leaves no other blank. */
        Fields filled(Fields blanks) {
            Map<String, Item> filled = new LinkedHashMap<>(fields);
            blanks.fields().forEach((key, blank) -> {
                Item own = fields.get(key);
                if (own == null && ALTERNATIVES.stream().noneMatch(ways -> ways.contains(key) && hasAny(ways))) {
                    filled.put(key, blank);
                } else if (own != null && own.node() instanceof Fields map && blank.node() instanceof Fields inner) {
                    filled.put(key, new Item(own.line(), map.filled(inner)));
                }
            });
            return new Fields(filled);
        }

        private boolean hasAny(Set<String> ways) {
            return fields.keySet().stream().anyMatch(ways::contains);
        }
    }

    /** A node and where it begins: the line of its key, if it has one. */
    record Item(int line, Node node) {}

    /** The node of texts, lists and maps; what is a node already stays one. */
    static Node of(Object value, int line) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Item> fields = new LinkedHashMap<>();
            map.forEach((key, field) -> fields.put(String.valueOf(key), new Item(line, of(field, line))));
            return new Fields(fields);
        }
        if (value instanceof List<?> list) {
            return new Items(
                    list.stream().map(item -> new Item(line, of(item, line))).toList());
        }
        return value instanceof Node node ? node : new Text(String.valueOf(value));
    }

    /** What stands at the end of these keys, if there is a map at each before. */
    default Optional<Node> at(String... keys) {
        Optional<Node> node = Optional.of(this);
        for (String key : keys) {
            node = node.filter(Fields.class::isInstance)
                    .map(map -> ((Fields) map).fields().get(key))
                    .map(Item::node);
        }
        return node;
    }

    /** The same as JSON, every value as a string. */
    default String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(JsonGenerator json) throws IOException {
        if (this instanceof Fields fields) {
            json.writeStartObject();
            for (Map.Entry<String, Item> field : fields.fields().entrySet()) {
                json.writeFieldName(field.getKey());
                field.getValue().node().write(json);
            }
            json.writeEndObject();
        } else if (this instanceof Items items) {
            json.writeStartArray();
            for (Item item : items.items()) {
                item.node().write(json);
            }
            json.writeEndArray();
        } else if (this instanceof Text text) {
            json.writeString(text.text());
        } else {
            json.writeNull();
        }
    }
}
