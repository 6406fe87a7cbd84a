package io.bourse.service;

/** The services of one project with their users, their keys and what was done by them. */
public record ServiceDirectory(ServiceRegistry services, AccountRegistry accounts, PgKeys keys, PgDeeds deeds) {}
