package io.bourse.http;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The id under which a request is found in the logs: the caller's own if it is harmless, else a new one. */
final class RequestId {

    static final String HEADER = "X-Request-Id";

    private static final int MAX_LENGTH = 64;

    private RequestId() {}

    /** @param given the values of the header */
    static String of(List<String> given) {
        return given.size() == 1 && isSane(given.get(0)) ? given.get(0) : random();
    }

    /** A version 4 UUID from the fast generator: an id is no secret, and this runs once a request. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    private static boolean isSane(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
