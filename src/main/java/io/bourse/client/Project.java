package io.bourse.client;

/** A group of clients and users that is switched on and off as one. */
public record Project(String id, boolean enabled) {}
