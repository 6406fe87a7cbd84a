package io.bourse.app.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tokens of the demo's identity provider: JWTs under a key made at start, and a bounded number of opaque ones. */
final class DemoTokens {

    private static final int MAX_OPAQUE = 1000;
    private static final int OPAQUE_BYTES = 24;

    private final InstantSource clock;
    private final ECKey key;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Login> opaque =
            Caffeine.newBuilder().maximumSize(MAX_OPAQUE).build();

    /**
     * What a token stands for.
     *
     * @param email null leaves the claim out
     */
    record Login(String subject, @Nullable String email, String audience, Instant expiresAt) {}

    DemoTokens(InstantSource clock) {
        this.clock = clock;
        try {
            this.key = new ECKeyGenerator(Curve.P_256)
                    .keyID("demo-" + UUID.randomUUID())
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    Login login(String subject, @Nullable String email, String audience, Duration lifetime) {
        return new Login(subject, email, audience, clock.instant().plus(lifetime));
    }

    /** @param type the value of {@code typ} */
    String jwt(String issuer, String type, Login login) {
        return signed(new JOSEObjectType(type), claims(issuer, login).claim("email", login.email()));
    }

    /** As a cluster projects it into a pod: no {@code typ}, and where the pod runs. */
    String serviceAccount(String issuer, String namespace, String name, Login login) {
        return signed(
                null,
                claims(issuer, login)
                        .claim(
                                "kubernetes.io",
                                Map.of("namespace", namespace, "serviceaccount", Map.of("name", name))));
    }

    private JWTClaimsSet.Builder claims(String issuer, Login login) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(login.subject())
                .audience(login.audience())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(login.expiresAt()))
                .jwtID(UUID.randomUUID().toString());
    }

    private String signed(@Nullable JOSEObjectType type, JWTClaimsSet.Builder claimed) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(type)
                .keyID(key.getKeyID())
                .build();
        JWTClaimsSet claims = claimed.build();
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("our own key signs", e);
        }
    }

    /** The public part, as a JWK Set. */
    String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** A token that only {@link #find} understands. When there are too many, an old one is forgotten. */
    String opaque(Login login) {
        byte[] bytes = new byte[OPAQUE_BYTES];
        random.nextBytes(bytes);
        String token = "demo-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        opaque.put(token, login);
        return token;
    }

    /** Whom an opaque token stands for; empty if it is unknown, forgotten or expired. */
    Optional<Login> find(String token) {
        return Optional.ofNullable(opaque.getIfPresent(token))
                .filter(login -> login.expiresAt().isAfter(clock.instant()));
    }
}
