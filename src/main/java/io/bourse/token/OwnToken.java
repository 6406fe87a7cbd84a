package io.bourse.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.jose.ActorClaims;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.VerifiedJwt;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JWT of ours whose signature and life were checked.
 *
 * @param type {@code ACCESS_TOKEN}, or {@code JWT} for one that is no access token
 * @param id {@code jti}
 * @param mayAct who alone may act for its subject; null if anybody may whom our entries allow
 * @param bound whether it is bound to a key ({@code cnf}) that its bearer would have to prove
 * @param family {@code sid}, null if it did not come from a login with a refresh token
 * @param lineage all that can kill it
 */
public record OwnToken(
        TokenType type,
        String id,
        Identity identity,
        ClientId client,
        Scopes scopes,
        List<String> audiences,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable MayAct mayAct,
        boolean bound,
        @Nullable String family,
        Lineage lineage) {

    static final String SUBJECT_TYPE = "sub_type";
    static final String CLIENT_ID = "client_id";
    static final String SCOPE = "scope";
    static final String FAMILY = "sid";
    static final String ANCESTORS = "lin";
    static final String CONFIRMATION = "cnf";

    /** {@code typ} of our access tokens (RFC 9068 section 2.1). */
    static final String ACCESS_TOKEN_TYPE = "at+jwt";

    /** {@code typ} of our other tokens that may be exchanged. */
    static final String JWT_TYPE = "jwt";

    /** @throws InvalidJwtException if a claim is malformed, or of a form that only another version writes */
    static OwnToken of(VerifiedJwt jwt) throws InvalidJwtException {
        JsonNode claims = jwt.claims();
        String id = claim(jwt, "jti");
        Subject subject = new Subject(
                Subject.Kind.of(claim(jwt, SUBJECT_TYPE))
                        .orElseThrow(() -> new InvalidJwtException("an unknown sub_type")),
                claim(jwt, "sub"));
        ClientId client = new ClientId(claim(jwt, CLIENT_ID));
        String family = jwt.string(FAMILY).orElse(null);
        return new OwnToken(
                jwt.type().equals(ACCESS_TOKEN_TYPE) ? TokenType.ACCESS_TOKEN : TokenType.JWT,
                id,
                new Identity(subject, ActorClaims.actors(claims, null), attributes(jwt)),
                client,
                jwt.string(SCOPE).map(scopes -> Scopes.of(scopes.split(" "))).orElse(Scopes.NONE),
                jwt.strings("aud"),
                jwt.instant("iat").orElseThrow(() -> lacking("iat")),
                jwt.instant("exp").orElseThrow(() -> lacking("exp")),
                ActorClaims.mayAct(claims).orElse(null),
                claims.has(CONFIRMATION),
                family,
                lineage(jwt, id, family, subject, client));
    }

    private static Lineage lineage(
            VerifiedJwt jwt, String id, @Nullable String family, Subject subject, ClientId client)
            throws InvalidJwtException {
        try {
            return Lineage.of(id, family, jwt.strings(ANCESTORS), subject, client, jwt.keyId());
        } catch (IllegalArgumentException unreadable) {
            // a newer version of ours may sign such
            throw new InvalidJwtException("its lineage cannot be read: " + unreadable.getMessage());
        }
    }

    public Subject subject() {
        return identity.subject();
    }

    private static Map<String, List<String>> attributes(VerifiedJwt jwt) {
        Map<String, List<String>> attributes = new HashMap<>();
        for (String name : Identity.ATTRIBUTES) {
            List<String> values = jwt.strings(name);
            if (!values.isEmpty()) {
                attributes.put(name, values);
            }
        }
        return attributes;
    }

    private static String claim(VerifiedJwt jwt, String name) throws InvalidJwtException {
        return jwt.string(name).orElseThrow(() -> lacking(name));
    }

    private static InvalidJwtException lacking(String name) {
        return new InvalidJwtException("no " + name);
    }
}
