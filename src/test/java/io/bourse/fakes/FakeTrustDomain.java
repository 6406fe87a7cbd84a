package io.bourse.fakes;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** A SPIFFE trust domain as far as it issues JWT-SVIDs: a bundle of keys, and tokens without {@code iss}. */
public final class FakeTrustDomain {

    private static final long LIFETIME = 300;
    private static final int BITS = 2048;
    private static final KeyUse JWT_SVID = new KeyUse("jwt-svid");

    private final String name;
    private final JWK ec;
    private final JWK rsa;
    private final JWK certificates;

    public FakeTrustDomain(String name) {
        this.name = name;
        try {
            ec = new ECKeyGenerator(Curve.P_256)
                    .keyUse(JWT_SVID)
                    .keyIDFromThumbprint(true)
                    .generate();
            rsa = new RSAKeyGenerator(BITS)
                    .keyUse(JWT_SVID)
                    .keyIDFromThumbprint(true)
                    .generate();
            certificates = new ECKeyGenerator(Curve.P_256)
                    .keyUse(new KeyUse("x509-svid"))
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String id(String path) {
        return "spiffe://" + name + path;
    }

    /** What the bundle endpoint answers (SPIFFE Trust Domain and Bundle, section 4). */
    public String bundle() {
        JsonArray keys = new JsonArray();
        List.of(certificates, ec, rsa)
                .forEach(key -> keys.add(new JsonObject(key.toPublicJWK().toJSONString())));
        return new JsonObject()
                .put("keys", keys)
                .put("spiffe_sequence", 1)
                .put("spiffe_refresh_hint", 300)
                .encode();
    }

    public JWTClaimsSet.Builder claims(String path, String audience) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .subject(id(path))
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LIFETIME)));
    }

    /** @param algorithm of RFC 7518 section 3, of the EC or the RSA key */
    public String sign(JWSAlgorithm algorithm, JWTClaimsSet claims) {
        JWK key = JWSAlgorithm.Family.EC.contains(algorithm) ? ec : rsa;
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm)
                            .type(com.nimbusds.jose.JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(signing(key), algorithm);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String svid(JWSAlgorithm algorithm, String path, String audience) {
        return sign(algorithm, claims(path, audience).build());
    }

    /** Nimbus signs with keys for signatures only. */
    private static JWK signing(JWK key) throws JOSEException {
        JsonObject json = new JsonObject(key.toJSONString()).put("use", "sig");
        try {
            return JWK.parse(json.encode());
        } catch (java.text.ParseException e) {
            throw new JOSEException(e.getMessage(), e);
        }
    }
}
