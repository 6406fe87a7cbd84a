package io.bourse.httpsig;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Authorization: Signature ...} (draft-cavage-http-signatures-12 section 2 and 3). */
public final class CavageSignature {

    /** No Authorization header that we read is longer: a session token is the longest part. */
    public static final int MAX_LENGTH = 16_384;

    private static final String SCHEME = "Signature";
    private static final int MAX_COVERED = 32;
    private static final int MAX_SIGNATURE_LENGTH = 1_400;
    private static final Pattern OLDER = Pattern.compile("rsa|hmac|ecdsa");
    private static final Pattern NAME = Pattern.compile("\\([a-z-]{1,32}\\)|[a-z0-9!#$%&'*+.^_`|~-]{1,64}");

    private CavageSignature() {}

    /** Whether an Authorization header is in this scheme at all. */
    public static boolean isScheme(String authorization) {
        return authorization.split("[ \t]", 2)[0].equalsIgnoreCase(SCHEME);
    }

    /**
     * Reads the header. Names of parameters may be in any case and order; those that we do not know count for nothing.
     *
     * @throws InvalidSignatureException if it is malformed, too long, says something twice, lacks the key id or the
     *     signature, or covers a time of its own that its algorithm does not know
     */
    public static HttpSignature parse(String authorization) throws InvalidSignatureException {
        if (!isScheme(authorization)) {
            throw new InvalidSignatureException("the Authorization header is of another scheme");
        }
        if (authorization.length() > MAX_LENGTH) {
            throw new InvalidSignatureException("the Authorization header is too long");
        }
        Map<String, String> parameters = SignatureParameters.parse(authorization.substring(SCHEME.length()));
        List<String> covered = covered(parameters.get("headers"));
        String algorithm = parameters.get("algorithm");
        requireNoTimes(covered, algorithm);
        return new HttpSignature(
                require(parameters, "keyid"),
                algorithm,
                parameters.get("version"),
                covered,
                time(parameters.get("expires")),
                new CavageBase(covered, time(parameters.get("created"))),
                bytes(require(parameters, "signature")));
    }

    private static String require(Map<String, String> parameters, String name) throws InvalidSignatureException {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new InvalidSignatureException("there is no " + name);
        }
        return value;
    }

    /** Without the parameter only the date is covered (section 2.1.6, of older drafts); an empty one is an error. */
    private static List<String> covered(@Nullable String headers) throws InvalidSignatureException {
        if (headers == null) {
            return List.of("date");
        }
        List<String> names = List.of(headers.toLowerCase(Locale.ROOT).split(" ", -1));
        Set<String> once = new HashSet<>(names);
        boolean wellFormed = names.stream().allMatch(name -> NAME.matcher(name).matches());
        if (!wellFormed || names.size() > MAX_COVERED || once.size() != names.size()) {
            throw new InvalidSignatureException("the list of headers is malformed, too long or names one twice");
        }
        return names;
    }

    /** The older algorithms know no times of the signature's own (section 2.3): they would be covered and mean nothing. */
    private static void requireNoTimes(List<String> covered, @Nullable String algorithm)
            throws InvalidSignatureException {
        boolean times = covered.contains(CavageBase.CREATED) || covered.contains("(expires)");
        if (times && algorithm != null && OLDER.matcher(algorithm).lookingAt()) {
            throw new InvalidSignatureException("covers a time that goes not with its algorithm");
        }
    }

    private static @Nullable Instant time(@Nullable String seconds) throws InvalidSignatureException {
        try {
            return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException malformed) {
            throw new InvalidSignatureException("a time is no number of seconds");
        }
    }

    private static byte[] bytes(String base64) throws InvalidSignatureException {
        if (base64.length() > MAX_SIGNATURE_LENGTH) {
            throw new InvalidSignatureException("the signature is too long");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidSignatureException("the signature is not base64");
        }
    }
}
