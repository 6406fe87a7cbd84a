package io.bourse.door.xoxoday;

import java.time.Duration;
import java.util.Locale;

/** Whom a token is for, as the last part of the path says; it bounds the access token's life. */
enum TokenKind {
    USER(Duration.ofDays(15)),
    COMPANY(Duration.ofDays(30));

    private final Duration longest;

    TokenKind(Duration longest) {
        this.longest = longest;
    }

    /** The most that an access token lives; the client's entry may say less. */
    Duration longest() {
        return longest;
    }

    /** As it stands in the path. */
    String segment() {
        return name().toLowerCase(Locale.ROOT);
    }
}
