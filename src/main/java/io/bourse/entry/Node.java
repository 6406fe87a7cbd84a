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
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /** A node and where it begins: the line of its key, if it has one. */
    record Item(int line, Node node) {}

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
