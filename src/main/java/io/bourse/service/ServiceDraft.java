package io.bourse.service;

import org.jspecify.annotations.Nullable;

/**
 * A service to be made.
 *
 * @param localUrl see {@link ServiceProfile}
 * @param exchanging whether it and the services made before may exchange each other's refresh tokens
 */
public record ServiceDraft(
        String name, String url, @Nullable String localUrl, boolean enabled, boolean exchanging) {}
