package io.bourse.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP itself refuses, before any rule of OAuth is asked. The message is private detail; the caller sees the
 * description.
 */
public final class HttpFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** After these nobody knows where the next request begins. */
    private static final Set<Integer> ENDING = Set.of(400, 414, 417, 431);

    /** Registered ones; a made-up method is text of the caller's. */
    static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private final int status;
    private final String description;
    private final transient Map<String, String> headers;
    private final boolean endsConnection;
    private final @Nullable String refusedMethod;

    private HttpFailure(int status, String description, String detail, Map<String, String> headers) {
        this(status, description, detail, headers, ENDING.contains(status));
    }

    private HttpFailure(
            int status, String description, String detail, Map<String, String> headers, boolean endsConnection) {
        this(status, description, detail, headers, endsConnection, null);
    }

    private HttpFailure(
            int status,
            String description,
            String detail,
            Map<String, String> headers,
            boolean endsConnection,
            @Nullable String refusedMethod) {
        super(detail, null, false, false);
        this.status = status;
        this.description = description;
        this.headers = headers;
        this.endsConnection = endsConnection;
        this.refusedMethod = refusedMethod;
    }

    /** 400: the message is not HTTP as RFC 9112 has it. */
    static HttpFailure badRequest(String detail) {
        return new HttpFailure(400, "The HTTP request is malformed.", detail, Map.of());
    }

    static HttpFailure notFound() {
        return new HttpFailure(404, "There is nothing at this address.", "no such route", Map.of());
    }

    /**
     * 405.
     *
     * @param allow the methods that the route has, as {@code Allow} lists them (RFC 9110 section 10.2.1)
     */
    static HttpFailure methodNotAllowed(String allow, String method) {
        return new HttpFailure(
                405,
                "The method is not allowed here.",
                "method not allowed",
                Map.of("Allow", allow),
                false,
                METHODS.contains(method) ? method : null);
    }

    /** The rest of the body will be read and thrown away, so that whoever is sending it sees the answer. */
    static HttpFailure bodyTooLarge() {
        return new HttpFailure(413, "The request body is too large.", "body over the limit", Map.of(), false);
    }

    /** As {@link #bodyTooLarge}, but nobody knows how much is still to come. */
    static HttpFailure bodyWithoutEnd() {
        return new HttpFailure(413, "The request body is too large.", "body far over the limit", Map.of(), true);
    }

    static HttpFailure uriTooLong() {
        return new HttpFailure(414, "The request line is too long.", "request line over the limit", Map.of());
    }

    static HttpFailure unsupportedMediaType(String detail) {
        return new HttpFailure(415, "The content type or encoding is not supported.", detail, Map.of());
    }

    static HttpFailure expectationFailed() {
        return new HttpFailure(417, "The expectation cannot be met.", "unknown expectation", Map.of());
    }

    static HttpFailure headersTooLarge() {
        return new HttpFailure(431, "The request headers are too large.", "headers over the limit", Map.of());
    }

    /** Whether the rest of the connection cannot be trusted, or would cost too much to read. */
    boolean endsConnection() {
        return endsConnection;
    }

    /** The method that is not allowed, for dialects that name it; empty for a made-up one and for other failures. */
    public Optional<String> refusedMethod() {
        return Optional.ofNullable(refusedMethod);
    }

    int status() {
        return status;
    }

    String description() {
        return description;
    }

    Map<String, String> headers() {
        return headers;
    }
}
