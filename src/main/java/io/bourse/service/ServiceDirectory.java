package io.bourse.service;

/**
 * The services of one project with their users, their keys and what was done by them.
 *
 * @param project its id. Keys are found whatever project they are of: whoever believes one asks
 */
public record ServiceDirectory(
        String project, ServiceRegistry services, AccountRegistry accounts, PgKeys keys, PgDeeds deeds) {}
