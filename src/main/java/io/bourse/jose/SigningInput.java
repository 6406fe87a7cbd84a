package io.bourse.jose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/**
 * What of a token is the same however often it is spelled. A signature is not: of an ECDSA signature (r, s) there is a
 * twin (r, -s) that everybody can compute and every verifier takes.
 */
public final class SigningInput {

    private SigningInput() {}

    /**
     * The part of a compact JWS (RFC 7515 section 3.1) that its signature covers; of any other text the whole. Reads
     * nothing of the signature, so that it says the same of each of its spellings, and proves nothing.
     */
    public static String of(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        boolean threeParts = first > 0 && second > 0 && token.indexOf('.', second + 1) < 0;
        return threeParts && isHeader(token.substring(0, first)) ? token.substring(0, second) : token;
    }

    /** Another issuer's opaque token may have dots as well, and its secret behind the last one. */
    private static boolean isHeader(String part) {
        try {
            JsonNode header = StrictJson.parse(Base64.getUrlDecoder().decode(part));
            return header.path("alg").isTextual();
        } catch (IllegalArgumentException | InvalidJsonException opaque) {
            return false;
        }
    }
}
