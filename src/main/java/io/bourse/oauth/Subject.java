package io.bourse.oauth;

import java.util.Locale;
import java.util.Objects;

/**
 * Whom a token speaks for. The kind travels as the claim {@code sub_type}, so that a client is never taken for a user
 * whose id it carries (RFC 9700 section 4.15).
 *
 * @param id the user's id (a UUID), or the client's id
 */
public record Subject(Kind kind, String id) {

    public enum Kind {
        USER,
        CLIENT;

        /** The value of {@code sub_type}. */
        public String claim() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Subject {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
    }

    public static Subject user(String id) {
        return new Subject(Kind.USER, id);
    }

    public static Subject client(ClientId id) {
        return new Subject(Kind.CLIENT, id.value());
    }

    public boolean isUser() {
        return kind == Kind.USER;
    }

    @Override
    public String toString() {
        return kind.claim() + ":" + id;
    }
}
