package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files behind {@code /docs}; {@link NodeClientsIT} looks at the page in a browser. */
class SwaggerUiIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private static TokenAnswer get(String path) {
        return SERVER.call(path).method("GET").contentType("").send();
    }

    private static List<String> parts() {
        return ADDRESS.matcher(get("/docs").body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void thePageMayAskNothingOfAnotherHost() {
        TokenAnswer page = get("/docs");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self';",
                        "connect-src 'self' " + SERVER.issuer() + ";",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval", "*");
        assertThat(parts()).hasSize(4).allMatch(address -> address.startsWith("/docs/"));
    }

    @Test
    void itsPartsAreThereAndTheLibrarysMayBeKeptForEver() {
        assertThat(parts()).allSatisfy(path -> {
            TokenAnswer part = get(path);
            assertThat(part.status()).as(path).isEqualTo(200);
            assertThat(part.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(part.header("Cache-Control"))
                    .isEqualTo(
                            path.equals("/docs/initializer.js") ? "no-store" : "public, max-age=31536000, immutable");
        });
    }

    @Test
    void theSameFileCanBeSentAgainAndAgain() {
        String bundle = parts().stream()
                .filter(path -> path.endsWith("bundle.js"))
                .findFirst()
                .orElseThrow();

        assertThat(get(bundle).body())
                .hasSizeGreaterThan(1_000_000)
                .isEqualTo(get(bundle).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/",
                "/docs/index.html",
                "/docs/swagger-initializer.js",
                "/docs/../application.properties",
                "/docs/%2e%2e/%2e%2e/demo/bourse.yaml",
                "/docs/..%2f..%2fdemo%2fbourse.yaml",
                "/docs//etc/passwd",
                "/docs/initializer.js/",
                "/openapi",
                "/openapi/base.yaml"
            })
    void nothingElseIsServed(String path) {
        get(path).refused(404, "invalid_request");
    }

    @Test
    void theyAreToBeReadOnly() {
        SERVER.call("/docs").send().refused(405, "invalid_request");
        SERVER.call("/openapi.json").method("DELETE").send().refused(405, "invalid_request");
    }
}
