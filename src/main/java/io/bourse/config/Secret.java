package io.bourse.config;

import java.util.Objects;

/** A text that must not be printed. Equality is deliberately that of the object: compare secrets in constant time. */
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** The text itself; call it where it is used and keep no copy. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
