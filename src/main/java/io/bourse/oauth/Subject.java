package io.bourse.oauth;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom a token speaks for. The kind travels as the claim {@code sub_type}, so that a client is never taken for a user
 * whose id it carries (RFC 9700 section 4.15).
 *
 * @param id the user's id (a UUID), the client's id, or {@code provider|name} of a workload; no id of a provider has the bar
 */
public record Subject(Kind kind, String id) {

    private static final char BAR = '|';

    public enum Kind {
        USER,
        CLIENT,
        /** A program that a provider vouches for, such as a pod by its service account; we keep no record of it. */
        WORKLOAD;

        /** The value of {@code sub_type}. */
        public String claim() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind whose {@link #claim} this is; empty if there is none. */
        public static Optional<Kind> of(String claim) {
            return Stream.of(values())
                    .filter(kind -> kind.claim().equals(claim))
                    .findFirst();
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

    /** @param name the provider's name for it */
    public static Subject workload(String provider, String name) {
        return new Subject(Kind.WORKLOAD, provider + BAR + name);
    }

    /** The id of the provider that vouches for the workload of this id; empty if it is not {@code provider|name}. */
    public static Optional<String> providerOfWorkload(String id) {
        int bar = id.indexOf(BAR);
        return bar > 0 && bar < id.length() - 1 ? Optional.of(id.substring(0, bar)) : Optional.empty();
    }

    public boolean isUser() {
        return kind == Kind.USER;
    }

    @Override
    public String toString() {
        return kind.claim() + ":" + id;
    }
}
