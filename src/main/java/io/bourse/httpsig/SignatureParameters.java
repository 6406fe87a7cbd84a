package io.bourse.httpsig;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of an Authorization header (RFC 9110 section 11.2): {@code name="text"} or {@code name=token}, apart by
 * commas, with white space around them or not. Texts are without escapes: nothing that is signed with needs any.
 */
final class SignatureParameters {

    private static final int MAX_PARAMETERS = 16;

    /** Possessive, so that a hostile header is read once and never again. */
    private static final Pattern PARAMETER =
            Pattern.compile("[ \\t]*+([A-Za-z][A-Za-z0-9_-]{0,31}+)=(?:\"([\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]*+)\""
                    + "|([A-Za-z0-9!#$%&'*+.^_`|~-]++))[ \\t]*+(,|\\z)");

    private SignatureParameters() {}

    /** Values by the name in lower case; an empty text is a value. */
    static Map<String, String> parse(String text) throws InvalidSignatureException {
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        int position = 0;
        boolean more = true;
        while (more) {
            if (!parameter.region(position, text.length()).lookingAt() || parameters.size() == MAX_PARAMETERS) {
                throw new InvalidSignatureException("the Authorization header is malformed");
            }
            String name = parameter.group(1).toLowerCase(Locale.ROOT);
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            if (parameters.put(name, value) != null) {
                throw new InvalidSignatureException("the Authorization header says something twice");
            }
            position = parameter.end();
            more = parameter.group(4).equals(",");
        }
        return parameters;
    }
}
