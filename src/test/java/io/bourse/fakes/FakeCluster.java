package io.bourse.fakes;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A Kubernetes cluster as far as it issues the tokens that it projects into pods, in the form of version 1.32. */
public final class FakeCluster {

    public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    private static final int BITS = 2048;
    private static final long LIFETIME = 3600;
    private static final long WARN_AFTER = 607;

    private final List<RSAKey> published = new ArrayList<>();
    private volatile RSAKey signer = publishKey();

    /** As an API server learns of a key before it signs: from now on the key set has it. */
    public synchronized RSAKey publishKey() {
        try {
            RSAKey key = new RSAKeyGenerator(BITS)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
            published.add(key);
            return key;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public synchronized void signWith(RSAKey key) {
        signer = key;
    }

    public synchronized void retire(RSAKey key) {
        published.remove(key);
    }

    public RSAKey signer() {
        return signer;
    }

    /** What {@code /openid/v1/jwks} answers. */
    public synchronized String jwks() {
        return new JWKSet(published.stream()
                        .map(RSAKey::toPublicJWK)
                        .map(key -> (com.nimbusds.jose.jwk.JWK) key)
                        .toList())
                .toString();
    }

    /** What the kubelet writes into a pod of this service account. */
    public String token(String namespace, String serviceAccount, String audience) {
        return sign(claims(namespace, serviceAccount, audience).build());
    }

    public JWTClaimsSet.Builder claims(String namespace, String serviceAccount, String audience) {
        long now = Instant.now().getEpochSecond();
        return new JWTClaimsSet.Builder()
                .audience(List.of(audience))
                .claim("aud", List.of(audience))
                .expirationTime(date(now + LIFETIME))
                .issueTime(date(now))
                .notBeforeTime(date(now))
                .issuer(ISSUER)
                .jwtID(UUID.randomUUID().toString())
                .subject("system:serviceaccount:" + namespace + ":" + serviceAccount)
                .claim(
                        "kubernetes.io",
                        Map.of(
                                "namespace", namespace,
                                "node", named("worker-1"),
                                "pod", named(serviceAccount + "-5d4f8c7b9-x2x7q"),
                                "serviceaccount", named(serviceAccount),
                                "warnafter", now + WARN_AFTER));
    }

    private static Map<String, Object> named(String name) {
        return Map.of(
                "name",
                name,
                "uid",
                UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
    }

    private static Date date(long seconds) {
        return Date.from(Instant.ofEpochSecond(seconds));
    }

    /** Without {@code typ}, as the API server does. */
    public String sign(JWTClaimsSet claims) {
        RSAKey key = signer;
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
