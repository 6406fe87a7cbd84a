package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormTest {

    /** Else JSON of another type under the name of a new parameter would count as absent, and not be refused. */
    @ParameterizedTest
    @ValueSource(strings = {"OAuthTokenRequest", "OAuthClient"})
    void whateverTheDocumentSaysOfARequestForATokenIsAText(String schema) throws IOException {
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(Objects.requireNonNull(TokenFormTest.class.getResourceAsStream("/openapi/oauth.yaml")));
        Set<String> names = new HashSet<>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);

        assertThat(names).isNotEmpty();
        assertThat(TokenForm.PARAMETERS).containsAll(names);
    }
}
