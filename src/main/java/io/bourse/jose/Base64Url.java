package io.bourse.jose;

import java.util.Base64;

/**
 * base64url without padding (RFC 7515 section 2), one text for one value: padding, white space, foreign characters
 * and unused bits that are not zero are refused.
 */
final class Base64Url {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** The sextets that leave the last four, or two, bits zero. */
    private static final String FOUR_ZERO_BITS = "AQgw";

    private static final String TWO_ZERO_BITS = "AEIMQUYcgkosw048";

    private Base64Url() {}

    static byte[] decode(String text) throws InvalidJwtException {
        int length = text.length();
        if (length > 0) {
            char last = text.charAt(length - 1);
            boolean canonical = switch (length % 4) {
                case 0 -> last != '=';
                case 2 -> FOUR_ZERO_BITS.indexOf(last) >= 0;
                case 3 -> TWO_ZERO_BITS.indexOf(last) >= 0;
                default -> false;
            };
            if (!canonical) {
                throw new InvalidJwtException("a part of the token is not canonical base64url");
            }
        }
        try {
            return DECODER.decode(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidJwtException("a part of the token is not base64url");
        }
    }

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The text as ASCII bytes. */
    static byte[] encodeBytes(byte[] bytes) {
        return ENCODER.encode(bytes);
    }
}
