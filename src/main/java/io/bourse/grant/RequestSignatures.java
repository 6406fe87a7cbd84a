package io.bourse.grant;

import io.bourse.client.ClientCredentials.SignedRequest;
import io.bourse.client.ProvedClient;
import io.bourse.client.SignedRequests;
import io.bourse.client.SingleUse;
import io.bourse.crypto.Computation;
import io.bourse.httpsig.InvalidSignatureException;
import io.bourse.httpsig.SignatureVerifier;
import io.bourse.httpsig.VerifiedSignature;
import io.bourse.oauth.OAuthException;
import io.bourse.principal.Principal;
import io.vertx.core.Future;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Believes a signed request by the key that its key id names: first whose key that is, then the signature over everything
 * that counts, and last whether it is brought for the first time.
 */
public final class RequestSignatures implements SignedRequests {

    private static final String PURPOSE = "signature";

    /** Covers what the clocks of two nodes may differ by. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

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
        return find(request)
                .compose(found -> {
                    RSAPublicKey key = VerificationKey.of(
                            request.signature().bytes(),
                            found.map(SignerKey::key).orElse(null));
                    return found.filter(signer -> signer.key().equals(key))
                            .map(signer -> proved(request, signer))
                            .orElseGet(() -> unproved(request, key, found.isPresent()));
                })
                .recover(ProvedClient::disbelieved);
    }

    private Future<Optional<SignerKey>> find(SignedRequest request) {
        String keyId = request.signature().keyId();
        return keyId.startsWith(Principal.SESSION_TOKEN)
                ? sessions.find(keyId.substring(Principal.SESSION_TOKEN.length()), request.claimed())
                        .map(Optional::of)
                : registered.find(keyId);
    }

    private Future<ProvedClient> proved(SignedRequest request, SignerKey signer) {
        return verified(request, signer.key())
                .map(verified -> requireClaimed(request, signer, verified))
                .compose(this::spend)
                .map(spent -> ProvedClient.signedBy(signer.signer(), signer.client()));
    }

    /** Takes as long as for a key that is known and can have made it: whether it is, is nobody's business. */
    private Future<ProvedClient> unproved(SignedRequest request, RSAPublicKey nobodys, boolean known) {
        return computation.run(() -> {
            try {
                verifier.verify(request.signature(), request.message(), nobodys);
            } catch (InvalidSignatureException likely) {
                // By nobody's key nothing is proved, be it good or not.
            }
            throw OAuthException.invalidClient(
                    known
                            ? "signature: it has a length or a value that none of its key has"
                            : "no principal that is switched on has this key id");
        });
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
}
