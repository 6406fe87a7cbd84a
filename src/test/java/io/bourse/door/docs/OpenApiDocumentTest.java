package io.bourse.door.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiDocumentTest {

    private static final String ISSUER = "https://bourse.example.com";

    private static OpenApiDocument of(String... doors) {
        List<Chapter> chapters =
                Stream.of(doors).map(door -> new Chapter(door, "")).toList();
        return OpenApiDocument.of(ISSUER, "1.2.3", chapters);
    }

    private static JsonNode read(OpenApiDocument document) throws IOException {
        return new ObjectMapper().readTree(document.json().getBytes());
    }

    @Test
    void itIsPutTogetherFromWhatEachDoorTells() throws IOException {
        JsonNode document = read(of("test-one", "test-two"));

        assertThat(document.at("/info/version").textValue()).isEqualTo("1.2.3");
        assertThat(document.at("/servers/1/url").textValue()).isEqualTo(ISSUER);
        assertThat(document.get("paths").fieldNames()).toIterable().containsExactly("/one", "/two");
        assertThat(document.at("/tags/0/description").textValue()).isEqualTo("of " + ISSUER);
        assertThat(document.at("/tags/1/name").textValue()).isEqualTo("Two");
        assertThat(document.at("/components/schemas/OneThing/type").textValue()).isEqualTo("object");
        assertThat(document.at("/components/securitySchemes/clientBasic/scheme").textValue())
                .isEqualTo("basic");
    }

    @Test
    void aPrefixStandsBeforeThePathsOfItsDoor() throws IOException {
        OpenApiDocument document = OpenApiDocument.of(
                ISSUER, "1", List.of(new Chapter("test-one", "/below"), new Chapter("test-two", "")));

        assertThat(read(document).get("paths").fieldNames()).toIterable().containsExactly("/below/one", "/two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test-same-path", "test-same-schema"})
    void nothingIsToldTwice(String other) {
        assertThatIllegalStateException()
                .isThrownBy(() -> of("test-one", other))
                .withMessageStartingWith("/openapi/" + other + ".yaml tells again of ");
    }

    @Test
    void aDoorThatTellsNothingIsAMistake() {
        assertThatIllegalStateException()
                .isThrownBy(() -> of("test-none"))
                .withMessage("no resource /openapi/test-none.yaml");
    }
}
