package io.bourse.http;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** When whoever was told that we cannot answer now should come again (RFC 9110 section 10.2.3). */
public final class RetryAfter {

    public static final String HEADER = "Retry-After";

    private static final int MAX_SECONDS = 5;

    private RetryAfter() {}

    /** Spread over some seconds, or all callers would come back at once. */
    public static String soon() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(1, MAX_SECONDS + 1));
    }

    static Map<String, String> header() {
        return Map.of(HEADER, soon());
    }
}
