package io.bourse.fakes;

import io.bourse.oauth.Actor;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.Scopes;
import io.bourse.provider.ExternalIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a provider says of a token, in the making: of the issuer {@link #ISSUER}, without an end, and nothing else. */
public final class IdentityBuilder {

    public static final String ISSUER = "https://idp.example";

    private final String provider;
    private final String subject;
    private String email;
    private boolean emailVerified;
    private Instant expiresAt;
    private List<String> audiences = List.of();
    private Scopes scopes = Scopes.NONE;
    private List<Actor> actors = List.of();
    private boolean acted;
    private MayAct mayAct;
    private boolean bound;
    private Map<String, List<String>> attributes = Map.of();
    private String ancestor;

    private IdentityBuilder(String provider, String subject) {
        this.provider = provider;
        this.subject = subject;
        this.ancestor = ancestor(provider, subject);
    }

    public static IdentityBuilder identity(String provider, String subject) {
        return new IdentityBuilder(provider, subject);
    }

    /** The lineage id of the token that says so, unless that is said. */
    public static String ancestor(String provider, String subject) {
        return "x" + (provider + "-" + subject).replace(':', '-');
    }

    public IdentityBuilder email(String address, boolean verified) {
        email = address;
        emailVerified = verified;
        return this;
    }

    public IdentityBuilder until(Instant end) {
        expiresAt = end;
        return this;
    }

    public IdentityBuilder audiences(String... all) {
        audiences = List.of(all);
        return this;
    }

    public IdentityBuilder scopes(String... all) {
        scopes = Scopes.of(all);
        return this;
    }

    public IdentityBuilder actors(Actor... newestFirst) {
        actors = List.of(newestFirst);
        return this;
    }

    /** Says who acts, and is not trusted with it. */
    public IdentityBuilder acted() {
        acted = true;
        return this;
    }

    public IdentityBuilder mayAct(MayAct only) {
        mayAct = only;
        return this;
    }

    public IdentityBuilder bound() {
        bound = true;
        return this;
    }

    public IdentityBuilder attributes(Map<String, List<String>> all) {
        attributes = all;
        return this;
    }

    public IdentityBuilder ofToken(String lineageId) {
        ancestor = lineageId;
        return this;
    }

    public ExternalIdentity build() {
        return new ExternalIdentity(
                provider,
                ISSUER,
                subject,
                subject,
                email,
                emailVerified,
                null,
                expiresAt,
                ancestor,
                audiences,
                scopes,
                actors,
                acted || !actors.isEmpty(),
                mayAct,
                bound,
                attributes);
    }
}
