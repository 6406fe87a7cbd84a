package io.bourse.provider;

import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call to a provider.
 *
 * @param uri from the provider's entry, never from a token or an answer
 * @param authorization the value of {@code Authorization}; null sends none
 * @param form the body, form-encoded; null sends none
 */
record OutboundRequest(
        HttpMethod method,
        String uri,
        @Nullable String authorization,
        @Nullable String form) {

    static OutboundRequest get(String uri, @Nullable String authorization) {
        return new OutboundRequest(HttpMethod.GET, uri, authorization, null);
    }

    static OutboundRequest post(String uri, String authorization, Map<String, String> form) {
        String body = new TreeMap<>(form)
                .entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return new OutboundRequest(HttpMethod.POST, uri, authorization, body);
    }

    /** The value as {@code application/x-www-form-urlencoded} writes it. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Names only the address: the rest is secret. */
    @Override
    public String toString() {
        return "OutboundRequest[" + method + " " + uri + "]";
    }
}
