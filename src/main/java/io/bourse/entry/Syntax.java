package io.bourse.entry;

import io.bourse.oauth.SaneText;
import io.bourse.oauth.Scopes;
import io.bourse.policy.Target;
import io.bourse.provider.ExternalIdentity;
import io.bourse.user.EmailAddress;
import io.bourse.user.LoginName;
import io.bourse.user.Profile;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What single values must look like. Each answer is what is wrong, or empty. */
final class Syntax {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:/@+-]{0,199}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,500}");
    private static final Pattern USERNAME =
            Pattern.compile("[^\\p{Cntrl}\\s](?:[^\\p{Cntrl}]{0,198}[^\\p{Cntrl}\\s])?");

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

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

    /** Another name of a target, as a request has it (RFC 8707 section 2). */
    static Optional<String> resource(String value) {
        if (value.contains("*")) {
            return Optional.of(wildcard(value));
        }
        return Target.isResource(value) && value.length() <= Target.MAX_NAME_LENGTH
                ? Optional.empty()
                : Optional.of(
                        "holds " + Problems.quote(value) + "; a resource is an absolute URI without fragment, of at"
                                + " most " + Target.MAX_NAME_LENGTH + " characters");
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

    /** The name of nobody looks like an id: it would name one user in an address and another in a token. */
    static Optional<String> username(String value) {
        if (UUID_TEXT.matcher(value.strip().toLowerCase(Locale.ROOT)).matches()) {
            return Optional.of("must not be a UUID, in small letters or capitals: that is what ids of users look like");
        }
        return USERNAME.matcher(value).matches() && !LoginName.of(value).value().isEmpty()
                ? Optional.empty()
                : Optional.of("must be 1 to 200 characters, without control characters and surrounding space");
    }

    static Optional<String> userId(String value) {
        return UUID_TEXT.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("must be the id of a user who is there already, a UUID in lower case");
    }

    static Optional<String> name(String value) {
        return Profile.isName(value)
                ? Optional.empty()
                : Optional.of("must be 1 to " + Profile.MAX_NAME + " characters, without control characters");
    }

    static Optional<String> locale(String value) {
        return Profile.isLocale(value) ? Optional.empty() : Optional.of("must be a language tag, such as en or pt-BR");
    }

    static Optional<String> timezone(String value) {
        return Profile.isTimezone(value)
                ? Optional.empty()
                : Optional.of("must be a name of the time zone database, such as Europe/Lisbon");
    }

    /** The address of a user who has a user name, and so logs in with it. */
    static Optional<String> email(String value) {
        return EmailAddress.is(value) ? Optional.empty() : Optional.of("must be one e-mail address");
    }

    /** What the address of any other user may be: whatever the provider says that made the user. */
    static Optional<String> claimedEmail(String value) {
        return SaneText.is(value, ExternalIdentity.MAX_EMAIL)
                ? Optional.empty()
                : Optional.of("must be 1 to " + ExternalIdentity.MAX_EMAIL + " characters, without control characters");
    }
}
