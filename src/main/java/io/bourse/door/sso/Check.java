package io.bourse.door.sso;

import io.bourse.oauth.SaneText;
import io.bourse.service.Deed;
import io.bourse.service.Naming;
import io.bourse.user.EmailAddress;
import io.bourse.user.Profile;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What single fields must look like. Each gives the value, or fails with {@code ValidationError}. */
final class Check {

    /** The registry's user names are no longer, and users are called by their addresses. */
    private static final int MAX_EMAIL = 200;

    private static final int MAX_LOCALE = 10;
    private static final int MAX_TIMEZONE = 50;
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 128;
    private static final int MAX_TEXT = 200;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Check() {}

    static String name(String value) {
        return require(value, Naming.isName(value), "a name must have 1 to " + Naming.MAX_NAME + " characters");
    }

    static String email(String value) {
        return require(
                value,
                value.length() <= MAX_EMAIL && EmailAddress.is(value),
                "email must be one address of at most " + MAX_EMAIL + " characters");
    }

    static String locale(String value) {
        return require(value, value.length() <= MAX_LOCALE && Profile.isLocale(value), "locale must be a language tag");
    }

    static String timezone(String value) {
        return require(
                value,
                value.length() <= MAX_TIMEZONE && Profile.isTimezone(value),
                "timezone must be a name of the IANA database");
    }

    /** One to be set; one that is tried may be anything. */
    static String newPassword(String value) {
        int length = value.codePointCount(0, value.length());
        return require(
                value,
                length >= MIN_PASSWORD && length <= MAX_PASSWORD && !value.isBlank(),
                "password must have " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters, not all of them space");
    }

    static String url(String value) {
        return require(value, Naming.isUrl(value), "a url must be an address of http or https");
    }

    /** What deeds are called, and what they are done to. */
    static String text(String value) {
        return require(value, SaneText.is(value, MAX_TEXT), "a text must have 1 to " + MAX_TEXT + " characters");
    }

    /** What a service calls a deed of its own. */
    static String deedType(String value) {
        return require(text(value), !Deed.isOurs(value), "the type of a deed must not begin with " + Deed.OURS);
    }

    static UUID id(String value) {
        return UUID.fromString(require(value, UUID_TEXT.matcher(value).matches(), "an id must be a UUID"));
    }

    /** A token or a key. */
    static String secret(Optional<String> value, int max) {
        String given = value.orElse("");
        return require(
                given,
                !given.isEmpty() && given.length() <= max,
                "a token, key or password must have 1 to " + max + " characters");
    }

    /** @param otherwise names the field or what it is, and never what was sent */
    private static String require(String value, boolean holds, String otherwise) {
        if (!holds) {
            throw SsoFailure.validation(otherwise);
        }
        return value;
    }
}
