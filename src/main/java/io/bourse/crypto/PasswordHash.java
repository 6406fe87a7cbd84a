package io.bourse.crypto;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An Argon2id hash (RFC 9106) in the PHC string format: {@code $argon2id$v=19$m=..,t=..,p=..$salt$hash}, read strictly:
 * these members in this order, no leading zeros, base64 without padding, a salt of 8 to 64 bytes, a hash of 32.
 */
@SuppressWarnings("ArrayRecordComponent")
record PasswordHash(PasswordCost cost, byte[] salt, byte[] hash) {

    static final int HASH_BYTES = 32;

    private static final int MIN_SALT_BYTES = 8;
    private static final int MAX_SALT_BYTES = 64;
    private static final String NUMBER = "([1-9][0-9]{0,6})";
    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=" + NUMBER + ",t=" + NUMBER + ",p="
            + NUMBER + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{43})");

    /** Computes the hash: takes tens of milliseconds and {@code cost.memoryKib()} of memory. */
    static PasswordHash compute(PasswordCost cost, byte[] salt, byte[] password) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password, hash);
        return new PasswordHash(cost, salt, hash);
    }

    /** @throws IllegalArgumentException if it is anything else, or costs more than we pay; the message is safe */
    static PasswordHash parse(String phc) {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an Argon2id PHC string");
        }
        PasswordCost cost = new PasswordCost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        byte[] salt = decode(matcher.group(4));
        if (salt.length < MIN_SALT_BYTES || salt.length > MAX_SALT_BYTES) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
        }
        return new PasswordHash(cost, salt, decode(matcher.group(5)));
    }

    private static byte[] decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        // Or several texts would stand for one hash.
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64");
        }
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the password has this hash; as slow as {@link #compute}. */
    boolean matches(byte[] password) {
        return Secrets.equal(hash, compute(cost, salt, password).hash);
    }

    String phc() {
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.iterations() + ",p=" + cost.parallelism() + "$"
                + encode(salt) + "$" + encode(hash);
    }
}
