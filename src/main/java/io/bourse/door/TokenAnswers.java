package io.bourse.door;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.http.Answer;
import io.bourse.oauth.TokenResponse;
import java.io.IOException;

/** What a grant ended in, as the standards have it, or with the members that every dialect has. */
public final class TokenAnswers {

    private TokenAnswers() {}

    /**
     * The answer of RFC 6749 section 5.1, with what RFC 8693 section 2.2.1 and OpenID Connect Core section 3.1.3.3 add; and
     * for clients as Medplum has them also {@code project} and {@code profile}, which its client keeps and wants again after
     * each refresh.
     */
    public static Answer standard(TokenResponse response) {
        return Answer.json(200, json -> {
            writeToken(json, response, response.tokenType());
            writeScope(json, response);
            if (response.project() != null) {
                writeReference(json, "project", "Project/" + response.project());
                writeReference(
                        json, "profile", "Practitioner/" + response.subject().id());
            }
        });
    }

    /**
     * All that every dialect tells: {@code access_token}, {@code token_type} and {@code expires_in}, and {@code
     * issued_token_type}, {@code refresh_token} and {@code id_token} if there are such.
     *
     * @param type what the dialect calls the token's type
     */
    public static void writeToken(JsonGenerator json, TokenResponse response, String type) throws IOException {
        json.writeStringField("access_token", response.accessToken());
        if (response.issuedTokenType() != null) {
            json.writeStringField(
                    "issued_token_type", response.issuedTokenType().uri());
        }
        json.writeStringField("token_type", type);
        json.writeNumberField("expires_in", response.expiresIn());
        if (response.refreshToken() != null) {
            json.writeStringField("refresh_token", response.refreshToken());
        }
        if (response.idToken() != null) {
            json.writeStringField("id_token", response.idToken());
        }
    }

    /** {@code scope}, if the token has any. */
    public static void writeScope(JsonGenerator json, TokenResponse response) throws IOException {
        if (!response.scopes().isEmpty()) {
            json.writeStringField("scope", response.scopes().toString());
        }
    }

    private static void writeReference(JsonGenerator json, String name, String reference) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("reference", reference);
        json.writeEndObject();
    }
}
