package io.bourse.service;

/**
 * The services of one project with their users, their keys and what was done by them. Keys and deeds are not told apart by
 * projects: if the setting that names the project was another before, those of its services are found as well. Whoever
 * believes a service's key asks of which project it is; a root key, which is of none, shows and changes those too.
 *
 * @param project its id
 */
public record ServiceDirectory(
        String project, ServiceRegistry services, AccountRegistry accounts, PgKeys keys, PgDeeds deeds) {}
