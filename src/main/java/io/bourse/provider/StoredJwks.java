package io.bourse.provider;

import io.bourse.config.Settings;
import io.bourse.provider.Provider.Jwks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Jwks} as its provider's row holds it. A limit that was lost would accept more, so that a token may be of any
 * age, or {@code typ} anything, is said too.
 *
 * @param maxAge a duration, or {@link #ANY_AGE}
 */
record StoredJwks(
        @Nullable String issuer,
        @Nullable String trustDomain,
        @Nullable String jwksUri,
        @Nullable String keys,
        @Nullable List<String> algorithms,
        @Nullable List<String> types,
        @Nullable List<String> audiences,
        @Nullable String maxAge) {

    private static final String ANY_AGE = "any";

    static StoredJwks of(Jwks jwks) {
        return new StoredJwks(
                jwks.issuer(),
                jwks.trustDomain(),
                jwks.jwksUri(),
                jwks.jwks(),
                StoredProvider.sorted(jwks.algorithms()),
                StoredProvider.sorted(jwks.types()),
                StoredProvider.sorted(jwks.audiences()),
                jwks.maxAge() == null ? ANY_AGE : Settings.text(jwks.maxAge()));
    }

    /** @throws RuntimeException if what is stored makes no proof */
    Jwks toProof() {
        if (jwksUri == null && keys == null) {
            throw new IllegalArgumentException("no keys");
        }
        String age = StoredProvider.required(maxAge);
        Duration limit =
                age.equals(ANY_AGE) ? null : Settings.parseDuration(age).orElseThrow();
        return new Jwks(
                issuer,
                trustDomain,
                jwksUri,
                keys,
                StoredProvider.some(algorithms),
                Set.copyOf(StoredProvider.required(types)),
                StoredProvider.some(audiences),
                limit);
    }
}
