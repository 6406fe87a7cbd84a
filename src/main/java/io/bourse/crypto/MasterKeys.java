package io.bourse.crypto;

import io.bourse.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys under which secrets are kept in the database, the newest first. The newest seals; all of them open, so that
 * one can be replaced without a pause. Each purpose has a key of its own, derived from these. Immutable.
 */
public final class MasterKeys {

    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String VERSION = "v1";
    private static final String ID_LABEL = "bourse master key id v1";
    private static final String SEAL_LABEL = "bourse seal v1";
    private static final String MAC_LABEL = "bourse refresh token mac v1";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private record SealKey(String id, SecretKey key) {}

    private final SecureRandom random;
    private final List<SealKey> sealKeys;
    private final List<MacKey> macKeys;
    private final Map<Integer, MacKey> macKeysById = new HashMap<>();

    private MasterKeys(List<byte[]> keys, SecureRandom random) {
        this.random = random;
        this.sealKeys = keys.stream().map(MasterKeys::sealKey).toList();
        this.macKeys = keys.stream().map(MasterKeys::macKey).toList();
        macKeys.forEach(key -> macKeysById.put(key.id(), key));
    }

    /**
     * Reads one or several keys of 32 bytes in base64 or base64url, separated by commas or white space.
     *
     * @throws IllegalArgumentException if it is not that; the message holds no part of a key
     */
    public static MasterKeys parse(Secret text, SecureRandom random) {
        List<byte[]> keys = Arrays.stream(text.reveal().split("[,\\s]+"))
                .filter(item -> !item.isEmpty())
                .map(MasterKeys::parseKey)
                .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("holds no key; make one with: openssl rand -base64 32");
        }
        if (keys.stream().map(MasterKeys::id).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("holds the same key twice");
        }
        return new MasterKeys(keys, random);
    }

    private static byte[] parseKey(String item) {
        byte[] key;
        try {
            key = Base64.getUrlDecoder().decode(item.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            // No cause: it quotes a character of the key.
            throw new IllegalArgumentException(
                    "holds a key that is not base64; make one with: openssl rand -base64 32");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "holds a key of " + key.length + " bytes instead of 32; make one with: openssl rand -base64 32");
        }
        boolean placeholder = true;
        for (byte b : key) {
            placeholder &= b == key[0];
        }
        if (placeholder) {
            throw new IllegalArgumentException("holds a placeholder; make a key with: openssl rand -base64 32");
        }
        return key;
    }

    /** The text of a new key. */
    public static Secret generate(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Secret(Base64.getEncoder().encodeToString(key));
    }

    private static byte[] id(byte[] key, String label) {
        return Arrays.copyOf(Sha256.of(bytes(label), key), ID_BYTES);
    }

    private static String id(byte[] key) {
        return HexFormat.of().formatHex(id(key, ID_LABEL));
    }

    private static SealKey sealKey(byte[] key) {
        return new SealKey(id(key), new SecretKeySpec(derive(key, SEAL_LABEL), "AES"));
    }

    private static MacKey macKey(byte[] key) {
        int id = java.nio.ByteBuffer.wrap(id(key, MAC_LABEL)).getInt();
        return new MacKey(id, new SecretKeySpec(derive(key, MAC_LABEL), "HmacSHA256"));
    }

    private static byte[] derive(byte[] key, String label) {
        return Hkdf.derive(key, new byte[0], bytes(label), KEY_BYTES);
    }

    /**
     * Encrypts and authenticates under the newest key (AES-256-GCM).
     *
     * @param context what it is and where it stands, such as {@code signing_key:} and the id: it opens only there
     * @return {@code v1.<key id>.<base64url>}
     */
    public String seal(byte[] plain, String context) {
        SealKey key = sealKeys.get(0);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, context);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return VERSION + "." + key.id + "." + ENCODER.encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-256-GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} made under any of the keys.
     *
     * @throws CannotOpenException if none of the keys made it, it was sealed for another context, or it was changed
     */
    public byte[] open(String sealed, String context) throws CannotOpenException {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new CannotOpenException("it is not a sealed text");
        }
        SealKey key = sealKeys.stream()
                .filter(candidate -> candidate.id.equals(parts[1]))
                .findFirst()
                .orElseThrow(() -> new CannotOpenException("none of the master keys has sealed it; add the one with id "
                        + printableId(parts[1]) + " behind the newest"));
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[2]);
            if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
                throw new CannotOpenException("it is cut off");
            }
            return cipher(Cipher.DECRYPT_MODE, key, bytes, 0, context)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new CannotOpenException("it was changed, or sealed for another place");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, SealKey key, byte[] nonce, int offset, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.key, new GCMParameterSpec(TAG_BITS, nonce, offset, NONCE_BYTES));
        cipher.updateAAD(bytes(context));
        return cipher;
    }

    private static String printableId(String id) {
        return id.matches("[0-9a-f]{8}") ? id : "(unreadable)";
    }

    /** Whether the newest key sealed it; if not, open it and seal it again. */
    public boolean isSealedByNewest(String sealed) {
        return sealed.startsWith(VERSION + "." + sealKeys.get(0).id + ".");
    }

    /** Keys that authenticate refresh tokens, one a master key, the newest first. */
    public List<MacKey> macKeys() {
        return macKeys;
    }

    /** The key with this id. */
    public Optional<MacKey> findMacKey(int id) {
        return Optional.ofNullable(macKeysById.get(id));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "MasterKeys[" + sealKeys.size() + "]";
    }
}
