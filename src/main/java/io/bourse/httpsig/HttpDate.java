package io.bourse.httpsig;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one form of a date that is still sent, IMF-fixdate (RFC 9110 section 5.6.7). The name of the day is passed over:
 * Oracle's published example has a wrong one.
 */
final class HttpDate {

    private static final Pattern FORM = Pattern.compile("[A-Z][a-z]{2}, (\\d{1,2} [A-Z][a-z]{2} \\d{4} [0-9:]{8}) GMT");

    private static final DateTimeFormatter REST = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NOT_NEGATIVE)
            .appendPattern(" MMM uuuu HH:mm:ss")
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);

    private HttpDate() {}

    static Instant parse(String text) throws InvalidSignatureException {
        Matcher date = FORM.matcher(text);
        try {
            if (date.matches()) {
                return LocalDateTime.parse(date.group(1), REST).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException impossible) {
            throw new InvalidSignatureException("its date does not exist");
        }
        throw new InvalidSignatureException("its date is malformed");
    }
}
