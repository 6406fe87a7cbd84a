package io.bourse.crypto;

import javax.crypto.SecretKey;

/**
 * A key for HMAC-SHA-256 that was derived from a master key.
 *
 * @param id names it in what it authenticates; not a secret, but derived from the master key, so the same everywhere
 */
public record MacKey(int id, SecretKey key) {

    @Override
    public String toString() {
        return "MacKey[" + Integer.toHexString(id) + "]";
    }
}
