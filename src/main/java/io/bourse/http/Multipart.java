package io.bourse.http;

import io.bourse.oauth.OAuthException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code multipart/form-data} body (RFC 7578) of texts, as strictly as {@link Form} reads the other kind, and from
 * the same bytes in memory: nothing is mended, skipped or kept in a file. General decoders lose a part that was cut off,
 * clean names up, and take bare line feeds and nested bodies; to find that out afterwards would be to read it twice.
 *
 * <p>Refused are: files, nested bodies, other encodings and charsets than UTF-8, a preamble or an epilogue, a part without
 * exactly one {@code Content-Disposition}. Other fields of a part's head are ignored (RFC 7578 section 4.8).
 */
final class Multipart {

    static final String TYPE = "multipart/form-data";

    private static final int MAX_HEAD_BYTES = 1024;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    /** RFC 2046 section 5.1.1, without the space, which nobody sends. */
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([\\w'()+,./:=?-]{1,70})\"|([\\w'+.-]{1,70}))\\s*(?=;|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME =
            Pattern.compile("form-data[ \\t]*;[ \\t]*name=(?:\"([^\"\\\\]*)\"|([\\w.-]+))", Pattern.CASE_INSENSITIVE);

    private static final Pattern TEXT =
            Pattern.compile("text/plain([ \\t]*;[ \\t]*charset=\"?(utf-8|us-ascii)\"?)?", Pattern.CASE_INSENSITIVE);

    private static final Set<String> AS_IT_IS = Set.of("7bit", "8bit", "binary");

    private final byte[] bytes;
    private final byte[] delimiter;
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();

    private Multipart(byte[] bytes, String boundary) {
        this.bytes = bytes;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Parses a body.
     *
     * @param contentType of the body, with its boundary
     * @param repeatable names that may be given more than once
     * @throws OAuthException {@code invalid_request} if it is malformed, over a limit, or a name is repeated
     */
    static Form parse(String contentType, Buffer body, Set<String> repeatable) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw malformed("no boundary");
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        if (boundary.find()) {
            throw malformed("two boundaries");
        }
        Multipart multipart = new Multipart(body.getBytes(), text);
        multipart.read();
        return Form.of(multipart.fields, repeatable);
    }

    /** The first delimiter lacks the line end that belongs to those after it. */
    private void read() {
        if (!stands(delimiter, LINE_END.length, 0)) {
            throw malformed("does not begin with the boundary");
        }
        int position = delimiter.length - LINE_END.length;
        while (stands(LINE_END, 0, position)) {
            position = readPart(position + LINE_END.length);
        }
        boolean closed = position + 1 < bytes.length && bytes[position] == '-' && bytes[position + 1] == '-';
        int end = position + 2;
        if (!closed || !(end == bytes.length || end + LINE_END.length == bytes.length && stands(LINE_END, 0, end))) {
            throw malformed("a boundary is followed by neither a part nor the end");
        }
    }

    /** Reads the part that begins here; returns the position after the delimiter that ends it. */
    private int readPart(int start) {
        int headEnd = indexOf(HEAD_END, start, start + MAX_HEAD_BYTES);
        int valueStart = headEnd + HEAD_END.length;
        int valueEnd = indexOf(delimiter, valueStart, bytes.length);
        if (fields.size() == Form.MAX_FIELDS) {
            throw malformed("more than " + Form.MAX_FIELDS + " parts");
        }
        if (valueEnd - valueStart > Form.MAX_VALUE_BYTES) {
            throw malformed("a part is longer than " + Form.MAX_VALUE_BYTES + " bytes");
        }
        fields.add(Map.entry(name(text(start, headEnd)), text(valueStart, valueEnd)));
        return valueEnd + delimiter.length;
    }

    private static String name(String head) {
        String name = null;
        for (String line : head.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            String field = Accepts.lower(line.substring(0, Math.max(colon, 0)));
            String value = line.substring(colon + 1).strip();
            if (field.equals("content-disposition")) {
                Matcher matcher = NAME.matcher(value);
                if (name != null || !matcher.matches()) {
                    throw malformed("a disposition that names not just one field");
                }
                name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            } else if (!isHarmless(field, value)) {
                throw malformed("a part that is no text in UTF-8");
            }
        }
        if (name == null) {
            throw malformed("a part without a disposition");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > Form.MAX_NAME_BYTES) {
            throw malformed("a name longer than " + Form.MAX_NAME_BYTES + " bytes");
        }
        return name;
    }

    private static boolean isHarmless(String field, String value) {
        return switch (field) {
            case "" -> false;
            case "content-type" -> TEXT.matcher(value).matches();
            case "content-transfer-encoding" -> AS_IT_IS.contains(Accepts.lower(value));
            default -> true;
        };
    }

    private String text(int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a part is not UTF-8");
        }
    }

    /** Where this begins, no earlier than here; {@code limit} bounds where it may end, besides the body itself. */
    private int indexOf(byte[] wanted, int from, int limit) {
        int last = Math.min(limit, bytes.length) - wanted.length;
        for (int i = from; i <= last; i++) {
            if (stands(wanted, 0, i)) {
                return i;
            }
        }
        throw malformed("a part without an end");
    }

    /** Whether these bytes, but for the first few, stand at this position. */
    private boolean stands(byte[] wanted, int skipped, int position) {
        if (position + wanted.length - skipped > bytes.length) {
            return false;
        }
        for (int i = skipped; i < wanted.length; i++) {
            if (bytes[position + i - skipped] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static OAuthException malformed(String detail) {
        return OAuthException.invalidRequest("multipart: " + detail);
    }
}
