package io.bourse.grant;

import java.util.List;

/**
 * For whom a token is asked.
 *
 * @param audiences every {@code audience} (RFC 8693 section 2.1), in order: any logical name
 * @param resources every {@code resource} (RFC 8707 section 2), in order: unchecked
 */
public record RequestedTargets(List<String> audiences, List<String> resources) {

    /** Nobody in particular. */
    public static final RequestedTargets NONE = new RequestedTargets(List.of(), List.of());

    public RequestedTargets {
        audiences = List.copyOf(audiences);
        resources = List.copyOf(resources);
    }
}
