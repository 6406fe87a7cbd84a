package io.bourse.token;

/**
 * What became of a presented refresh token. Whatever had to be written is committed when this is returned; by a store
 * that only looks, it is what would have become of it.
 */
public sealed interface Rotation {

    /**
     * The token is good: hand out the family's newest refresh token.
     *
     * @param family as it is now; its generation is the successor's
     * @param anomaly {@code NONE} usually
     */
    record Rotated(Family family, Anomaly anomaly) implements Rotation {}

    /** A token that had been replaced was used again: the family is revoked, durably and on this node. */
    record Reused(Family family) implements Rotation {}

    /** Nothing was changed. */
    record Refused(Reason reason) implements Rotation {}

    enum Anomaly {
        NONE,
        /** The immediate predecessor within the replay window: a retry, answered with the same successor. */
        REPLAYED,
        /** The row was behind the token, so the database lost writes (a restore, a failover); it has caught up. */
        ROW_WAS_BEHIND
    }

    enum Reason {
        /** There is none, or its lineage is of a form that this version cannot read. */
        UNKNOWN_FAMILY,
        OTHER_CLIENT,
        REVOKED,
        ENDED,
        IDLE_TOO_LONG,
        SCOPE_EXCEEDS_GRANT,
        TARGET_EXCEEDS_GRANT
    }
}
