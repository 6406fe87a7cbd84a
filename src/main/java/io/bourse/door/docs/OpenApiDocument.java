package io.bourse.door.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * One OpenAPI 3.1 document, put together from {@code openapi/base.yaml} and a resource for each door, which has {@code
 * tags}, {@code paths} and {@code components} of its own and may refer to those of the base. Immutable.
 */
final class OpenApiDocument {

    /** Stands in the resources for our public base URL. */
    private static final String ISSUER = "{issuer}";

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    private OpenApiDocument(JsonNode root) {
        this.root = root;
    }

    /**
     * Puts the document together.
     *
     * @param issuer our public base URL, where all of it is
     * @throws IllegalStateException if a resource is missing, or two tell of the same path or component
     */
    static OpenApiDocument of(String issuer, String version, List<Chapter> chapters) {
        ObjectNode root = read("/openapi/base.yaml", issuer);
        ((ObjectNode) root.get("info")).put("version", version);
        for (Chapter chapter : chapters) {
            ObjectNode told = read(chapter.resource(), issuer);
            root.withArray("tags").addAll(told.withArray("tags"));
            addPaths(root.withObject("paths"), told.withObject("paths"), chapter);
            addComponents(root.withObject("components"), told.withObject("components"), chapter);
        }
        return new OpenApiDocument(root);
    }

    private static ObjectNode read(String resource, String issuer) {
        try {
            String text = Resources.read(resource).toString().replace(ISSUER, issuer);
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static void addPaths(ObjectNode all, JsonNode told, Chapter chapter) {
        for (Map.Entry<String, JsonNode> path : told.properties()) {
            add(all, chapter.prefix() + path.getKey(), path.getValue(), chapter);
        }
    }

    private static void addComponents(ObjectNode all, JsonNode told, Chapter chapter) {
        for (Map.Entry<String, JsonNode> kind : told.properties()) {
            addEach(all.withObjectProperty(kind.getKey()), kind.getValue(), chapter);
        }
    }

    private static void addEach(ObjectNode all, JsonNode told, Chapter chapter) {
        told.properties().forEach(member -> add(all, member.getKey(), member.getValue(), chapter));
    }

    private static void add(ObjectNode all, String name, JsonNode told, Chapter chapter) {
        if (all.has(name)) {
            throw new IllegalStateException(chapter.resource() + " tells again of " + name);
        }
        all.set(name, told);
    }

    /** The document as JSON, for programs. */
    Buffer json() {
        return written(JSON);
    }

    /** The same as YAML, for people. */
    Buffer yaml() {
        return written(YAML);
    }

    private Buffer written(ObjectMapper mapper) {
        try {
            return Buffer.buffer(mapper.writeValueAsBytes(root));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
