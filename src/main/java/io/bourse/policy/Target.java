package io.bourse.policy;

import io.bourse.oauth.Scopes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An API that tokens are meant for. Registering one is optional: an audience that no entry registers means itself and
 * knows every scope.
 *
 * @param id what stands in {@code aud}
 * @param enabled whether new tokens may be meant for it
 * @param resources URIs that mean it too (RFC 8707 section 2); each means one target only
 * @param scopes what it knows: a token for it carries no other; null if it sets no limit
 */
public record Target(
        String id,
        boolean enabled,
        List<String> resources,
        @Nullable Scopes scopes) {

    /** No entry has a longer id or resource, nor lists a longer audience. */
    public static final int MAX_NAME_LENGTH = 500;

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]+");

    public Target {
        resources = List.copyOf(resources);
    }

    /** What nobody registered: it means itself. */
    public static Target unregistered(String name) {
        return new Target(name, true, List.of(), null);
    }

    /** Everything that means it; may hold a name twice. */
    public Stream<String> names() {
        return Stream.concat(Stream.of(id), resources.stream());
    }

    /** The scopes of these that it knows; {@link Scopes#OURS} are about no API and stay. */
    public Scopes known(Scopes asked) {
        return scopes == null ? asked : asked.filter(scope -> scopes.covers(scope) || Scopes.OURS.contains(scope));
    }

    /** Whether a {@code resource} is what it has to be: an absolute URI without fragment (RFC 8707 section 2). */
    public static boolean isResource(String value) {
        if (!PRINTABLE.matcher(value).matches()) {
            return false;
        }
        try {
            URI uri = new URI(value);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return uri.isAbsolute() && uri.getRawFragment() == null && (!web || uri.getRawAuthority() != null);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
