package io.bourse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the image promises to those who run it, the Deployment among them. */
class DockerfileTest {
    private record Instruction(String name, String arguments) {
        static Instruction of(String line) {
            String[] parts = line.strip().split("\\s+", 2);
            return new Instruction(parts[0], parts[1]);
        }

        List<String> array() throws IOException {
            return new ObjectMapper().readValue(arguments, new TypeReference<>() {});
        }
    }

    private final List<Instruction> instructions = instructions();
    private final List<Instruction> runtime = runtimeStage();

    @Test
    void basesArePinned() {
        assertThat(named(instructions, "FROM"))
                .extracting(from -> from.arguments().split(" ")[0])
                .containsExactly("${BUILD_IMAGE}", "${RUNTIME_IMAGE}");
        assertThat(named(instructions, "ARG"))
                .extracting(Instruction::arguments)
                .hasSize(2)
                .allSatisfy(base -> assertThat(base).matches("(BUILD|RUNTIME)_IMAGE=\\S+:\\d+\\.\\d+\\.\\d+\\S*"));
    }

    @Test
    void runsAsTheUserOfTheDeployment() {
        assertThat(named(runtime, "USER"))
                .singleElement()
                .extracting(Instruction::arguments)
                .isEqualTo("65532:65532");
        assertThat(deployment()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getSecurityContext()
                        .getRunAsUser())
                .isEqualTo(65532);
    }

    /** Each line alone, the libraries first: what changes seldom is a layer of its own. */
    @Test
    void holdsTheLibrariesAndTheJarAndNoEmbeddedDatabase() {
        assertThat(named(runtime, "COPY"))
                .extracting(Instruction::arguments)
                .containsExactly("--from=build /build/target/lib/ lib/", "--from=build /build/target/bourse.jar ./");
        assertThat(named(runtime, "ADD")).isEmpty();
    }

    @Test
    void leavesTheFilesToRoot() {
        assertThat(named(runtime, "COPY"))
                .noneMatch(copy ->
                        copy.arguments().contains("--chown") || copy.arguments().contains("--chmod"));
        assertThat(named(runtime, "RUN")).isEmpty();
    }

    /** Without a shell in between, signals reach the JVM and the arguments of the pod replace `serve`. */
    @Test
    void startsJavaDirectly() throws IOException {
        List<String> entrypoint =
                named(runtime, "ENTRYPOINT").stream().findFirst().orElseThrow().array();

        assertThat(entrypoint)
                .startsWith("java")
                .contains(
                        "-XX:MaxRAMPercentage=60",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true")
                .endsWith("-cp", "/app/bourse.jar:/app/lib/*", "io.bourse.app.Main");
        assertThat(named(runtime, "CMD").stream().findFirst().orElseThrow().array())
                .containsExactly("serve");
    }

    @Test
    void startsTheMainClassOfTheBuild() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<main.class>io.bourse.app.Main</main.class>");
    }

    @Test
    void exposesThePortsOfTheDeployment() {
        Stream<String> ports = deployment().getSpec().getTemplate().getSpec().getContainers().get(0).getPorts().stream()
                .map(ContainerPort::getContainerPort)
                .map(String::valueOf);

        assertThat(named(runtime, "EXPOSE").stream()
                        .flatMap(expose -> Stream.of(expose.arguments().split(" "))))
                .containsExactlyElementsOf(ports.toList());
    }

    @Test
    void isBuiltFromAnAllowList() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly("*", "!pom.xml", "!.mvn", "!src/main");
    }

    private static Deployment deployment() {
        return Manifests.read(Manifests.BASE.resolve("deployment.yaml"), Deployment.class, "bourse");
    }

    private static List<Instruction> named(List<Instruction> instructions, String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }

    private List<Instruction> runtimeStage() {
        int last = instructions.lastIndexOf(named(instructions, "FROM").get(1));
        return instructions.subList(last, instructions.size());
    }

    private static List<Instruction> instructions() {
        try {
            return Files.readString(Path.of("Dockerfile"))
                    .replaceAll("(?m)^\\s*#.*\\R", "")
                    .replaceAll("\\\\\\R", "")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(Instruction::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
