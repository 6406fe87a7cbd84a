package io.bourse.httpsig;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that a request must be signed for to be signed for us: what somebody signed for another service must not count
 * here, whatever Host header it is brought with.
 *
 * @param names as a Host header has them, in lower case
 * @param loopback whether every name of this machine for itself counts, on any port
 */
public record SignedHosts(Set<String> names, boolean loopback) {

    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    public SignedHosts {
        names = Set.copyOf(names);
    }

    /**
     * The issuer's, and others under which callers reach it.
     *
     * @param issuer our public base URL; if it is on this machine, all of the machine's own names count
     * @param more such as {@code tokens.internal:8443}
     */
    public static SignedHosts of(String issuer, List<String> more) {
        String own = URI.create(issuer).getRawAuthority();
        Set<String> names = new HashSet<>(Set.of(own.toLowerCase(Locale.ROOT)));
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return new SignedHosts(names, LOOPBACK.matcher(own).matches());
    }

    boolean contains(String host) {
        return names.contains(host.toLowerCase(Locale.ROOT))
                || loopback && LOOPBACK.matcher(host).matches();
    }
}
