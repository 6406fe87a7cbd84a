package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.bourse.e2e.OpenApi.Operation;
import io.bourse.http.Accepts;
import io.bourse.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The document that callers read tells of what there is: all of it, nothing else, and as it is. */
class OpenApiIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final OpenApi DOCUMENT = OpenApi.of(SERVER);
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    /** The schema is that of the OpenAPI initiative, from spec.openapis.org; Apache License 2.0. */
    @Test
    void itIsOpenApi31() throws IOException {
        try (InputStream schema = OpenApiIT.class.getResourceAsStream("/openapi/openapi-3.1-schema.json")) {
            assertThat(SCHEMAS.getSchema(schema).validate(DOCUMENT.root())).isEmpty();
        }
    }

    @Test
    void everySchemaInItIsJsonSchema() {
        var dialect = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        Map<String, Object> flaws = new TreeMap<>();
        DOCUMENT.walk((pointer, node) -> {
            if (pointer.endsWith("/schema") || pointer.matches("/components/schemas/[^/]+")) {
                var found = dialect.validate(node);
                if (!found.isEmpty()) {
                    flaws.put(pointer, found);
                }
            }
        });

        assertThat(flaws).isEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> dangling = new TreeSet<>();
        DOCUMENT.walk((pointer, node) -> {
            if (node.has("$ref") && DOCUMENT.resolved(node).isMissingNode()) {
                dangling.add(pointer + " -> " + node.get("$ref").textValue());
            }
        });

        assertThat(dangling).isEmpty();
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        Map<String, Object> flaws = new TreeMap<>();
        DOCUMENT.walk((pointer, node) -> {
            if (node.has("schema") && node.has("example")) {
                var found = DOCUMENT.flaws(node.get("schema"), node.get("example"));
                if (!found.isEmpty()) {
                    flaws.put(pointer, found);
                }
            }
        });

        assertThat(flaws).isEmpty();
    }

    @Test
    void everyOperationHasATagThatIsExplainedAndAnIdOfItsOwn() {
        Set<String> tags = new TreeSet<>();
        DOCUMENT.root().get("tags").forEach(tag -> tags.add(tag.get("name").textValue()));

        assertThat(DOCUMENT.operations())
                .allSatisfy(operation -> assertThat(tags)
                        .contains(operation.told().get("tags").get(0).textValue()));
        assertThat(DOCUMENT.operations().stream()
                        .map(operation -> operation.told().get("operationId").textValue()))
                .doesNotHaveDuplicates();
    }

    @Test
    void itTellsOfEveryRouteAndOfNothingElse() {
        assertThat(DOCUMENT.operations().stream().map(Operation::toString))
                .containsExactlyInAnyOrderElementsOf(declared().keySet());
    }

    @Test
    void itTellsWhatBodiesARouteTakes() {
        Map<String, Routes.Declared> declared = declared();
        for (Operation operation : DOCUMENT.operations()) {
            Accepts accepts = declared.get(operation.toString()).accepts();
            Set<String> told = types(body(operation));
            if (accepts == Accepts.ANYTHING) {
                continue;
            }
            assertThat(told).as("%s", operation).isEqualTo(accepts.types());
        }
    }

    /** By method and path; what is answered at two addresses is told once, and of a page's parts nothing is. */
    private static Map<String, Routes.Declared> declared() {
        Map<String, Routes.Declared> declared = new LinkedHashMap<>();
        for (Routes.Declared route : SERVER.node(0).routes()) {
            String path = route.path().replaceAll("/:([A-Za-z_]+)", "/{$1}");
            if (route.door().equals("sso")) {
                path = path.replaceFirst("^/api(?=/v1/)", "");
            } else if (route.door().equals("drf")) {
                path = path.replaceFirst("/$", "");
            }
            if (!path.startsWith("/docs/")) {
                declared.put(route.method() + " " + path, route);
            }
        }
        return declared;
    }

    @Test
    void itIsWhereItCameFromUnderWhateverNameAndAtOurPublicAddress() {
        JsonNode servers = DOCUMENT.root().get("servers");

        assertThat(servers.get(0).get("url").textValue()).isEqualTo("/");
        assertThat(servers.get(1).get("url").textValue()).isEqualTo(SERVER.issuer());
        assertThat(DOCUMENT.root().toString()).doesNotContain("{issuer}");
    }

    @Test
    void theYamlSaysTheSame() throws IOException {
        TokenAnswer yaml =
                SERVER.call("/openapi.yaml").method("GET").contentType("").send();

        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(yaml.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(new YAMLMapper().readTree(yaml.body())).isEqualTo(DOCUMENT.root());
    }

    /** Each as whoever tries it out does, with the examples of the document: whatever comes of it is told of. */
    @TestFactory
    Stream<DynamicTest> whatIsAnsweredIsAsItIsTold() {
        return DOCUMENT.operations().stream()
                .flatMap(operation -> body(operation).isMissingNode()
                        ? Stream.of(DynamicTest.dynamicTest(operation.toString(), () -> call(operation, "")))
                        : types(body(operation)).stream()
                                .map(type ->
                                        DynamicTest.dynamicTest(operation + " " + type, () -> call(operation, type))));
    }

    private static void call(Operation operation, String type) {
        TokenCall call = SERVER.call(path(operation)).method(operation.method()).contentType(type);
        if (!type.isEmpty()) {
            ObjectNode fields = DOCUMENT.body(body(operation).get(type));
            if (type.equals("application/json")) {
                call.raw(fields.toString());
            } else if (type.equals("multipart/form-data")) {
                call.contentType(type + "; boundary=parts").raw(multipart(fields));
            } else {
                fields.properties()
                        .forEach(field ->
                                call.form(field.getKey(), field.getValue().asText()));
            }
        }
        requireTold(operation, call.send());
    }

    private static void requireTold(Operation operation, TokenAnswer answer) {
        JsonNode responses = operation.told().get("responses");
        String status = Integer.toString(answer.status());
        assertThat(answer.status()).as("%s: %s", operation, answer.body()).isLessThan(500);
        assertThat(responses.has(status) || responses.has("default"))
                .as("%s: %s is not told of", operation, status)
                .isTrue();
        JsonNode content = DOCUMENT.resolved(responses.has(status) ? responses.get(status) : responses.get("default"))
                .path("content");
        if (content.isMissingNode()) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        assertThat(types(content)).contains(type);
        if (type.equals("application/json") || type.endsWith("+json")) {
            assertThat(DOCUMENT.flaws(content.get(type).get("schema"), answer.json()))
                    .as("%s: %s", operation, answer.body())
                    .isEmpty();
        }
    }

    private static String multipart(ObjectNode fields) {
        return fields.properties().stream()
                        .map(field -> "--parts\r\nContent-Disposition: form-data; name=\"" + field.getKey()
                                + "\"\r\n\r\n" + field.getValue().asText() + "\r\n")
                        .collect(Collectors.joining())
                + "--parts--\r\n";
    }

    /** With the examples of its parameters in it. */
    private static String path(Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : operation.told().path("parameters")) {
            JsonNode told = DOCUMENT.resolved(parameter);
            if (told.get("in").textValue().equals("path")) {
                path = path.replace(
                        "{" + told.get("name").textValue() + "}",
                        told.at("/schema/example").asText("none"));
            }
        }
        return path;
    }

    private static JsonNode body(Operation operation) {
        return DOCUMENT.resolved(operation.told().path("requestBody")).path("content");
    }

    private static Set<String> types(JsonNode content) {
        return content.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /** For whoever has to list paths before us. */
    @Test
    void theDeploymentPageNamesTheAddressesOfEveryDoor() throws IOException {
        String page = Files.readString(Path.of("docs", "deploy.md"));

        assertThat(SERVER.node(0).routes()).allSatisfy(route -> {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + route.door() + "` | "))
                    .findFirst()
                    .orElseThrow();
            assertThat(Pattern.compile("`(/[^`]*)`").matcher(row).results().map(path -> path.group(1)))
                    .anyMatch(path -> (route.path() + "/").startsWith(path + "/"));
        });
    }

    @Test
    void everyDoorIsOpenUnlessSomeAreNamed() {
        assertThat(SERVER.node(0).routes().stream().map(Routes.Declared::door).distinct())
                .containsExactlyInAnyOrder("oauth", "sso", "drf", "medplum", "oracle", "xoxoday", "docs");
    }

    @Test
    void itTellsOfOpenDoorsOnly() {
        try (TokenServer server =
                TokenServer.start(1, Map.of("BOURSE_DOORS", "oauth,xoxoday,docs", "BOURSE_XOXODAY_PREFIX", "/chef"))) {
            List<String> paths = OpenApi.of(server).operations().stream()
                    .map(Operation::path)
                    .filter(path -> !path.startsWith("/oauth2/") && !path.startsWith("/.well-known/"))
                    .toList();

            assertThat(paths)
                    .containsExactlyInAnyOrder(
                            "/chef/v1/oauth/token/user",
                            "/chef/v1/oauth/token/company",
                            "/chef/v1/oauth/token",
                            "/openapi.json",
                            "/openapi.yaml",
                            "/docs");
        }
    }
}
