package io.bourse.policy;

import io.bourse.oauth.ClientId;

/** Where a token comes from, as an exchange entry names it. */
public sealed interface TokenOrigin {

    /** We issued it to this client. */
    record Ours(ClientId client) implements TokenOrigin {

        @Override
        public String toString() {
            return "client " + client;
        }
    }

    /** A provider issued it; the id is that of its entry. */
    record Foreign(String provider) implements TokenOrigin {

        @Override
        public String toString() {
            return "provider " + provider;
        }
    }
}
