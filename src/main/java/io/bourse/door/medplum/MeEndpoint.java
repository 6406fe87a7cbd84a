package io.bourse.door.medplum;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.token.LoggedInUsers.LoggedIn;
import io.bourse.token.UserClaims;
import io.vertx.core.Future;
import java.io.IOException;

/**
 * {@code GET /auth/me}: who is logged in, in the resources that Medplum's client keeps of a session. Of the user it tells
 * what the scopes of the login let the client know.
 */
final class MeEndpoint {

    private final Sessions sessions;

    MeEndpoint(Sessions sessions) {
        this.sessions = sessions;
    }

    Future<Answer> answer(Call call) {
        return sessions.of(call).map(MeEndpoint::describe);
    }

    private static Answer describe(LoggedIn login) {
        String user = login.user().id();
        String project = login.client().project();
        return Answer.json(200, json -> {
            writeUser(json, user, login.claims());
            begin(json, "project", "Project", project);
            json.writeStringField("name", project);
            json.writeEndObject();
            begin(json, "membership", "ProjectMembership", user);
            writeReference(json, "project", "Project/" + project);
            writeReference(json, "user", "User/" + user);
            writeReference(json, "profile", "Practitioner/" + user);
            json.writeEndObject();
            writeProfile(json, user, login.claims());
            begin(json, "config", "UserConfiguration", user);
            json.writeEndObject();
            begin(json, "accessPolicy", "AccessPolicy", user);
            json.writeEndObject();
        });
    }

    private static void writeUser(JsonGenerator json, String id, UserClaims claims) throws IOException {
        begin(json, "user", "User", id);
        if (claims.email() != null) {
            json.writeStringField("email", claims.email());
        }
        json.writeEndObject();
    }

    private static void writeProfile(JsonGenerator json, String id, UserClaims claims) throws IOException {
        begin(json, "profile", "Practitioner", id);
        if (claims.shownName().isPresent()) {
            json.writeArrayFieldStart("name");
            json.writeStartObject();
            json.writeStringField("text", claims.shownName().get());
            json.writeEndObject();
            json.writeEndArray();
        }
        if (claims.email() != null) {
            json.writeArrayFieldStart("telecom");
            json.writeStartObject();
            json.writeStringField("system", "email");
            json.writeStringField("value", claims.email());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void begin(JsonGenerator json, String name, String type, String id) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("resourceType", type);
        json.writeStringField("id", id);
    }

    private static void writeReference(JsonGenerator json, String name, String reference) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("reference", reference);
        json.writeEndObject();
    }
}
