package io.bourse.revocation;

import io.bourse.bus.BusMessage;

/** The command was carried out: durable, and dead on this node. */
public enum Revoked implements BusMessage {
    DURABLY
}
