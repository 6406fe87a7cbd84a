package io.bourse.db;

import io.bourse.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who we are there.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param password null if the server asks for none
 * @param rootCertificate PEM file of the authorities to trust; null for those that the JVM trusts
 */
public record DatabaseAddress(
        String host,
        int port,
        String database,
        String user,
        @Nullable Secret password,
        Tls tls,
        @Nullable Path rootCertificate) {

    /** The {@code sslmode}s of libpq, less {@code allow}. */
    public enum Tls {
        DISABLE,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL
    }

    public DatabaseAddress withDatabase(String name) {
        return new DatabaseAddress(host, port, name, user, password, tls, rootCertificate);
    }

    public DatabaseAddress withPassword(Secret secret) {
        return new DatabaseAddress(host, port, database, user, secret, tls, rootCertificate);
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
