package io.bourse.jose;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a workload, as the standard SPIFFE-ID sections 2.1 to 2.4 has it.
 *
 * @param trustDomain whose keys prove the id; in lower case
 * @param path begins with a slash; empty if the id is that of the trust domain itself
 */
public record SpiffeId(String trustDomain, String path) {

    public static final String SCHEME = "spiffe://";

    private static final int MAX_LENGTH = 2048;
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.\\.?$)[A-Za-z0-9._-]+");

    /** Empty unless it is written exactly as the standard says. */
    public static Optional<SpiffeId> parse(String text) {
        if (!text.startsWith(SCHEME) || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int slash = text.indexOf('/', SCHEME.length());
        String trustDomain = text.substring(SCHEME.length(), slash < 0 ? text.length() : slash);
        String path = slash < 0 ? "" : text.substring(slash);
        return isTrustDomain(trustDomain) && isPath(path)
                ? Optional.of(new SpiffeId(trustDomain, path))
                : Optional.empty();
    }

    public static boolean isTrustDomain(String text) {
        return TRUST_DOMAIN.matcher(text).matches();
    }

    private static boolean isPath(String path) {
        if (path.isEmpty()) {
            return true;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                return false;
            }
        }
        return true;
    }

    /** The id of its trust domain: who issues it. */
    public String authority() {
        return SCHEME + trustDomain;
    }

    public boolean isWorkload() {
        return !path.isEmpty();
    }
}
