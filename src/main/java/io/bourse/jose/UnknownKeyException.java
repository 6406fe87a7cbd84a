package io.bourse.jose;

/**
 * A token whose {@code kid} names none of the trusted keys. The issuer may have changed its keys: whoever fetches them
 * may look again, at a bounded rate, since anybody can make a {@code kid} up.
 */
public final class UnknownKeyException extends InvalidJwtException {

    private static final long serialVersionUID = 1L;

    private final String keyId;

    UnknownKeyException(String keyId) {
        super("no trusted key has the kid of the token");
        this.keyId = keyId;
    }

    /** The {@code kid} as the token says it: unproved, and not fit for a log as it is. */
    public String keyId() {
        return keyId;
    }
}
