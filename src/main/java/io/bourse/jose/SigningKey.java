package io.bourse.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;

/** A key pair of ours, with the id that its tokens carry: the thumbprint of RFC 7638. */
public final class SigningKey {

    private final String id;
    private final SigningAlgorithm algorithm;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final JWK jwk;

    private SigningKey(SigningAlgorithm algorithm, PrivateKey privateKey, PublicKey publicKey, JWK jwk) {
        this.id = jwk.getKeyID();
        this.algorithm = algorithm;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.jwk = jwk;
    }

    /** Makes a new key. Not on an event loop if the algorithm {@link SigningAlgorithm#isSlowToGenerate}. */
    public static SigningKey generate(SigningAlgorithm algorithm) {
        KeyPair pair = algorithm.generateKeyPair();
        return new SigningKey(algorithm, pair.getPrivate(), pair.getPublic(), jwk(algorithm, pair));
    }

    /**
     * Reads what {@link #toPrivateJwk} wrote.
     *
     * @throws InvalidJwkException if it is not that, or the private and the public half do not belong together
     */
    public static SigningKey fromPrivateJwk(String json) throws InvalidJwkException {
        try {
            JWK jwk = JWK.parse(json);
            if (jwk.getAlgorithm() == null || !jwk.isPrivate()) {
                throw new InvalidJwkException("the signing key has no alg or no private part");
            }
            SigningAlgorithm algorithm = SigningAlgorithm.of(jwk.getAlgorithm().getName());
            KeyPair pair = keyPair(jwk);
            SigningKey key = new SigningKey(algorithm, pair.getPrivate(), pair.getPublic(), jwk(algorithm, pair));
            key.requireMatchingHalves();
            return key;
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            // No cause: it may quote the key.
            throw new InvalidJwkException("the signing key cannot be read");
        }
    }

    private static KeyPair keyPair(JWK jwk) throws JOSEException, GeneralSecurityException, InvalidJwkException {
        if (jwk instanceof ECKey key && Curve.P_256.equals(key.getCurve())) {
            return key.toKeyPair();
        }
        if (jwk instanceof RSAKey key) {
            return key.toKeyPair();
        }
        if (jwk instanceof OctetKeyPair key && Curve.Ed25519.equals(key.getCurve())) {
            return Ed25519Keys.keyPair(key);
        }
        throw new InvalidJwkException("the signing key is of a kind that signs none of our tokens");
    }

    private static JWK jwk(SigningAlgorithm algorithm, KeyPair pair) {
        JWSAlgorithm name = JWSAlgorithm.parse(algorithm.jwsName());
        try {
            if (pair.getPublic() instanceof ECPublicKey key) {
                ECKey.Builder builder = new ECKey.Builder(Curve.P_256, key).privateKey(pair.getPrivate());
                return builder.algorithm(name)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint()
                        .build();
            }
            if (pair.getPublic() instanceof RSAPublicKey key) {
                RSAKey.Builder builder = new RSAKey.Builder(key).privateKey(pair.getPrivate());
                return builder.algorithm(name)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint()
                        .build();
            }
            OctetKeyPair.Builder builder = new OctetKeyPair.Builder(
                            Curve.Ed25519, Base64URL.encode(Ed25519Keys.raw(pair.getPublic())))
                    .d(Base64URL.encode(Ed25519Keys.raw(pair.getPrivate())));
            return builder.algorithm(name)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private void requireMatchingHalves() throws GeneralSecurityException, InvalidJwkException {
        byte[] probe = {1, 2, 3};
        Signature signer = algorithm.newSignature(null);
        signer.initSign(privateKey);
        signer.update(probe);
        byte[] signature = signer.sign();
        Signature verifier = algorithm.newSignature(null);
        verifier.initVerify(publicKey);
        verifier.update(probe);
        if (!verifier.verify(signature)) {
            throw new InvalidJwkException("the halves of the signing key do not belong together");
        }
    }

    /** The {@code kid}: the SHA-256 thumbprint of RFC 7638, in base64url. */
    public String id() {
        return id;
    }

    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    /** The public half as a JWK (RFC 7517) with {@code use}, {@code alg} and {@code kid}; always the same text. */
    public String publicJwk() {
        return jwk.toPublicJWK().toJSONString();
    }

    /** The whole key as a JWK. A secret: seal it before it leaves the process. */
    public String toPrivateJwk() {
        return jwk.toJSONString();
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public String toString() {
        return "SigningKey[" + algorithm.jwsName() + ", " + id + "]";
    }
}
