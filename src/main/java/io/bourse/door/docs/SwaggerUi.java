package io.bourse.door.docs;

import io.bourse.http.Answer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Swagger UI from its webjar, with a page of our own: the few files that it needs, by the address of each, held in memory
 * (about 2 MB). It asks nothing of another host; the page's policy makes browsers see to that.
 */
final class SwaggerUi {

    static final String PAGE = "/docs";

    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /** What the library's own files are; their addresses name its version, so they never change. */
    private static final Map<String, String> ASSETS = Map.of(
            "swagger-ui-bundle.js", JAVASCRIPT,
            "swagger-ui.css", "text/css; charset=utf-8",
            "favicon-32x32.png", "image/png");

    private SwaggerUi() {}

    /**
     * Every file by its path. Blocks while it reads them.
     *
     * @param issuer where the page may send what is tried out, besides the host that it came from
     */
    static Map<String, Answer> files(String issuer) {
        String version = version();
        String below = PAGE + "/" + version + "/";
        Map<String, Answer> files = new LinkedHashMap<>();
        String page = Resources.read("/swagger-ui/index.html").toString().replace("{version}", version);
        files.put(
                PAGE,
                Answer.of(200, "text/html; charset=utf-8", Buffer.buffer(page))
                        .with("Content-Security-Policy", policy(issuer))
                        .with("Referrer-Policy", "no-referrer")
                        .with("Cross-Origin-Opener-Policy", "same-origin"));
        files.put(PAGE + "/initializer.js", Answer.of(200, JAVASCRIPT, Resources.read("/swagger-ui/initializer.js")));
        ASSETS.forEach((name, type) -> files.put(
                below + name,
                Answer.of(200, type, Resources.read(WEBJAR + version + "/" + name))
                        .with("Cache-Control", "public, max-age=31536000, immutable")));
        return files;
    }

    /** Of the webjar, which has it in the paths of its files. */
    private static String version() {
        Properties pom = new Properties();
        try {
            pom.load(new StringReader(Resources.read(POM).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(POM, e);
        }
        return pom.getProperty("version");
    }

    /** Its icons are data, and its components carry style attributes. */
    private static String policy(String issuer) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                "connect-src 'self' " + issuer,
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }
}
