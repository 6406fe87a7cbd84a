package io.bourse.user;

import java.util.regex.Pattern;

/**
 * One e-mail address, as browsers check it (HTML, section 4.10.5.1.5), with letters and digits of all scripts (RFC 6531). That
 * it could be one, that is: whether there is such a mailbox only a mail can tell.
 */
public final class EmailAddress {

    /** The most that an address has (RFC 5321 section 4.5.3.1.3, less the brackets). */
    public static final int MAX_LENGTH = 254;

    private static final String LETTER = "\\p{L}\\p{M}\\p{Nd}";
    private static final String LABEL = "[LETTER](?:[LETTER-]{0,61}[LETTER])?";
    private static final Pattern ADDRESS = Pattern.compile("[LETTER.!#$%&'*+/=?^_`{|}~-]{1,64}@LABEL(?:\\.LABEL)*"
            .replace("LABEL", LABEL)
            .replace("LETTER", LETTER));

    private EmailAddress() {}

    /** Whether the text is one. */
    public static boolean is(String text) {
        return text.length() <= MAX_LENGTH && ADDRESS.matcher(text).matches();
    }
}
