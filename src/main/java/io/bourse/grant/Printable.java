package io.bourse.grant;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text that may hold what a token or a caller says, made safe to show: one line, no command to a terminal, not long. */
public final class Printable {

    /** Longer than any line of ours, and short enough that what a token says hides nothing else. */
    static final int MAX_LENGTH = 500;

    private static final String CUT = "...";

    /** Controls, marks that turn the direction of writing or are not seen, line ends, and what is no character. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Printable() {}

    /** The text with what is unsafe written as {@code \}{@code u001b}, cut where it is longer than 500 characters. */
    public static String of(String text) {
        String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        String safe = UNSAFE.matcher(shown).replaceAll(found -> Matcher.quoteReplacement(escaped(found.group())));
        boolean cut = text.length() > MAX_LENGTH || safe.length() > MAX_LENGTH;
        return cut ? safe.substring(0, Math.min(safe.length(), MAX_LENGTH - CUT.length())) + CUT : safe;
    }

    private static String escaped(String character) {
        return character.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }
}
