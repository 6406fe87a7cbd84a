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
 * @param query added to the address's own, encoded; null adds none
 * @param authorization the value of {@code Authorization}; null sends none
 * @param body null sends none
 */
record OutboundRequest(
        HttpMethod method,
        String uri,
        @Nullable String query,
        @Nullable String authorization,
        @Nullable Body body) {

    record Body(String contentType, String text) {

        @Override
        public String toString() {
            return "Body[" + contentType + "]";
        }
    }

    static OutboundRequest get(String uri, @Nullable String authorization) {
        return new OutboundRequest(HttpMethod.GET, uri, null, authorization, null);
    }

    static OutboundRequest get(String uri, Map<String, String> query, String authorization) {
        return new OutboundRequest(HttpMethod.GET, uri, encoded(query), authorization, null);
    }

    static OutboundRequest post(String uri, @Nullable String authorization, Map<String, String> form) {
        Body body = new Body("application/x-www-form-urlencoded", encoded(form));
        return new OutboundRequest(HttpMethod.POST, uri, null, authorization, body);
    }

    static OutboundRequest postJson(String uri, String authorization, String json) {
        return new OutboundRequest(HttpMethod.POST, uri, null, authorization, new Body("application/json", json));
    }

    private static String encoded(Map<String, String> form) {
        return new TreeMap<>(form)
                .entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    /** The value as {@code application/x-www-form-urlencoded} writes it. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** What is asked for at the address, with the query that is added. */
    String target(ProviderAddress address) {
        if (query == null) {
            return address.target();
        }
        return address.target() + (address.target().contains("?") ? "&" : "?") + query;
    }

    /** Names only the address: the rest is secret. */
    @Override
    public String toString() {
        return "OutboundRequest[" + method + " " + uri + "]";
    }
}
