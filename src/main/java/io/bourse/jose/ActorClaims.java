package io.bourse.jose;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.oauth.Actor;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.SaneText;
import io.bourse.oauth.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims {@code act} and {@code may_act} of RFC 8693 sections 4.1 and 4.4, read and written. */
public final class ActorClaims {

    public static final String ACT = "act";
    public static final String MAY_ACT = "may_act";

    /** No chain that is read is longer; what may be issued is for a policy to say. */
    public static final int MAX_DEPTH = 16;

    /** Room for the longest of ours, a workload: the id of its provider, a bar and 2048 characters. */
    private static final int MAX_LENGTH = 2304;

    private static final Set<String> MAY_ACT_MEMBERS = Set.of("iss", "sub", "client_id");

    private ActorClaims() {}

    /**
     * The actors of a claims set, the newest first; empty if nobody acts.
     *
     * @param issuer of the token, who names an actor without {@code iss}; null if it is ours
     * @throws InvalidJwtException if {@code act} is malformed or nests deeper than {@link #MAX_DEPTH}
     */
    public static List<Actor> actors(JsonNode claims, @Nullable String issuer) throws InvalidJwtException {
        List<Actor> actors = new ArrayList<>();
        JsonNode act = claims.get(ACT);
        while (act != null) {
            if (!act.isObject() || actors.size() == MAX_DEPTH) {
                throw new InvalidJwtException("act is malformed or too deep");
            }
            actors.add(actor(act, issuer));
            act = act.get(ACT);
        }
        return actors;
    }

    private static Actor actor(JsonNode act, @Nullable String tokenIssuer) throws InvalidJwtException {
        String id = text(act, "sub").orElseThrow(() -> new InvalidJwtException("act without a sub"));
        String client = text(act, "client_id").orElse(null);
        String issuer = text(act, "iss").orElse(tokenIssuer);
        if (issuer != null) {
            return new Actor(issuer, null, id, client);
        }
        Subject.Kind kind = Subject.Kind.of(text(act, "sub_type").orElse(""))
                .orElseThrow(() -> new InvalidJwtException("act without a sub_type"));
        return new Actor(null, kind, id, client);
    }

    /**
     * Who alone may act; empty if the token does not say.
     *
     * @throws InvalidJwtException if {@code may_act} is malformed, or names a condition that we cannot check
     */
    public static Optional<MayAct> mayAct(JsonNode claims) throws InvalidJwtException {
        JsonNode mayAct = claims.get(MAY_ACT);
        if (mayAct == null) {
            return Optional.empty();
        }
        if (!mayAct.isObject()) {
            throw new InvalidJwtException("may_act is no object");
        }
        for (String member : (Iterable<String>) mayAct::fieldNames) {
            if (!MAY_ACT_MEMBERS.contains(member)) {
                throw new InvalidJwtException("may_act has a member that we do not know");
            }
        }
        String subject = text(mayAct, "sub").orElseThrow(() -> new InvalidJwtException("may_act without a sub"));
        return Optional.of(new MayAct(
                text(mayAct, "iss").orElse(null),
                subject,
                text(mayAct, "client_id").orElse(null)));
    }

    /** A member's text, fit to be stored and shown; empty if it is absent. */
    private static Optional<String> text(JsonNode object, String name) throws InvalidJwtException {
        JsonNode value = object.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || !SaneText.is(value.textValue(), MAX_LENGTH)) {
            throw new InvalidJwtException("a party's " + name.toLowerCase(Locale.ROOT) + " is no usable text");
        }
        return Optional.of(value.textValue());
    }

    /** Writes the member {@code act}, unless nobody acts. The newest comes first and stands outermost. */
    public static void writeActors(JsonGenerator json, List<Actor> actors) throws IOException {
        for (Actor actor : actors) {
            json.writeObjectFieldStart(ACT);
            if (actor.issuer() != null) {
                json.writeStringField("iss", actor.issuer());
            }
            json.writeStringField("sub", actor.id());
            if (actor.kind() != null) {
                json.writeStringField("sub_type", actor.kind().claim());
            }
            if (actor.client() != null) {
                json.writeStringField("client_id", actor.client());
            }
        }
        for (int level = 0; level < actors.size(); level++) {
            json.writeEndObject();
        }
    }

    /** Writes the member {@code may_act}. */
    public static void writeMayAct(JsonGenerator json, MayAct mayAct) throws IOException {
        json.writeObjectFieldStart(MAY_ACT);
        if (mayAct.issuer() != null) {
            json.writeStringField("iss", mayAct.issuer());
        }
        json.writeStringField("sub", mayAct.subject());
        if (mayAct.client() != null) {
            json.writeStringField("client_id", mayAct.client());
        }
        json.writeEndObject();
    }
}
