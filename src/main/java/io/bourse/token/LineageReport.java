package io.bourse.token;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.changelog.Change.Revoked;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a token is, all that it came from, and whether it lives. Holds no token.
 *
 * @param id its {@code jti}, or its family's id; null if it is not ours
 * @param subject null if it is not ours
 * @param client null if it is not ours
 * @param issuedAt when it was issued, or its login began; null if it is not ours
 * @param expiresAt when it ends by itself; null if it is not ours
 * @param ancestors all whose revocation kills it, itself included, the newest first; what has no time comes last
 * @param causes why it is dead; empty if it lives
 */
public record LineageReport(
        Kind kind,
        @Nullable String id,
        @Nullable Subject subject,
        @Nullable ClientId client,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,
        List<Ancestor> ancestors,
        List<Cause> causes) {

    public enum Kind {
        ACCESS_TOKEN,
        JWT,
        SESSION_TOKEN,
        REFRESH_TOKEN,
        /** We did not make it, or can no longer tell. */
        UNKNOWN;

        /** For people and programs: {@code access token}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Something whose revocation kills the token.
     *
     * @param role {@code token}, {@code login}, {@code foreign token}, {@code user}, {@code client}, {@code provider},
     *     {@code exchange}, {@code principal} or {@code key}
     * @param at when it was made or took its part; null if that is not known
     */
    public record Ancestor(String role, String id, @Nullable Instant at) {}

    /**
     * A reason of which each alone is enough.
     *
     * @param fact the revocation that it is; null if it is none, or its fact is not kept any more
     */
    public record Cause(String text, @Nullable Revoked fact) {

        static Cause of(String text) {
            return new Cause(text, null);
        }

        static Cause of(Revoked fact) {
            String what = fact.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return new Cause("revoked: " + what + " " + fact.ref() + ", at " + fact.notBefore(), fact);
        }
    }

    public LineageReport {
        ancestors = List.copyOf(ancestors);
        causes = List.copyOf(causes);
    }

    static LineageReport unknown(Cause... causes) {
        return new LineageReport(Kind.UNKNOWN, null, null, null, null, null, List.of(), List.of(causes));
    }

    public boolean alive() {
        return causes.isEmpty();
    }

    /** As members of an object that is open. */
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeBooleanField("alive", alive());
        json.writeStringField("kind", kind.words());
        writeText(json, "id", id);
        writeText(json, "subject", subject);
        writeText(json, "client", client);
        writeText(json, "issued_at", issuedAt);
        writeText(json, "expires_at", expiresAt);
        json.writeArrayFieldStart("ancestors");
        for (Ancestor ancestor : ancestors) {
            json.writeStartObject();
            json.writeStringField("role", ancestor.role());
            json.writeStringField("id", ancestor.id());
            writeText(json, "at", ancestor.at());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("causes");
        for (Cause cause : causes) {
            write(json, cause);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Cause cause) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", cause.text());
        Revoked fact = cause.fact();
        if (fact != null) {
            json.writeStringField("kind", fact.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("ref", fact.ref());
            json.writeStringField("not_before", fact.notBefore().toString());
            json.writeStringField("kept_until", fact.until().toString());
        }
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
