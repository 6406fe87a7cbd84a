package io.bourse.door.oauth;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.http.Answer.Members;
import io.bourse.jose.ActorClaims;
import io.bourse.token.Introspector.Active;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an introspection tells (RFC 7662 section 2.2, RFC 8693 section 4), the same whether it is signed or not. */
record IntrospectionMembers(String issuer, Optional<Active> active) implements Members {

    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeBooleanField("active", active.isPresent());
        if (active.isPresent()) {
            describe(json, active.get());
        }
    }

    private void describe(JsonGenerator json, Active token) throws IOException {
        json.writeStringField("iss", issuer);
        json.writeStringField("sub", token.identity().subject().id());
        json.writeStringField("sub_type", token.identity().subject().kind().claim());
        json.writeStringField("client_id", token.clientId());
        writeAudiences(json, token);
        json.writeNumberField("iat", token.issuedAt().getEpochSecond());
        json.writeNumberField("exp", token.expiresAt().getEpochSecond());
        if (!token.scopes().isEmpty()) {
            json.writeStringField("scope", token.scopes().toString());
        }
        ActorClaims.writeActors(json, token.identity().actors());
        if (token.mayAct() != null) {
            ActorClaims.writeMayAct(json, token.mayAct());
        }
        for (Map.Entry<String, List<String>> attribute :
                token.identity().attributes().entrySet()) {
            writeArray(json, attribute.getKey(), attribute.getValue());
        }
        writeIfPresent(json, "jti", token.tokenId());
        writeIfPresent(json, "token_type", token.type());
        writeIfPresent(json, "sid", token.family());
    }

    private static void writeAudiences(JsonGenerator json, Active token) throws IOException {
        if (token.audiences().size() == 1) {
            json.writeStringField("aud", token.audiences().get(0));
        } else if (!token.audiences().isEmpty()) {
            writeArray(json, "aud", token.audiences());
        }
    }

    private static void writeArray(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void writeIfPresent(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
