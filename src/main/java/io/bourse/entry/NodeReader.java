package io.bourse.entry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads YAML, and so JSON, token by token. Anchors, aliases, tags and second documents are refused: a file of ours
 * needs none, and they can make a small file large or two readers disagree.
 */
final class NodeReader {

    /** The YAML parser's own limit is a little higher, and says less. */
    static final int MAX_CHARACTERS = 3_000_000;

    private static final int MAX_DEPTH = 12;
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final Problems problems;

    private NodeReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Reads JSON if the name ends like that, because YAML lacks one of its escapes; else YAML.
     *
     * @throws EntryProblems if the text is no tree
     */
    static Node.Item read(String name, String text, Problems problems) {
        boolean json = name.endsWith(".json");
        Node.Item root = new Node.Item(1, new Node.Nothing());
        if (text.length() > MAX_CHARACTERS) {
            problems.note(1, "the file is longer than " + MAX_CHARACTERS + " characters; split it");
        } else {
            try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
                root = new NodeReader(parser, problems).document();
            } catch (JacksonException e) {
                // Not its message: that quotes the file, where secrets stand.
                int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
                String form = json ? "JSON" : "YAML";
                problems.note(
                        Math.max(1, line),
                        "is no " + form + ": look at indentation, quotes and brackets here and above");
            } catch (IOException e) {
                problems.note(1, "cannot be read");
            }
        }
        problems.finish();
        return root;
    }

    private Node.Item document() throws IOException {
        if (parser.nextToken() == null) {
            problems.note(1, "the file is empty");
            return new Node.Item(1, new Node.Nothing());
        }
        Node.Item root = new Node.Item(line(), node(0));
        if (parser.nextToken() != null) {
            problems.note(line(), "begins a second document; one file is one document");
        }
        return root;
    }

    private Node node(int depth) throws IOException {
        refuseCleverness();
        JsonToken token = parser.currentToken();
        if (token.isStructStart() && depth == MAX_DEPTH) {
            problems.note(line(), "is nested deeper than any entry");
            parser.skipChildren();
            return new Node.Nothing();
        }
        if (token == JsonToken.START_OBJECT) {
            return fields(depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return items(depth);
        }
        return token == JsonToken.VALUE_NULL ? new Node.Nothing() : new Node.Text(parser.getText());
    }

    private Node fields(int depth) throws IOException {
        Map<String, Node.Item> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int line = line();
            String name = parser.currentName();
            parser.nextToken();
            Node.Item first = fields.putIfAbsent(name, new Node.Item(line, node(depth + 1)));
            if (first != null) {
                problems.note(line, EntryFields.name(name) + " stands twice, first in line " + first.line());
            }
        }
        return new Node.Fields(fields);
    }

    private Node items(int depth) throws IOException {
        List<Node.Item> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int line = line();
            items.add(new Node.Item(line, node(depth + 1)));
        }
        return new Node.Items(items);
    }

    private void refuseCleverness() throws IOException {
        if (parser.getObjectId() != null || (parser instanceof YAMLParser yaml && yaml.isCurrentAlias())) {
            problems.note(line(), "uses a YAML anchor or alias; write the value out");
        }
        if (parser.getTypeId() != null) {
            problems.note(line(), "uses a YAML tag; leave it away");
        }
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
