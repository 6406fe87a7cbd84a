package io.bourse.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.grant.Explanation;
import io.bourse.grant.Explanation.Allowed;
import io.bourse.grant.Explanation.Refused;
import io.bourse.oauth.Actor;
import io.bourse.token.Authorization;
import io.bourse.token.RefreshPlan;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;

/** An explanation as JSON in printable ASCII: what a token says is no command to a terminal. Holds no token. */
public final class ExplanationJson {

    private static final int LAST_PRINTABLE = '~';

    private ExplanationJson() {}

    /** Writes the members of an object. */
    public static void write(JsonGenerator json, Explanation explanation) throws IOException {
        json.setHighestNonEscapedChar(LAST_PRINTABLE);
        json.writeBooleanField("allowed", explanation.isAllowed());
        if (explanation.outcome() instanceof Refused refused) {
            write(json, refused);
        } else {
            write(json, (Allowed) explanation.outcome());
        }
        json.writeArrayFieldStart("steps");
        for (Explanation.Line line : explanation.lines()) {
            json.writeStartObject();
            json.writeStringField("step", line.step().name().toLowerCase(Locale.ROOT));
            json.writeBooleanField("passed", line.passed());
            json.writeStringField("seen", line.seen());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Refused refused) throws IOException {
        json.writeStringField("error", refused.error().code());
        json.writeStringField("error_description", refused.description());
        json.writeStringField("step", refused.step().name().toLowerCase(Locale.ROOT));
        json.writeStringField("detail", refused.detail());
        if (refused.remedy() != null) {
            json.writeStringField("remedy", refused.remedy());
        }
    }

    private static void write(JsonGenerator json, Allowed allowed) throws IOException {
        Authorization authorization = allowed.authorization();
        json.writeObjectFieldStart("issue");
        json.writeStringField("subject", authorization.subject().toString());
        write(
                json,
                "actors",
                authorization.identity().actors().stream().map(Actor::toString).toList());
        write(json, "scopes", authorization.scopes().tokens());
        write(json, "audiences", authorization.audiences());
        json.writeStringField("expires_at", allowed.expiresAt().toString());
        if (authorization.notAfter() != null) {
            json.writeStringField("not_after", authorization.notAfter().toString());
        }
        json.writeBooleanField("refresh_token", !(authorization.refresh() instanceof RefreshPlan.None));
        write(json, "ancestors", authorization.ancestors());
        json.writeStringField("rule", authorization.rule());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
