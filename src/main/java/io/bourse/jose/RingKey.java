package io.bourse.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A signing key at work: headers encoded once, one {@link Signature} a thread, so that nothing is ever locked. */
final class RingKey {

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9+.-]{0,64}");

    private final SigningKey key;
    private final @Nullable Provider provider;
    private final SignatureCheck check;
    private final ThreadLocal<Signature> signers = ThreadLocal.withInitial(this::newSigner);
    private final Map<String, byte[]> headers = new ConcurrentHashMap<>();

    RingKey(SigningKey key, @Nullable Provider provider) {
        this.key = key;
        this.provider = provider;
        this.check = new SignatureCheck(key.algorithm(), key.publicKey(), provider);
    }

    SigningKey key() {
        return key;
    }

    String sign(String type, byte[] claims) {
        byte[] header = headers.computeIfAbsent(type, this::encodeHeader);
        byte[] payload = Base64Url.encodeBytes(claims);
        byte[] input = Arrays.copyOf(header, header.length + payload.length);
        System.arraycopy(payload, 0, input, header.length, payload.length);
        byte[] signature = Base64Url.encodeBytes(signature(input));
        byte[] compact = Arrays.copyOf(input, input.length + 1 + signature.length);
        compact[input.length] = '.';
        System.arraycopy(signature, 0, compact, input.length + 1, signature.length);
        return new String(compact, StandardCharsets.ISO_8859_1);
    }

    private byte[] signature(byte[] input) {
        try {
            Signature signer = signers.get();
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            signers.remove();
            throw new IllegalStateException("cannot sign with key " + key.id(), e);
        }
    }

    boolean verify(byte[] input, byte[] signature) {
        return check.matches(input, signature);
    }

    private byte[] encodeHeader(String type) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("not a value for typ");
        }
        // Nothing to escape: all three are of letters, digits and a few signs.
        String typ = type.isEmpty() ? "" : ",\"typ\":\"" + type + "\"";
        String json = "{\"alg\":\"" + key.algorithm().jwsName() + "\",\"kid\":\"" + key.id() + "\"" + typ + "}";
        String encoded = Base64Url.encode(json.getBytes(StandardCharsets.US_ASCII));
        return (encoded + ".").getBytes(StandardCharsets.US_ASCII);
    }

    private Signature newSigner() {
        try {
            Signature signer = key.algorithm().newSignature(provider);
            signer.initSign(key.privateKey());
            return signer;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the crypto provider cannot use key " + key.id(), e);
        }
    }
}
