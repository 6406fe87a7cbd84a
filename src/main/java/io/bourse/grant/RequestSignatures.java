package io.bourse.grant;

import io.bourse.client.ClientCredentials.SignedRequest;
import io.bourse.client.ProvedClient;
import io.bourse.client.SignedRequests;
import io.bourse.client.SingleUse;
import io.bourse.crypto.Computation;
import io.bourse.httpsig.InvalidSignatureException;
import io.bourse.httpsig.SignatureVerifier;
import io.bourse.httpsig.VerifiedSignature;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.principal.Principal;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;

/**
 * Believes a signed request by the key that its key id names: first whose key that is, then the signature over everything
 * that counts, and last whether it is brought for the first time.
 */
public final class RequestSignatures implements SignedRequests {

    private static final String PURPOSE = "signature";

    /** Covers what the clocks of two nodes may differ by. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final RSAPublicKey NOBODYS = nobodys();

    private final RegisteredKeys registered;
    private final SessionKeys sessions;
    private final SignatureVerifier verifier;
    private final Computation computation;
    private final SingleUse singleUse;

    public RequestSignatures(
            RegisteredKeys registered,
            SessionKeys sessions,
            SignatureVerifier verifier,
            Computation computation,
            SingleUse singleUse) {
        this.registered = registered;
        this.sessions = sessions;
        this.verifier = verifier;
        this.computation = computation;
        this.singleUse = singleUse;
    }

    @Override
    public Future<ProvedClient> prove(SignedRequest request) {
        return signerKey(request)
                .compose(key -> verified(request, key.key())
                        .map(verified -> requireClaimed(request, key, verified))
                        .compose(this::spend)
                        .map(spent -> ProvedClient.signedBy(key.signer(), key.client())))
                .recover(failure -> Future.failedFuture(asInvalidClient(failure)));
    }

    private Future<SignerKey> signerKey(SignedRequest request) {
        String keyId = request.signature().keyId();
        if (keyId.startsWith(Principal.SESSION_TOKEN)) {
            return sessions.find(keyId.substring(Principal.SESSION_TOKEN.length()), request.claimed());
        }
        return registered
                .find(keyId)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> unknown(request)));
    }

    /** Takes as long as for a key that is known: whether it is, is nobody's business. */
    private Future<SignerKey> unknown(SignedRequest request) {
        return verified(request, NOBODYS)
                .transform(any -> Future.failedFuture(
                        OAuthException.invalidClient("no principal that is switched on has this key id")));
    }

    /** A client that the request names has to be the one of the key; told to nobody who has not the key. */
    private static VerifiedSignature requireClaimed(
            SignedRequest request, SignerKey found, VerifiedSignature signature) {
        if (request.claimed() != null
                && !request.claimed().equals(found.client().id())) {
            throw OAuthException.invalidClient("the signer gets its tokens through another client than client_id says");
        }
        return signature;
    }

    private Future<VerifiedSignature> verified(SignedRequest request, RSAPublicKey key) {
        return computation.run(() -> {
            try {
                return verifier.verify(request.signature(), request.message(), key);
            } catch (InvalidSignatureException invalid) {
                throw OAuthException.invalidClient("signature: " + invalid.getMessage());
            }
        });
    }

    private Future<Void> spend(VerifiedSignature signature) {
        return singleUse
                .claim(PURPOSE, signature.id(), signature.until().plus(MARGIN))
                .map(first -> {
                    if (!first) {
                        throw OAuthException.invalidClient("the signature was used before");
                    }
                    return null;
                });
    }

    /** Why nobody was believed is for the log: to the caller all of it is one. */
    private static Throwable asInvalidClient(Throwable failure) {
        return failure instanceof OAuthException refusal && refusal.error() != OAuthError.TEMPORARILY_UNAVAILABLE
                ? OAuthException.invalidClient(String.valueOf(refusal.getMessage()))
                : failure;
    }

    /** Of the largest modulus: a signature above it is refused before anything is computed, and who calls chooses that. */
    private static RSAPublicKey nobodys() {
        try {
            BigInteger modulus = BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE);
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }
}
