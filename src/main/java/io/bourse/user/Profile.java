package io.bourse.user;

import io.bourse.oauth.SaneText;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of a user. None of it decides who somebody is.
 *
 * @param name as it is shown to people, such as {@code Ada Lovelace}; null if unknown
 * @param locale a language tag (BCP 47), such as {@code en} or {@code pt-BR}; null if unknown
 * @param timezone a name of the IANA time zone database, such as {@code Etc/UTC}; null if unknown
 * @param passwordAllowReset whether the user may ask for a new password; kept for the systems that ask for it
 * @param passwordRequireUpdate whether the password, though right, logs nobody in until it was replaced
 */
public record Profile(
        @Nullable String name,
        @Nullable String locale,
        @Nullable String timezone,
        boolean passwordAllowReset,
        boolean passwordRequireUpdate) {

    /** Nothing is known. */
    public static final Profile EMPTY = new Profile(null, null, null, false, false);

    /** The most that a name has. */
    public static final int MAX_NAME = 200;

    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());
    private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}");

    /** Whether the text may be shown as somebody's name. */
    public static boolean isName(String text) {
        return SaneText.is(text, MAX_NAME);
    }

    public static boolean isLocale(String text) {
        return LOCALE.matcher(text).matches();
    }

    public static boolean isTimezone(String text) {
        return ZONES.contains(text);
    }
}
