package io.bourse.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens that somebody else signed: identity providers' tokens and client assertions (RFC 7523, where the
 * issuer is the client's id). The keys and the algorithms are given; nothing that a token says of keys is followed
 * (RFC 8725 sections 3.1 to 3.10). Immutable.
 */
public final class ForeignJwtVerifier implements JwtVerifier {

    /** All that can be pinned: asymmetric ones only, so that a public key is never taken for a shared secret. */
    public static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    /** Members that change what is signed or say that something must be understood. We understand none. */
    private static final List<String> REFUSED = List.of("crit", "b64", "zip", "enc", "epk", "apu", "apv");

    private final TrustedKeys keys;
    private final Set<String> algorithms;
    private final int maxLength;
    private final @Nullable Provider provider;

    /** @see #ForeignJwtVerifier(TrustedKeys, Set, Provider, int) */
    public ForeignJwtVerifier(TrustedKeys keys, Set<String> algorithms, @Nullable Provider provider) {
        this(keys, algorithms, provider, CompactJws.MAX_LENGTH);
    }

    /**
     * A verifier over a fixed set of keys; cheap to make, so make a new one when the keys change.
     *
     * @param algorithms JWS names that are accepted
     * @param provider computes the signatures; null leaves the choice to the JDK
     * @param maxLength how many characters a token may have
     * @throws IllegalArgumentException if an algorithm is not one of {@link #ALGORITHMS}
     */
    public ForeignJwtVerifier(TrustedKeys keys, Set<String> algorithms, @Nullable Provider provider, int maxLength) {
        if (!ALGORITHMS.containsAll(algorithms)) {
            throw new IllegalArgumentException("an algorithm is not one of " + ALGORITHMS);
        }
        this.keys = keys;
        this.algorithms = Set.copyOf(algorithms);
        this.provider = provider;
        this.maxLength = maxLength;
    }

    @Override
    public VerifiedJwt verify(String compact, JwtExpectations expectations) throws InvalidJwtException {
        CompactJws jws = CompactJws.parse(compact, maxLength);
        TrustedKey key = verifySignature(jws);
        ObjectNode claims = jws.claims();
        expectations.check(jws.type(), claims);
        return new VerifiedJwt(key.id(), jws.algorithm(), jws.type(), claims);
    }

    /** The key that verified it. */
    TrustedKey verifySignature(CompactJws jws) throws InvalidJwtException {
        if (!algorithms.contains(jws.algorithm())) {
            throw new InvalidJwtException("alg is not accepted");
        }
        for (String name : REFUSED) {
            if (jws.header().has(name)) {
                throw new InvalidJwtException("the header has " + name);
            }
        }
        TrustedKey key = select(jws);
        if (!matches(jws, key)) {
            throw new InvalidJwtException("the signature is wrong");
        }
        return key;
    }

    private TrustedKey select(CompactJws jws) throws InvalidJwtException {
        if (jws.keyId().isEmpty()) {
            List<TrustedKey> fitting = keys.keys().stream()
                    .filter(key -> key.fits(jws.algorithm()))
                    .toList();
            if (fitting.size() != 1) {
                throw new InvalidJwtException("the token has no kid and " + fitting.size() + " keys fit");
            }
            return fitting.get(0);
        }
        TrustedKey key = keys.keys().stream()
                .filter(candidate -> candidate.id().equals(jws.keyId()))
                .findFirst()
                .orElseThrow(() -> new UnknownKeyException(jws.keyId()));
        if (!key.fits(jws.algorithm())) {
            throw new InvalidJwtException("alg is not that of the key");
        }
        return key;
    }

    private boolean matches(CompactJws jws, TrustedKey key) {
        try {
            if (key.publicKey() instanceof RSAPublicKey rsa) {
                return matches(jws, new RSASSAVerifier(rsa));
            }
            if (key.publicKey() instanceof ECPublicKey ec) {
                return matches(jws, new ECDSAVerifier(ec));
            }
            // For this nimbus would need another library; the JDK does it itself.
            SignatureCheck ed25519 = new SignatureCheck(SigningAlgorithm.EDDSA, key.publicKey(), provider);
            return ed25519.matches(jws.signingInput(), jws.signature());
        } catch (JOSEException e) {
            // Some providers throw for a malformed signature.
            return false;
        }
    }

    private boolean matches(CompactJws jws, JWSVerifier verifier) throws JOSEException {
        if (provider != null) {
            verifier.getJCAContext().setProvider(provider);
        }
        // Made afresh: the header of the token was judged by us, and its parser has no say.
        JWSHeader header = new JWSHeader(JWSAlgorithm.parse(jws.algorithm()));
        return verifier.verify(header, jws.signingInput(), Base64URL.encode(jws.signature()));
    }
}
