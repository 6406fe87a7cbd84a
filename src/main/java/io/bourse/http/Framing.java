package io.bourse.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/** What the HTTP decoder lets pass and a server behind proxies must not (RFC 9112 sections 3.2 and 6.1). */
final class Framing {

    private Framing() {}

    /** Why two readers could understand the message differently; empty if they could not. */
    static Optional<HttpFailure> flaw(HttpServerRequest request) {
        // Absolute and authority forms are for proxies, and no client sends them to anybody else. RFC 9112 section
        // 3.2.2 would have the absolute one taken, and its host instead of the header's. But the header is what the
        // proxy in front looked at, and what a signature covers: with two hosts a request can be read in two ways.
        if (request.path() == null || !request.uri().startsWith("/")) {
            return flaw("the request target is not a path");
        }
        boolean http10 = request.version() == HttpVersion.HTTP_1_0;
        int hosts = request.headers().getAll(HttpHeaders.HOST).size();
        if (hosts > 1 || hosts == 0 && !http10) {
            return flaw(hosts + " Host headers");
        }
        if (request.headers().contains("")) {
            return flaw("a header without a name");
        }
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.isEmpty() ? Optional.empty() : codingFlaw(request, codings, http10);
    }

    private static Optional<HttpFailure> codingFlaw(HttpServerRequest request, List<String> codings, boolean http10) {
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            return flaw("a transfer coding other than chunked");
        }
        if (http10 || request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            return flaw("Transfer-Encoding with Content-Length or HTTP/1.0");
        }
        return Optional.empty();
    }

    private static Optional<HttpFailure> flaw(String detail) {
        return Optional.of(HttpFailure.badRequest(detail));
    }
}
