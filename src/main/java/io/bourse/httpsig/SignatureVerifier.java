package io.bourse.httpsig;

import io.bourse.crypto.Secrets;
import io.bourse.crypto.Sha256;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks parsed signatures, whichever standard they were written by, against a profile. Immutable; computes, and takes as
 * long as an RSA verification.
 */
public final class SignatureVerifier {

    /** Methods whose requests are taken to have a body, also an empty one. */
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private static final String HOST = "host";

    private final SignatureProfile profile;
    private final Predicate<String> hosts;
    private final InstantSource clock;
    private final @Nullable Provider provider;

    /** @see #SignatureVerifier(SignatureProfile, Predicate, InstantSource, Provider) */
    public SignatureVerifier(
            SignatureProfile profile, SignedHosts hosts, InstantSource clock, @Nullable Provider provider) {
        this(profile, hosts::contains, clock, provider);
    }

    /**
     * @param hosts whether what is signed for this host is signed for us
     * @param provider computes the signatures; null leaves the choice to the JDK
     */
    SignatureVerifier(
            SignatureProfile profile, Predicate<String> hosts, InstantSource clock, @Nullable Provider provider) {
        this.profile = profile;
        this.hosts = hosts;
        this.clock = clock;
        this.provider = provider;
    }

    /**
     * Checks everything: what is covered, that each covered header stands once in the message, the host, the time, the
     * digest of the body, and last the signature.
     *
     * @throws InvalidSignatureException if anything is wrong; its message says what, for the log alone
     */
    public VerifiedSignature verify(HttpSignature signature, SignedMessage message, RSAPublicKey key)
            throws InvalidSignatureException {
        requireForm(signature);
        requireCover(signature, message);
        requireSingle(signature, message);
        if (!hosts.test(message.single(HOST))) {
            throw new InvalidSignatureException("it is for a host that is none of ours");
        }
        Instant until = requireFresh(signature, message);
        requireDigest(message);
        byte[] base = signature.base().of(message);
        requireMatch(signature, base, key);
        return new VerifiedSignature(id(key, base), until);
    }

    private void requireForm(HttpSignature signature) throws InvalidSignatureException {
        if (!profile.algorithm().equals(signature.algorithm())) {
            throw new InvalidSignatureException("its algorithm is not " + profile.algorithm());
        }
        if (profile.version() != null && !profile.version().equals(signature.version())) {
            throw new InvalidSignatureException("its version is not " + profile.version());
        }
    }

    private void requireCover(HttpSignature signature, SignedMessage message) throws InvalidSignatureException {
        Set<String> required = new HashSet<>(profile.covered());
        if (message.body().length > 0 || WITH_BODY.contains(message.method())) {
            required.addAll(profile.coveredWithBody());
        }
        required.removeAll(signature.covered());
        if (!required.isEmpty()) {
            throw new InvalidSignatureException("it does not cover " + required);
        }
        if (signature.covered().stream().noneMatch(profile.times()::contains)) {
            throw new InvalidSignatureException("it covers none of " + profile.times());
        }
    }

    /** Two values would be read as one by some, and as the first or the last of them by others. */
    private static void requireSingle(HttpSignature signature, SignedMessage message) throws InvalidSignatureException {
        for (String name : signature.covered()) {
            boolean header = name.charAt(0) != '(' && name.charAt(0) != '@';
            if (header && message.header(name).size() != 1) {
                throw new InvalidSignatureException(
                        "the message has " + message.header(name).size() + " values of a covered header");
            }
        }
    }

    /** After which it counts no more, whichever of its times is looked at. */
    private Instant requireFresh(HttpSignature signature, SignedMessage message) throws InvalidSignatureException {
        Instant now = clock.instant();
        Instant until = now.plus(profile.skew());
        for (String name : signature.covered()) {
            if (profile.times().contains(name)) {
                Instant time = HttpDate.parse(message.single(name));
                if (time.isBefore(now.minus(profile.skew())) || time.isAfter(now.plus(profile.skew()))) {
                    throw new InvalidSignatureException("its time is more than " + profile.skew() + " from now");
                }
                until = latest(until, time.plus(profile.skew()));
            }
        }
        if (signature.expires() != null && signature.expires().isBefore(now)) {
            throw new InvalidSignatureException("it has expired");
        }
        return until;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void requireDigest(SignedMessage message) throws InvalidSignatureException {
        List<String> told = message.header(profile.digest());
        if (told.isEmpty() && message.body().length == 0) {
            return;
        }
        String actual = Base64.getEncoder().encodeToString(Sha256.of(message.body()));
        if (!Secrets.equal(actual, message.single(profile.digest()))) {
            throw new InvalidSignatureException("the digest is not the body's");
        }
    }

    private void requireMatch(HttpSignature signature, byte[] base, RSAPublicKey key) throws InvalidSignatureException {
        if (key.getModulus().bitLength() < profile.minBits()) {
            throw new InvalidSignatureException("its key has fewer than " + profile.minBits() + " bits");
        }
        try {
            Signature check = provider == null
                    ? Signature.getInstance("SHA256withRSA")
                    : Signature.getInstance("SHA256withRSA", provider);
            check.initVerify(key);
            check.update(base);
            if (!check.verify(signature.bytes())) {
                throw new InvalidSignatureException("the key did not make it");
            }
        } catch (GeneralSecurityException malformed) {
            throw new InvalidSignatureException("it is malformed");
        }
    }

    /** By the key and not by its id: nobody signed that, and one key may have several. */
    private static String id(RSAPublicKey key, byte[] base) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(key.getEncoded(), base));
    }
}
