package io.bourse.grant;

import java.util.function.Supplier;

/**
 * Hears what a decision saw, step by step, for whoever asks why. Hears no token and no secret. Serving a request, nobody
 * listens, and nothing is put into words: what is to be told is called only if somebody listens.
 */
public interface Trace {

    /** Nobody listens. */
    Trace NONE = (step, seen) -> {};

    /** What was compared and found good. */
    void hear(Step step, Supplier<String> seen);

    /** What was compared and found wanting; the decision need not end with it, another entry may fit. */
    default void miss(Step step, Supplier<String> seen) {}

    /** The decision has come to this step: what refuses the request before the next one refuses it here. */
    default void at(Step step) {}

    /** What in the entries would have to be changed for this step not to refuse the request, where that is plain. */
    default void advise(Supplier<String> remedy) {}

    /** The steps of a decision, by the order in design.md section 1; a grant takes those that it has. */
    enum Step {
        /** Can the request be understood. */
        REQUEST,
        /** Who asks. */
        CLIENT,
        /** May the client use the grant. */
        GRANT,
        /** Which provider is trusted with a foreign token. */
        TRUST,
        /** What the token or the password was proved to be. */
        PROOF,
        /** Whether the client holds the token rightly. */
        HOLDER,
        /** Which exchange entry said what. */
        POLICY,
        /** For whom the token speaks, and whether all are in good standing. */
        SUBJECT,
        /** Whether what may be used but once was used before. */
        SINGLE_USE,
        /** Whom the new token may be meant for. */
        TARGET,
        /** What it may carry. */
        SCOPE,
        /** When it ends, and why then. */
        LIFETIME,
        /** Whether a refresh token goes with it. */
        REFRESH,
        /** What is to be issued. */
        ISSUE
    }
}
