package io.bourse.door.docs;

import io.bourse.http.Answer;
import io.bourse.http.Door;
import io.bourse.http.ErrorShape;
import io.bourse.http.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /openapi.json}, {@code /openapi.yaml} (OpenAPI 3.1) and Swagger UI at {@code /docs}. Every file has a route of its own. */
public final class DocsDoor implements Door {

    private static final String NAME = "docs";
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final Map<String, Answer> files = new LinkedHashMap<>();
    private final ErrorShape errors;

    /**
     * Reads all of it into memory; blocks.
     *
     * @param issuer our public base URL
     * @param others the doors that the document tells of, besides this one; those of one name are one chapter
     * @throws IllegalStateException if there is no {@code openapi/NAME.yaml} for one of them
     */
    public DocsDoor(String issuer, String version, List<Door> others, ErrorShape errors) {
        this.errors = errors;
        List<Chapter> chapters = Stream.concat(
                        others.stream().map(Chapter::of).distinct(), Stream.of(new Chapter(NAME, "")))
                .toList();
        OpenApiDocument document = OpenApiDocument.of(issuer, version, chapters);
        files.put("/openapi.json", document("application/json", document.json()));
        // RFC 9512
        files.put("/openapi.yaml", document("application/yaml", document.yaml()));
        files.putAll(SwaggerUi.files(issuer));
    }

    private static Answer document(String type, Buffer text) {
        return Answer.of(200, type, text).cacheable(MAX_AGE);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void routes(RouteTable routes) {
        files.forEach((path, answer) -> routes.get(path, call -> Future.succeededFuture(answer)));
        routes.claim(SwaggerUi.PAGE);
    }

    @Override
    public ErrorShape errors() {
        return errors;
    }
}
