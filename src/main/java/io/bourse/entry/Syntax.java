package io.bourse.entry;

import io.bourse.oauth.Scopes;
import io.bourse.user.LoginName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What single values must look like. Each answer is what is wrong, or empty. */
final class Syntax {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:/@+-]{0,199}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,500}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s\\p{Cntrl}@]{1,64}@[^\\s\\p{Cntrl}@]{1,255}");
    private static final Pattern USERNAME =
            Pattern.compile("[^\\p{Cntrl}\\s](?:[^\\p{Cntrl}]{0,198}[^\\p{Cntrl}\\s])?");

    private Syntax() {}

    static Optional<String> id(String value) {
        return ID.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("must be 1 to 200 of A-Z a-z 0-9 . _ ~ : / @ + -, beginning with a letter or digit");
    }

    static Optional<String> scope(String value) {
        if (value.contains("*")) {
            return Optional.of(wildcard(value));
        }
        return Scopes.isScopeToken(value)
                ? Optional.empty()
                : Optional.of("holds " + Problems.quote(value) + ", which is no scope (RFC 6749 section 3.3)");
    }

    /** An audience is an absolute URI without fragment (RFC 8707 section 2), or a plain name. */
    static Optional<String> audience(String value) {
        if (value.contains("*")) {
            return Optional.of(wildcard(value));
        }
        if (!PRINTABLE.matcher(value).matches() || value.contains("#") || !(isName(value) || isAbsolute(value))) {
            return Optional.of("holds " + Problems.quote(value)
                    + "; an audience is an absolute URI without fragment, or a name without spaces");
        }
        return Optional.empty();
    }

    private static String wildcard(String value) {
        return "holds " + Problems.quote(value) + "; a wildcard would allow what nobody listed, so list each";
    }

    private static boolean isName(String value) {
        return value.indexOf(':') < 0 && value.indexOf('/') < 0;
    }

    private static boolean isAbsolute(String value) {
        try {
            URI uri = new URI(value);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return uri.isAbsolute() && (!web || uri.getHost() != null);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static Optional<String> username(String value) {
        return USERNAME.matcher(value).matches() && !LoginName.of(value).value().isEmpty()
                ? Optional.empty()
                : Optional.of("must be 1 to 200 characters, without control characters and surrounding space");
    }

    static Optional<String> email(String value) {
        return EMAIL.matcher(value).matches() ? Optional.empty() : Optional.of("must be one e-mail address");
    }
}
