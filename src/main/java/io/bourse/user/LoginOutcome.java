package io.bourse.user;

import java.util.Locale;

/** What came of a user name and a password. Why they were refused is for operators: no caller may tell one from another. */
public sealed interface LoginOutcome {

    /** The user, enabled, by the password that is in force. */
    record Proved(User user) implements LoginOutcome {}

    /** The user, enabled and with a password: for whoever only asks. Whether it is the right one was not looked at. */
    record Assumed(User user) implements LoginOutcome {}

    /**
     * The user, enabled, by the password that is in force, which logs nobody in until it was replaced. For whoever only asks,
     * whether it is the right one was not looked at.
     */
    record Outdated(User user) implements LoginOutcome {}

    record Refused(Reason reason) implements LoginOutcome {}

    enum Reason {
        /** No user has a name that long. */
        NAME_TOO_LONG,
        /** Too many guesses at this user lately; the password was not looked at. */
        THROTTLED,
        UNKNOWN_USER,
        /** The user may not log in where it was asked; the password was not looked at. */
        NOT_ASSIGNED,
        DISABLED_USER,
        /** The user came from a provider, or was given none. */
        NO_PASSWORD,
        WRONG_PASSWORD,
        /** The password was right when it was read, and was changed, or the user switched off, while it was hashed. */
        CHANGED_MEANWHILE;

        /** In words, such as {@code wrong password}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
