package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bourse.client.ClientCredentials;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
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

    /** What a signature asks for is said by the dialect that has signatures; who explains says which decision is meant. */
    @Test
    void ourNameForTheGrantOfSignersIsReadOfWhoeverExplainsAlone() {
        Form form = Form.parse(Buffer.buffer("grant_type=signed_request&client_id=app"), Form.TARGETS);

        assertThatThrownBy(() -> TokenForm.read(form, new ClientCredentials.NameOnly(new ClientId("app"))))
                .isInstanceOfSatisfying(
                        OAuthException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(OAuthError.UNSUPPORTED_GRANT_TYPE));
        assertThat(TokenForm.readUnproved(form, IllegalStateException::new).grant())
                .isEqualTo(GrantType.SIGNED_REQUEST);
    }
}
