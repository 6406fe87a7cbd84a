package io.bourse.door.oauth;

import io.bourse.client.Client;
import io.bourse.crypto.Computation;
import io.bourse.http.Answer;
import io.bourse.http.Answer.Members;
import io.bourse.http.Call;
import io.bourse.jose.JwtSigner;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Introspection answers that prove who gave them (RFC 9701), for callers that ask for them. Such an answer is no token:
 * its {@code typ} is its own, and it has neither {@code sub} nor {@code exp} (section 5).
 */
public final class SignedIntrospection {

    static final String MEDIA_TYPE = "application/token-introspection+jwt";

    private static final String TYPE = "token-introspection+jwt";
    private static final String JSON = "application/json";

    private final String issuer;
    private final JwtSigner signer;
    private final Computation computation;
    private final InstantSource clock;

    public SignedIntrospection(String issuer, JwtSigner signer, Computation computation, InstantSource clock) {
        this.issuer = issuer;
        this.signer = signer;
        this.computation = computation;
        this.clock = clock;
    }

    /**
     * Whether the caller prefers the media type to JSON (RFC 9110 section 12.5.1). It must be named: whoever takes anything
     * gets what it always did. Then the higher quality wins, where JSON's is that of the most specific range that has it; of
     * equal ones what is named, and of two that are named the first.
     */
    static boolean isAskedFor(Call call) {
        return isPreferred(String.join(",", call.headers("Accept")));
    }

    static boolean isPreferred(String accept) {
        Map<String, Double> qualities = new LinkedHashMap<>();
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            qualities.merge(parts[0].strip(), quality(parts), Math::max);
        }
        double signed = qualities.getOrDefault(MEDIA_TYPE, 0.0);
        double plain = qualities.getOrDefault(
                JSON, qualities.getOrDefault("application/*", qualities.getOrDefault("*/*", 0.0)));
        if (signed == plain) {
            return signed > 0 && isNamedFirst(qualities.keySet());
        }
        return signed > plain;
    }

    private static boolean isNamedFirst(Set<String> types) {
        return types.stream()
                .filter(type -> type.equals(MEDIA_TYPE) || type.equals(JSON))
                .findFirst()
                .filter(MEDIA_TYPE::equals)
                .isPresent();
    }

    /** RFC 9110 section 12.4.2; what is malformed counts as unwanted. */
    private static double quality(String[] range) {
        for (int i = 1; i < range.length; i++) {
            String parameter = range[i].strip();
            if (parameter.startsWith("q=")) {
                return parameter.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
                        ? Double.parseDouble(parameter.substring(2))
                        : 0;
            }
        }
        return 1;
    }

    /** The answer with these members for this caller. Fails with {@code temporarily_unavailable} if no key is there. */
    Future<Answer> answer(Client caller, Members members) {
        Answer claims = Answer.json(200, json -> {
            json.writeStringField("iss", issuer);
            json.writeStringField("aud", caller.id().value());
            json.writeNumberField("iat", clock.instant().getEpochSecond());
            json.writeObjectFieldStart("token_introspection");
            members.write(json);
            json.writeEndObject();
        });
        return computation
                .run(() -> signer.sign(TYPE, claims.body().getBytes()))
                .map(jwt -> Answer.of(200, MEDIA_TYPE, Buffer.buffer(jwt)));
    }
}
