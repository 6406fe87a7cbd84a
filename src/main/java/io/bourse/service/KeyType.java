package io.bourse.service;

/** What a key is for. The order is that of the numbers on the wire of mojzu/sso. */
public enum KeyType {
    /** Stands for whoever has it. */
    KEY,
    /** Assigns a user to a service: while it is active, the user may have tokens there. */
    TOKEN,
    /** A second factor; kept, and asked for by nobody here. */
    TOTP;

    /** Whether a user has one active at a service at most. */
    public boolean isSingle() {
        return this != KEY;
    }
}
