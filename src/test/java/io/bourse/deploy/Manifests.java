package io.bourse.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads manifests as strictly as an API server that validates fields: no duplicate key, no unknown kind, no unknown
 * field, and no scalar of the wrong type, not even one that could be converted.
 */
final class Manifests {
    static final Path ROOT = Path.of("k8s");
    static final Path BASE = ROOT.resolve("base");
    static final Path SECRET_EXAMPLE = ROOT.resolve("secret.example.yaml");

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    private Manifests() {}

    /** Every YAML file under the root that holds resources, patches of resources included. */
    static List<Path> resourceFiles() {
        return files().filter(file -> !isKustomization(file)).toList();
    }

    static List<Path> kustomizations() {
        return files().filter(Manifests::isKustomization).toList();
    }

    private static Stream<Path> files() {
        try (Stream<Path> tree = Files.walk(ROOT)) {
            return tree.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isKustomization(Path file) {
        return file.endsWith("kustomization.yaml");
    }

    static <T extends HasMetadata> T read(Path file, Class<T> type, String name) {
        List<T> found = read(file).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(resource -> name.equals(resource.getMetadata().getName()))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(file + ": " + found.size() + " of " + type.getSimpleName() + " " + name);
        }
        return found.get(0);
    }

    static List<HasMetadata> read(Path file) {
        return documents(file).stream().map(Manifests::typed).toList();
    }

    static List<HasMetadata> parse(String yaml) {
        return documents(yaml).stream().map(Manifests::typed).toList();
    }

    static List<JsonNode> documents(Path file) {
        try {
            return documents(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    static List<JsonNode> documents(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static HasMetadata typed(JsonNode document) {
        String kind = document.path("kind").asText();
        if (!(MODEL.unmarshal(document.toString()) instanceof HasMetadata resource)
                || resource instanceof GenericKubernetesResource) {
            throw new IllegalArgumentException(
                    "unknown kind " + document.path("apiVersion").asText() + " " + kind);
        }
        requireKnownFields(resource, kind);
        try {
            requireSame(document, JSON.readTree(MODEL.asJson(resource)), kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resource;
    }

    /** The model collects what it does not know in the additional properties of each of its objects. */
    private static void requireKnownFields(Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> requireKnownFields(item, path + "." + key));
        } else if (value instanceof Collection<?> items) {
            items.forEach(item -> requireKnownFields(item, path));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model.")) {
            Stream.of(value.getClass().getMethods())
                    .filter(method -> method.getName().startsWith("get") && method.getParameterCount() == 0)
                    .filter(method -> method.getDeclaringClass() != Object.class)
                    .forEach(getter -> requireKnownFields(value, getter, path));
        }
    }

    private static void requireKnownFields(Object owner, Method getter, String path) {
        Object value;
        try {
            value = getter.invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(path + ": " + getter, e);
        }
        if (!getter.getName().equals("getAdditionalProperties")) {
            requireKnownFields(value, path + "." + getter.getName().substring("get".length()));
        } else if (value instanceof Map<?, ?> unknown && !unknown.isEmpty()) {
            throw new IllegalArgumentException(path + ": unknown fields " + unknown.keySet());
        }
    }

    /** Reading converts between text and numbers, which an API server refuses; written again, they differ. */
    private static void requireSame(JsonNode written, JsonNode read, String path) {
        if (written.isObject() && read.isObject()) {
            written.fieldNames()
                    .forEachRemaining(name -> requireSame(written.get(name), read.path(name), path + "." + name));
        } else if (written.isArray() && read.size() == written.size()) {
            for (int i = 0; i < written.size(); i++) {
                requireSame(written.get(i), read.get(i), path + "[" + i + "]");
            }
        } else if (!written.equals(read)) {
            throw new IllegalArgumentException(path + ": " + written + " is of the wrong type, it was read as " + read);
        }
    }
}
