package io.bourse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kustomize has no model to parse with, so the few fields that we use are written down here. */
class KustomizationsTest {
    private static final Set<String> FIELDS = Set.of("apiVersion", "kind", "namespace", "resources", "components");

    private static final Map<String, Set<String>> FIELDS_OF_ENTRIES = Map.of(
            "labels", Set.of("pairs", "includeSelectors", "includeTemplates"),
            "configMapGenerator", Set.of("name", "behavior", "literals"),
            "images", Set.of("name", "newName", "newTag"),
            "replicas", Set.of("name", "count"),
            "patches", Set.of("target", "patch", "path"));

    static List<Path> kustomizations() {
        return Manifests.kustomizations();
    }

    @Test
    void thereAreABaseComponentsAndAnOverlay() {
        assertThat(kustomizations())
                .extracting(
                        file -> Manifests.documents(file).get(0).path("kind").asText())
                .containsExactly("Kustomization", "Component", "Component", "Kustomization");
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyFieldIsKnown(Path file) {
        assertThat(Manifests.documents(file)).hasSize(1);
        Manifests.documents(file).get(0).properties().forEach(field -> {
            if (!FIELDS.contains(field.getKey())) {
                assertThat(FIELDS_OF_ENTRIES).containsKey(field.getKey());
                assertThat(field.getValue())
                        .allSatisfy(entry -> assertThat(entry.fieldNames())
                                .toIterable()
                                .isSubsetOf(FIELDS_OF_ENTRIES.get(field.getKey())));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyFileThatIsNamedExists(Path file) {
        assertThat(named(file)).isNotEmpty().allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void everyManifestIsNamedButTheExampleOfASecret() {
        List<Path> named = kustomizations().stream()
                .flatMap(file -> named(file).stream())
                .filter(Files::isRegularFile)
                .toList();

        assertThat(Manifests.resourceFiles())
                .filteredOn(file -> !named.contains(file))
                .containsExactly(Manifests.SECRET_EXAMPLE);
    }

    /** What a kustomization names: files, and the kustomization files of directories. */
    private static List<Path> named(Path file) {
        JsonNode kustomization = Manifests.documents(file).get(0);
        List<String> names = new ArrayList<>();
        kustomization.path("resources").forEach(name -> names.add(name.asText()));
        kustomization.path("components").forEach(name -> names.add(name.asText()));
        kustomization.path("patches").findValuesAsText("path", names);
        return names.stream()
                .map(name -> file.resolveSibling(name).normalize())
                .map(path -> Files.isDirectory(path) ? path.resolve("kustomization.yaml") : path)
                .toList();
    }
}
