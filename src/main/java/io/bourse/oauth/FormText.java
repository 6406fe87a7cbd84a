package io.bourse.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The {@code application/x-www-form-urlencoded} decoding of one name or value, strict: a broken escape or bytes that
 * are no UTF-8 are an error, where common decoders put a replacement character and go on.
 */
public final class FormText {

    private FormText() {}

    /** @throws IllegalArgumentException if it cannot be decoded; the message holds nothing of the text */
    public static String decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return decode(bytes, 0, bytes.length);
    }

    /** Decodes the bytes from {@code start} inclusive to {@code end} exclusive, as {@link #decode(String)}. */
    public static String decode(byte[] bytes, int start, int end) {
        byte[] decoded = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == '%') {
                if (i + 2 >= end) {
                    throw new IllegalArgumentException("broken percent escape");
                }
                b = (byte) (hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]));
                i += 2;
            } else if (b == '+') {
                b = ' ';
            }
            decoded[length++] = b;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8");
        }
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw new IllegalArgumentException("broken percent escape");
        }
        return value;
    }
}
