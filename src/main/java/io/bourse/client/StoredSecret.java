package io.bourse.client;

/**
 * How a client secret is kept. A secret that we generated has 256 bits of entropy and is kept as {@code sha256:} and
 * the hash in base64url; one that a person chose is kept as an Argon2id PHC string.
 */
public final class StoredSecret {

    public static final String SHA256_PREFIX = "sha256:";

    private StoredSecret() {}

    public static boolean isGenerated(String stored) {
        return stored.startsWith(SHA256_PREFIX);
    }
}
