package io.bourse.token;

import io.bourse.crypto.MacKey;
import io.bourse.crypto.MasterKeys;
import io.bourse.oauth.ClientId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * Refresh tokens are computed, never stored: {@code brt_} and base64url of version, key id, family, generation and an
 * HMAC-SHA-256 tag over all of it and the client's id. So a forged token, or one shown by another client, is told
 * apart without asking the database, a stolen database yields none, and the successor of a generation is always the
 * same text.
 */
public final class RefreshTokens {

    public static final String PREFIX = "brt_";

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int TAG_BYTES = 32;
    private static final int BODY_BYTES = 1 + 4 + 16 + 4;
    private static final int TEXT_LENGTH = PREFIX.length() + (BODY_BYTES + TAG_BYTES) * 4 / 3;

    private final MasterKeys keys;

    public RefreshTokens(MasterKeys keys) {
        this.keys = keys;
    }

    /** What a refresh token says; its tag has been checked. */
    public record Content(UUID family, int generation) {}

    /** The token of this family and generation, for this client only. Not to be logged. */
    public String encode(UUID family, int generation, ClientId client) {
        MacKey key = keys.macKeys().get(0);
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .put(VERSION)
                .putInt(key.id())
                .putLong(family.getMostSignificantBits())
                .putLong(family.getLeastSignificantBits())
                .putInt(generation)
                .array();
        byte[] token = ByteBuffer.allocate(BODY_BYTES + TAG_BYTES)
                .put(body)
                .put(tag(key, body, client))
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * What the token claims, read without any check. Good for one thing only: to look up the family whose client
     * {@link #verify} then needs. Empty if it has not the form of ours.
     */
    public static Optional<UUID> claimedFamily(String token) {
        return bytes(token).map(ByteBuffer::wrap).map(buffer -> new UUID(buffer.getLong(5), buffer.getLong(13)));
    }

    /** What the token says; empty if we did not make it, or not for this client. Takes the same time either way. */
    public Optional<Content> verify(String token, ClientId client) {
        return bytes(token).flatMap(bytes -> verify(bytes, client));
    }

    private static Optional<byte[]> bytes(String token) {
        if (token.length() != TEXT_LENGTH || !token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            // the decoder takes padding, which ours has not
            return bytes.length == BODY_BYTES + TAG_BYTES ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private Optional<Content> verify(byte[] bytes, ClientId client) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] body = new byte[BODY_BYTES];
        byte[] tag = new byte[TAG_BYTES];
        buffer.get(body).get(tag).rewind();
        byte version = buffer.get();
        Optional<MacKey> key = keys.findMacKey(buffer.getInt());
        if (version != VERSION || key.isEmpty() || !MessageDigest.isEqual(tag, tag(key.get(), body, client))) {
            return Optional.empty();
        }
        UUID family = new UUID(buffer.getLong(), buffer.getLong());
        return Optional.of(new Content(family, buffer.getInt()));
    }

    private static byte[] tag(MacKey key, byte[] body, ClientId client) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key.key());
            mac.update(body);
            return mac.doFinal(client.value().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
