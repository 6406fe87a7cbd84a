package io.bourse.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;

/**
 * A public key that somebody else's tokens are verified with, checked for what makes a key weak.
 *
 * @param id {@code kid}; empty if it has none
 * @param algorithms JWS names that it may be used with: the one that its {@code alg} names, else its family
 */
record TrustedKey(String id, Set<String> algorithms, PublicKey publicKey) {

    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final Map<Curve, String> EC =
            Map.of(Curve.P_256, "ES256", Curve.P_384, "ES384", Curve.P_521, "ES512");

    /** @throws InvalidJwkException if it is not a public signature key that we would trust */
    static TrustedKey parse(Map<String, Object> json) throws InvalidJwkException {
        try {
            if (json.containsKey("d") || json.containsKey("k")) {
                throw new InvalidJwkException("it holds a private or symmetric key");
            }
            JWK jwk = JWK.parse(json);
            requireForSignatures(jwk);
            PublicKey publicKey = publicKey(jwk);
            return new TrustedKey(jwk.getKeyID() == null ? "" : jwk.getKeyID(), algorithms(jwk), publicKey);
        } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
            // No cause: it may quote the key. Of a hostile key the library may throw anything.
            throw new InvalidJwkException("it is malformed or of an unknown kind");
        }
    }

    private static void requireForSignatures(JWK jwk) throws InvalidJwkException {
        if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new InvalidJwkException("its use is not sig");
        }
        if (jwk.getKeyOperations() != null && !jwk.getKeyOperations().contains(KeyOperation.VERIFY)) {
            throw new InvalidJwkException("its key_ops lack verify");
        }
    }

    private static Set<String> algorithms(JWK jwk) throws InvalidJwkException {
        Set<String> family = family(jwk);
        if (jwk.getAlgorithm() == null) {
            return family;
        }
        String named = jwk.getAlgorithm().getName();
        if (!family.contains(named)) {
            throw new InvalidJwkException("its alg does not go with its kind");
        }
        return Set.of(named);
    }

    private static Set<String> family(JWK jwk) throws InvalidJwkException {
        if (jwk instanceof RSAKey) {
            return RSA;
        }
        if (jwk instanceof ECKey key && EC.containsKey(key.getCurve())) {
            return Set.of(EC.get(key.getCurve()));
        }
        if (jwk instanceof OctetKeyPair key && Curve.Ed25519.equals(key.getCurve())) {
            return Set.of("EdDSA");
        }
        throw new InvalidJwkException("it is of a kind that is not accepted");
    }

    private static PublicKey publicKey(JWK jwk) throws JOSEException, GeneralSecurityException, InvalidJwkException {
        if (jwk instanceof RSAKey key) {
            RSAPublicKey publicKey = key.toRSAPublicKey();
            RsaPublicKeys.requireStrong(publicKey, RsaPublicKeys.MIN_BITS);
            return publicKey;
        }
        if (jwk instanceof ECKey key) {
            return key.toECPublicKey();
        }
        if (jwk instanceof OctetKeyPair key && Curve.Ed25519.equals(key.getCurve())) {
            return Ed25519Keys.publicKey(key);
        }
        throw new InvalidJwkException("it is of a kind that is not accepted");
    }

    boolean fits(String algorithm) {
        return algorithms.contains(algorithm);
    }
}
