package io.bourse.service;

import org.jspecify.annotations.Nullable;

/**
 * What is to become of a service; null leaves what is there.
 *
 * @param localUrl see {@link ServiceProfile}; "" takes it away
 */
public record ServiceChange(
        @Nullable Boolean enabled,
        @Nullable String name,
        @Nullable String url,
        @Nullable String localUrl) {}
