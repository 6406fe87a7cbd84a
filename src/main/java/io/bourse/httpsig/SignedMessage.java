package io.bourse.httpsig;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP request as it came, for signatures over it.
 *
 * @param method in upper case
 * @param target path and query as sent
 * @param headers every value by the name in lower case, in the order sent
 * @param body the raw bytes; empty if there are none. Not copied: nobody may change them
 */
public record SignedMessage(String method, String target, Map<String, List<String>> headers, byte[] body) {

    public SignedMessage {
        headers = Map.copyOf(headers);
    }

    /** Every value of the header, whatever case its name is in; empty if it is absent. */
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Its value. */
    String single(String name) throws InvalidSignatureException {
        List<String> values = header(name);
        if (values.size() != 1) {
            throw new InvalidSignatureException("the message has " + values.size() + " values of a header that counts");
        }
        return values.get(0);
    }

    /** Names nothing that was sent. */
    @Override
    public String toString() {
        return "SignedMessage[" + method + ", " + body.length + " bytes]";
    }
}
