package io.bourse.door.drf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.oauth.TokenResponse;
import io.bourse.user.User;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a grant ended in, with the members and in the order of the original. */
final class TokenJson {

    private TokenJson() {}

    static void write(JsonGenerator json, TokenResponse response) throws IOException {
        json.writeStringField("access_token", response.accessToken());
        json.writeNumberField("expires_in", response.expiresIn());
        json.writeStringField("token_type", response.tokenType());
        json.writeStringField("scope", response.scopes().toString());
        if (response.refreshToken() != null) {
            json.writeStringField("refresh_token", response.refreshToken());
        }
        if (response.issuedTokenType() != null) {
            json.writeStringField(
                    "issued_token_type", response.issuedTokenType().uri());
        }
        if (response.idToken() != null) {
            json.writeStringField("id_token", response.idToken());
        }
    }

    /** The user as Django has one: the last word of a name is the last name, and what is unknown is empty. */
    static void write(JsonGenerator json, User user) throws IOException {
        String name = text(user.profile().name()).strip();
        int space = name.lastIndexOf(' ');
        json.writeObjectFieldStart("user");
        json.writeStringField("email", text(user.email()));
        json.writeStringField(
                "first_name", space < 0 ? name : name.substring(0, space).strip());
        json.writeStringField("last_name", name.substring(space < 0 ? name.length() : space + 1));
        json.writeEndObject();
    }

    private static String text(@Nullable String known) {
        return known == null ? "" : known;
    }
}
