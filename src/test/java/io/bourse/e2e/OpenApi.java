package io.bourse.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** An OpenAPI document as its reader has it. */
record OpenApi(JsonNode root) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** One method at one path. */
    record Operation(String method, String path, JsonNode told) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static OpenApi of(TokenServer server) {
        return new OpenApi(server.call("/openapi.json")
                .method("GET")
                .contentType("")
                .send()
                .json());
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                if (METHODS.contains(member.getKey())) {
                    operations.add(new Operation(
                            member.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), member.getValue()));
                }
            }
        }
        return operations;
    }

    /** What is meant, wherever it stands. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").textValue().substring(1)) : node;
    }

    /** What is wrong with a value that should be of this schema. */
    Set<ValidationMessage> flaws(JsonNode schema, JsonNode value) {
        ObjectNode standing = JSON.createObjectNode();
        standing.putArray("allOf").add(schema);
        standing.set("components", root.get("components"));
        return SCHEMAS.getSchema(standing).validate(value);
    }

    /** What the page sends for a body of this media type: its example, or those of its schema's properties. */
    ObjectNode body(JsonNode mediaType) {
        return mediaType.has("example") ? (ObjectNode) mediaType.get("example") : example(mediaType.get("schema"));
    }

    private ObjectNode example(JsonNode schema) {
        ObjectNode example = JSON.createObjectNode();
        JsonNode told = resolved(schema);
        told.path("allOf").forEach(part -> example.setAll(example(part)));
        for (Map.Entry<String, JsonNode> property : told.path("properties").properties()) {
            JsonNode value = resolved(property.getValue()).get("example");
            if (value != null) {
                example.set(property.getKey(), value);
            }
        }
        return example;
    }

    /** Hands over every node with the pointer to it. */
    void walk(BiConsumer<String, JsonNode> visitor) {
        walk("", root, visitor);
    }

    private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(pointer, node);
        if (node.isObject()) {
            node.properties().forEach(member -> walk(pointer + "/" + member.getKey(), member.getValue(), visitor));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(pointer + "/" + i, node.get(i), visitor);
            }
        }
    }
}
