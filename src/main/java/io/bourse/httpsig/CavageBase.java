package io.bourse.httpsig;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The signing string of draft-cavage-http-signatures-12 section 2.3: a line {@code name: value} for each covered part,
 * names in lower case, values of one name joined by a comma.
 *
 * @param created the time of the signature's own, of newer algorithms; null if it does not say
 */
record CavageBase(List<String> covered, @Nullable Instant created) implements SignatureBase {

    static final String CREATED = "(created)";

    private static final String REQUEST_TARGET = "(request-target)";

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
        return switch (name) {
            case REQUEST_TARGET -> message.method().toLowerCase(Locale.ROOT) + " " + message.target();
            case CREATED -> seconds(created);
            default -> joined(message.header(name));
        };
    }

    private static String seconds(@Nullable Instant time) throws InvalidSignatureException {
        if (time == null) {
            throw new InvalidSignatureException("covers a time that it does not name");
        }
        return Long.toString(time.getEpochSecond());
    }

    private static String joined(List<String> values) throws InvalidSignatureException {
        if (values.isEmpty()) {
            throw new InvalidSignatureException("covers a header that the message does not have");
        }
        return values.stream().map(String::strip).collect(Collectors.joining(", "));
    }
}
