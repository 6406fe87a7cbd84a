package io.bourse.token;

import io.bourse.jose.VerifiedJwt;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access token of ours whose signature and life were checked.
 *
 * @param id {@code jti}
 * @param family {@code sid}, null if it did not come from a login with a refresh token
 * @param lineage all that can kill it
 */
public record OwnToken(
        String id,
        Subject subject,
        ClientId client,
        Scopes scopes,
        List<String> audiences,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String family,
        Lineage lineage) {

    static final String SUBJECT_TYPE = "sub_type";
    static final String CLIENT_ID = "client_id";
    static final String SCOPE = "scope";
    static final String FAMILY = "sid";
    static final String ANCESTORS = "lin";

    static OwnToken of(VerifiedJwt jwt) {
        String id = claim(jwt, "jti");
        Subject subject = new Subject(
                Subject.Kind.USER.claim().equals(claim(jwt, SUBJECT_TYPE)) ? Subject.Kind.USER : Subject.Kind.CLIENT,
                claim(jwt, "sub"));
        ClientId client = new ClientId(claim(jwt, CLIENT_ID));
        String family = jwt.string(FAMILY).orElse(null);
        return new OwnToken(
                id,
                subject,
                client,
                jwt.string(SCOPE).map(scopes -> Scopes.of(scopes.split(" "))).orElse(Scopes.NONE),
                jwt.strings("aud"),
                jwt.instant("iat").orElseThrow(),
                jwt.instant("exp").orElseThrow(),
                family,
                Lineage.of(id, family, jwt.strings(ANCESTORS), subject, client, jwt.keyId()));
    }

    private static String claim(VerifiedJwt jwt, String name) {
        return jwt.string(name).orElseThrow(() -> new IllegalStateException("our own token lacks " + name));
    }
}
