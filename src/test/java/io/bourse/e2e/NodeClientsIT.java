package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Clients for Node that nobody here wrote, and a browser, against the running service: {@code src/test/node}. */
class NodeClientsIT {

    private static final Path ENTRIES = Path.of("src", "test", "node", "bourse.yaml");

    private final TokenServer server = TokenServer.shared();

    @TestFactory
    Stream<DynamicContainer> node() throws IOException {
        NodeFolder folder = folder();
        server.apply(Files.readString(ENTRIES).replace("http://localhost:8089", server.idp.address()));
        return folder.files().stream()
                .map(file -> dynamicContainer(file, Stream.of(file).flatMap(name -> tests(folder, name))));
    }

    @Test
    void withoutABrowserItsTestsAreSkippedAndNothingFails() throws IOException {
        Map<String, String> environment = new HashMap<>(addresses());
        environment.put("CHROME_PATH", "/nowhere/chromium");

        assertThat(folder().run("docs.test.mjs", environment)).singleElement().satisfies(suite -> {
            assertThat(suite.passed()).isTrue();
            assertThat(suite.skipped()).contains("no Chromium at /nowhere/chromium");
        });
    }

    @Test
    void theReadmeNamesTheNodeThatThePackagesNeed() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("Node " + NodeFolder.oldestNode() + " or newer");
    }

    private static NodeFolder folder() throws IOException {
        NodeFolder.hindrance().ifPresent(reason -> abort("Clients for Node are not tested: " + reason + "."));
        Optional<NodeFolder> folder = NodeFolder.fetched();
        return folder.orElseGet(() -> abort("Clients for Node are not tested: npm cannot fetch their packages here."));
    }

    private Map<String, String> addresses() {
        return Map.of("BOURSE_URL", server.issuer(), "IDP_URL", server.idp.address());
    }

    private Stream<DynamicTest> tests(NodeFolder folder, String file) {
        return folder.run(file, addresses()).stream().map(test -> dynamicTest(test.name(), () -> show(test)));
    }

    private static void show(NodeFolder.Test test) {
        if (test.skipped() != null) {
            abort(test.skipped());
        }
        if (!test.passed()) {
            fail(test.problem());
        }
    }
}
