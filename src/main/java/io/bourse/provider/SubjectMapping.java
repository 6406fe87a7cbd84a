package io.bourse.provider;

import io.bourse.oauth.Subject;

/**
 * Whom a provider's tokens speak for.
 *
 * @param kind a user, whom {@link Provider.Provisioning} finds, or a workload, of which we keep no record
 * @param claim where the provider names the bearer, a name or a JSON pointer as in {@link Condition}: {@code sub},
 *     which is a text, or another claim, which may be an integer too
 */
public record SubjectMapping(Subject.Kind kind, String claim) {

    public static final String SUB = "sub";

    /** A user, by {@code sub}. */
    public static final SubjectMapping USER = new SubjectMapping(Subject.Kind.USER, SUB);

    public SubjectMapping {
        if (kind == Subject.Kind.CLIENT) {
            throw new IllegalArgumentException("no provider can speak for a client of ours");
        }
        ClaimPath.check(claim);
    }

    public boolean isUser() {
        return kind == Subject.Kind.USER;
    }
}
