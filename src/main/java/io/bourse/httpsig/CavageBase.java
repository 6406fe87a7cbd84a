package io.bourse.httpsig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The signing string of draft-cavage-http-signatures-12 section 2.3: a line {@code name: value} for each covered part,
 * names in lower case, values of one name joined by a comma.
 */
record CavageBase(List<String> covered) implements SignatureBase {

    static final String REQUEST_TARGET = "(request-target)";

    @Override
    public byte[] of(SignedMessage message) throws InvalidSignatureException {
        List<String> lines = new ArrayList<>(covered.size());
        for (String name : covered) {
            lines.add(name + ": " + value(name, message));
        }
        // As HTTP headers come: one byte a character.
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String value(String name, SignedMessage message) throws InvalidSignatureException {
        return name.equals(REQUEST_TARGET)
                ? message.method().toLowerCase(Locale.ROOT) + " " + message.target()
                : joined(message.header(name));
    }

    private static String joined(List<String> values) throws InvalidSignatureException {
        if (values.isEmpty()) {
            throw new InvalidSignatureException("covers a header that the message does not have");
        }
        return values.stream().map(String::strip).collect(Collectors.joining(", "));
    }
}
