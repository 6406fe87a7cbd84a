package io.bourse.bus;

/** A value that may travel on the bus: a record or an enum of immutable parts, never a token. */
public interface BusMessage {}
