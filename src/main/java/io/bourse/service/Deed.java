package io.bourse.service;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was done by a key, as it is kept for services and operators to read.
 *
 * @param id a UUID
 * @param type such as {@code sso:AuthLocalLogin}, or what a service calls it
 * @param subject what it was done to; null if nothing in particular
 * @param statusCode the gRPC code of its outcome; null if it is not known yet
 * @param data a JSON object; holds no secret of ours
 * @param key the key by which it was done
 * @param service whose key that is; null for a root key
 * @param user the user who was meant, or who asked; null if none is known
 * @param userKey that user's key; null if none is known
 * @param agent what the caller's program calls itself
 * @param remote the address of the caller
 * @param forwarded what a proxy said of the caller, believed by nobody; null if none did
 */
public record Deed(
        String id,
        String type,
        @Nullable String subject,
        @Nullable Integer statusCode,
        String data,
        String key,
        @Nullable String service,
        @Nullable String user,
        @Nullable String userKey,
        String agent,
        String remote,
        @Nullable String forwarded,
        Instant createdAt,
        Instant updatedAt) {

    /** How the types of all begin that we keep ourselves. */
    public static final String OURS = "sso:";

    /** Whether only we keep deeds of this type, and nobody adds to them. */
    public static boolean isOurs(String type) {
        return type.regionMatches(true, 0, OURS, 0, OURS.length());
    }

    /**
     * Whether it was kept because this service asked for it, which may add to it.
     *
     * @param of null for operators
     */
    public boolean isCustom(@Nullable String of) {
        return !isOurs(type) && Objects.equals(service, of);
    }
}
