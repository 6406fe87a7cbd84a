package io.bourse.service;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service, a part of it from its client's entry.
 *
 * @param id the client's, a UUID
 * @param project the client's
 * @param enabled whether the client's entry is
 * @param url where it is
 * @param localUrl where its users change their passwords; kept for the systems that ask for it, null if unknown
 */
public record ServiceProfile(
        String id,
        String project,
        boolean enabled,
        String name,
        String url,
        @Nullable String localUrl,
        Instant createdAt,
        Instant updatedAt) {}
