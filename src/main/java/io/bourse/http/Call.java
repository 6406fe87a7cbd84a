package io.bourse.http;

import io.bourse.logging.RequestIds;
import io.bourse.oauth.OAuthException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One HTTP request on its way through a door. Belongs to one event loop. */
public final class Call {

    private final RoutingContext context;
    private final Resource resource;
    private final String requestId;
    private final long startedNanos;
    private Buffer body = Buffer.buffer();
    private @Nullable String decisionId;
    private @Nullable Object note;

    Call(RoutingContext context, Resource resource, String requestId, long startedNanos) {
        this.context = context;
        this.resource = resource;
        this.requestId = requestId;
        this.startedNanos = startedNanos;
        RequestIds.enter(new RequestIds(requestId, null));
    }

    /** The id under which this request is logged; travels back as {@code X-Request-Id}. */
    public String requestId() {
        return requestId;
    }

    /** Notes the id of the decision that this request led to; travels back as {@code Bourse-Decision}. */
    public void decided(String decisionId) {
        this.decisionId = decisionId;
        RequestIds.enter(new RequestIds(requestId, decisionId));
    }

    /** The id of the decision; empty until there is one. */
    public Optional<String> decisionId() {
        return Optional.ofNullable(decisionId);
    }

    /** Keeps what an endpoint has to tell its door's guard; the latest counts. */
    public void note(Object told) {
        this.note = told;
    }

    /** What the endpoint told; empty if it told nothing of this type. */
    public <T> Optional<T> noted(Class<T> type) {
        return Optional.ofNullable(note).filter(type::isInstance).map(type::cast);
    }

    /** {@link System#nanoTime} when the head of the request had been read. */
    public long startedNanos() {
        return startedNanos;
    }

    /** The address of the socket's other end. Headers of proxies are never believed (RFC 9700 section 4.13). */
    public String remote() {
        return remote(request());
    }

    static String remote(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "unknown" : host;
    }

    /** The name of the door that answers. */
    public String door() {
        return resource.door();
    }

    /** The path as declared, never as sent; {@code unmatched} if nothing was declared there. */
    public String template() {
        return resource.template();
    }

    /** The method in upper case. */
    public String method() {
        return request().method().name();
    }

    /** The header's value if it was given exactly once. */
    public Optional<String> header(String name) {
        List<String> values = headers(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Every value of the header. */
    public List<String> headers(String name) {
        return request().headers().getAll(name);
    }

    /** Every header: its values in the order sent, by the name in lower case. */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new HashMap<>();
        request()
                .headers()
                .forEach((name, value) -> headers.computeIfAbsent(
                                name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                        .add(value));
        return headers;
    }

    /** The path and query as sent, for signatures over them; never to be logged. */
    public String uri() {
        return request().uri();
    }

    /** The part of the path that stands for this name in the template, percent-decoded. */
    public String pathParameter(String name) {
        return Optional.ofNullable(context.pathParam(name)).orElseThrow(HttpFailure::notFound);
    }

    /** The query string, parsed as strictly as a body. */
    public Form query() {
        return query(Set.of());
    }

    /** The query string; some names may be repeated. */
    public Form query(Set<String> repeatable) {
        String query = request().query();
        return query == null ? Form.EMPTY : Form.parse(Buffer.buffer(query), repeatable);
    }

    /** The body as sent, under the route's cap; empty if there was none. */
    public Buffer body() {
        return body;
    }

    /** @throws OAuthException {@code invalid_request} if the body is not UTF-8 */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw OAuthException.invalidRequest("the body is not UTF-8");
        }
    }

    /** Whether the body's type says JSON, for routes that take several types. */
    public boolean hasJson() {
        return hasType(Accepts.JSON_TYPE);
    }

    /** Whether the body's type says multipart, likewise. */
    public boolean hasMultipart() {
        return hasType(Multipart.TYPE);
    }

    private boolean hasType(String wanted) {
        return header("Content-Type")
                .map(type -> Accepts.lower(type.split(";", 2)[0]).equals(wanted))
                .orElse(false);
    }

    /**
     * The body as a form, of either kind that the route takes, in which {@code audience} and {@code resource} may be
     * repeated. A parameter that stands in the query as well is repeated (RFC 6749 section 3.2).
     *
     * @throws OAuthException {@code invalid_request} if it is malformed
     */
    public Form form() {
        return apartFromQuery(
                hasMultipart() && body.length() > 0
                        ? Multipart.parse(header("Content-Type").orElseThrow(), body, Form.TARGETS)
                        : Form.parse(body, Form.TARGETS));
    }

    private Form apartFromQuery(Form form) {
        requireApartFromQuery(form.names());
        return form;
    }

    /**
     * For dialects that read the body by themselves.
     *
     * @param names of what the body has
     * @throws OAuthException {@code invalid_request} if one of them stands in the query as well, or that is malformed
     */
    public void requireApartFromQuery(Set<String> names) {
        if (!Collections.disjoint(query(Form.TARGETS).names(), names)) {
            throw OAuthException.invalidRequest("a parameter in the body and in the query");
        }
    }

    /** @throws OAuthException {@code invalid_request} if the body is not one strict JSON object */
    public JsonBody json() {
        return JsonBody.parse(body);
    }

    /**
     * The fields of the body, whichever of the route's types it has: a form, or the members of a JSON object; none if it is
     * empty. What stands in the query as well is repeated, as for {@link #form}.
     *
     * @throws OAuthException {@code invalid_request} if it is malformed, or a member is no text
     */
    public Form fields() {
        return hasJson() && body.length() > 0 ? apartFromQuery(Form.of(json())) : form();
    }

    Resource resource() {
        return resource;
    }

    HttpServerRequest request() {
        return context.request();
    }

    void received(Buffer whole) {
        this.body = whole;
    }

    /** Names nothing that was sent. */
    @Override
    public String toString() {
        return "Call[" + method() + " " + template() + ", " + requestId + "]";
    }
}
