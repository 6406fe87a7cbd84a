package io.bourse.changelog;

import java.time.Instant;

/** Something that every replica must learn. Applying one twice, or two in another order, makes no difference. */
public sealed interface Change permits Change.Revoked, Change.EntryChanged {

    /**
     * Everything in which {@code ref} had a part before {@code notBefore} is dead. Kept until {@code until},
     * when nothing that it could kill is alive. Both are times of the database's clock.
     *
     * @param ref what {@link RevokedKind} says; never a token
     */
    record Revoked(RevokedKind kind, String ref, Instant notBefore, Instant until) implements Change {}

    /**
     * The entry is new, different or gone: whoever cached it must read it again.
     *
     * @param id {@link #ANY} if any entry of the kind may have changed
     */
    record EntryChanged(EntryKind kind, String id) implements Change {

        /** Is no entry's id. */
        public static final String ANY = "*";
    }

    enum RevokedKind {
        /** {@code ref} is a {@code jti}, or the lineage id of a foreign token. */
        TOKEN,
        /** {@code ref} is a family's id. */
        FAMILY,
        /** {@code ref} is a user's id, or a workload's. */
        USER,
        /** {@code ref} is a client's id. */
        CLIENT,
        /** {@code ref} is a user's id, a space, a client's id. */
        USER_AT_CLIENT,
        /** {@code ref} is the {@code kid} of a signing key. */
        KEY,
        /** {@code ref} is a provider's id. */
        PROVIDER,
        /** {@code ref} is an exchange entry's id. */
        EXCHANGE,
        /** {@code ref} is a principal's id. */
        PRINCIPAL
    }

    enum EntryKind {
        PROJECT,
        CLIENT,
        USER,
        PROVIDER,
        EXCHANGE,
        TARGET,
        PRINCIPAL,
        KEY
    }
}
