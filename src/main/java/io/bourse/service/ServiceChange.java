package io.bourse.service;

import org.jspecify.annotations.Nullable;

/** What is to become of a service; null leaves what is there. */
public record ServiceChange(
        @Nullable Boolean enabled,
        @Nullable String name,
        @Nullable String url,
        @Nullable LocalUrl localUrl) {

    /** @param value see {@link ServiceProfile}; null takes it away */
    public record LocalUrl(@Nullable String value) {}
}
