package io.bourse.oauth;

import java.util.Objects;

/** A client identifier (RFC 6749 section 2.2). Not a secret. Never equal to a user's id: the registry refuses it. */
public record ClientId(String value) {

    /** In characters. */
    public static final int MAX_LENGTH = 255;

    public ClientId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
