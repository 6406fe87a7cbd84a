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
 * @param type {@code ACCESS_TOKEN}, {@code SESSION_TOKEN}, or {@code JWT} for one that is neither
 * @param id {@code jti}
 * @param scopes what it may be used for; of a session token, what its signatures may ask for
 * @param audiences whom it is for; of a session token, whom what its signatures ask for may be for
 * @param mayAct who alone may act for its subject; null if anybody may whom our entries allow
 * @param bound whether it is bound to a key ({@code cnf}) that its bearer would have to prove
 * @param family {@code sid}, null if it did not come from a login with a refresh token
 * @param login by what its user logged in; null if it is no user's own login
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
        @Nullable LoginMethod login,
        Lineage lineage) {

    static final String SUBJECT_TYPE = "sub_type";
    static final String CLIENT_ID = "client_id";
    static final String SCOPE = "scope";
    static final String AUDIENCES = "aud";
    static final String SESSION_SCOPE = "session_scope";
    static final String SESSION_AUDIENCES = "session_aud";
    static final String FAMILY = "sid";
    static final String ANCESTORS = "lin";
    static final String LOGIN = "login";
    static final String LOGIN_ID = "login_id";
    static final String CONFIRMATION = "cnf";
    static final String SESSION_KEY = "jwk";

    /** {@code typ} of our access tokens (RFC 9068 section 2.1). */
    static final String ACCESS_TOKEN_TYPE = "at+jwt";

    /** {@code typ} of our other tokens that may be exchanged. */
    static final String JWT_TYPE = "jwt";

    /** {@code typ} of our session tokens: no token to be shown to anybody, but the name of a key to sign with. */
    static final String SESSION_TOKEN_TYPE = "st+jwt";

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
        TokenType type = type(jwt);
        boolean session = type == TokenType.SESSION_TOKEN;
        return new OwnToken(
                type,
                id,
                new Identity(subject, ActorClaims.actors(claims, null), attributes(jwt)),
                client,
                scopes(jwt, session ? SESSION_SCOPE : SCOPE),
                jwt.strings(session ? SESSION_AUDIENCES : AUDIENCES),
                jwt.instant("iat").orElseThrow(() -> lacking("iat")),
                jwt.instant("exp").orElseThrow(() -> lacking("exp")),
                ActorClaims.mayAct(claims).orElse(null),
                claims.has(CONFIRMATION),
                family,
                jwt.string(LOGIN).flatMap(LoginMethod::of).orElse(null),
                lineage(jwt, id, family, subject, client));
    }

    private static Scopes scopes(VerifiedJwt jwt, String name) {
        return jwt.string(name).map(scopes -> Scopes.of(scopes.split(" "))).orElse(Scopes.NONE);
    }

    private static TokenType type(VerifiedJwt jwt) {
        return switch (jwt.type()) {
            case ACCESS_TOKEN_TYPE -> TokenType.ACCESS_TOKEN;
            case SESSION_TOKEN_TYPE -> TokenType.SESSION_TOKEN;
            default -> TokenType.JWT;
        };
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

    /**
     * Whether whoever shows it is a user who logged in at its client, and it is bound to no key that its bearer would have
     * to prove.
     */
    public boolean isUsersOwn() {
        return type == TokenType.ACCESS_TOKEN && login != null && identity.isUserAlone() && !bound;
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
