package io.bourse.http;

import io.bourse.metrics.Metrics;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * The steps between a server and the doors, in order: framing, address, body, guard, method, query, content type, endpoint,
 * errors, answer, log. Immutable; shared by all event loops.
 */
public final class RequestPipeline {

    /** Parameters that must never stand in a query, where proxies and histories keep them (RFC 6749 section 2.3.1). */
    private static final Set<String> CREDENTIALS = Set.of(
            "access_token",
            "actor_token",
            "assertion",
            "client_assertion",
            "client_secret",
            "code",
            "externalAccessToken",
            "id_token",
            "password",
            "refresh_token",
            "subject_token",
            "token",
            "username");

    private final Routes routes;
    private final Cors cors;
    private final Draining draining;
    private final Metrics metrics;
    private final BodyBudget bodies;

    /** @param origins the browser origins that may call routes meant for browsers, exactly as browsers send them */
    public RequestPipeline(Routes routes, Set<String> origins, Draining draining, Metrics metrics) {
        this(routes, origins, draining, metrics, BodyBudget.ofHeap());
    }

    RequestPipeline(Routes routes, Set<String> origins, Draining draining, Metrics metrics, BodyBudget bodies) {
        this.routes = routes;
        this.cors = new Cors(origins);
        this.draining = draining;
        this.metrics = metrics;
        this.bodies = bodies;
    }

    /** The handler of one server. */
    Handler<HttpServerRequest> handler(Vertx vertx, ConnectionDeadlines deadlines) {
        Router router = Router.router(vertx)
                .errorHandler(400, context -> refuse(context.request(), HttpFailure.badRequest("undecodable path")));
        // One look-up instead of a walk along all routes; the router walks what has placeholders only.
        router.route().handler(context -> dispatch(context, deadlines));
        for (Resource resource : routes.templated()) {
            router.route(resource.template()).handler(context -> serveTemplated(context, resource, deadlines));
        }
        router.route().handler(context -> serve(context, unmatched(context), deadlines));
        return request -> receive(request, router);
    }

    /**
     * Answers what never became a call: a message that is not HTTP, or that could be read in two ways. In the words of
     * whoever claims its path, if that was read: of a request line that is too long it was not.
     */
    void refuse(HttpServerRequest request, HttpFailure failure) {
        Answer answer = routes.errors(request.path()).answer(ErrorResponder.ofHttp(failure));
        RequestLog.refused(request, failure);
        AnswerWriter.refuse(request, answer);
    }

    private void receive(HttpServerRequest request, Router router) {
        Optional<HttpFailure> flaw = Framing.flaw(request);
        if (flaw.isPresent()) {
            refuse(request, flaw.get());
        } else {
            router.handle(request);
        }
    }

    private Resource unmatched(RoutingContext context) {
        return routes.unmatched(context.request().path());
    }

    private void dispatch(RoutingContext context, ConnectionDeadlines deadlines) {
        Resource resource = routes.exact(context.request().path());
        if (resource != null) {
            serve(context, resource, deadlines);
        } else if (isDecodable(context)) {
            context.next();
        } else {
            serve(context, unmatched(context), deadlines, RequestPipeline::undecodable);
        }
    }

    /** Else the router itself would answer, which knows no door. */
    private static boolean isDecodable(RoutingContext context) {
        try {
            return context.normalizedPath() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The router lets a trailing slash pass and cleans the path up; we do neither. */
    private void serveTemplated(RoutingContext context, Resource resource, ConnectionDeadlines deadlines) {
        String path = context.request().path();
        if (path.equals(context.normalizedPath())
                && path.endsWith("/") == resource.template().endsWith("/")) {
            serve(context, resource, deadlines);
        } else {
            context.next();
        }
    }

    private void serve(RoutingContext context, Resource resource, ConnectionDeadlines deadlines) {
        serve(context, resource, deadlines, this::answer);
    }

    private void serve(RoutingContext context, Resource resource, ConnectionDeadlines deadlines, Endpoint endpoint) {
        HttpServerRequest request = context.request();
        String requestId = RequestId.of(request.headers().getAll(RequestId.HEADER));
        Call call = new Call(context, resource, requestId, System.nanoTime());
        resource.guard().began(call);
        ConnectionDeadlines.Watch watch = deadlines.headReceived(request.connection());
        AnswerWriter writer = new AnswerWriter(call, cors, draining, metrics, watch);
        BodyReader reader = new BodyReader(bodies, resource.maxBytes(call.method()));
        reader.read(request)
                .map(body -> received(call, body, watch))
                .compose(endpoint::answer)
                .onComplete(done -> reader.release())
                .onSuccess(answer -> writer.write(answer, null))
                .onFailure(failure -> writer.fail(failure));
    }

    private static Call received(Call call, Buffer body, ConnectionDeadlines.Watch watch) {
        watch.bodyReceived();
        call.received(body);
        return call;
    }

    private Future<Answer> answer(Call call) {
        if (cors.isPreflight(call)) {
            return Future.succeededFuture(cors.preflight(call));
        }
        call.resource().guard().admit(call);
        Route route = call.resource().require(call.method());
        if (route.method().equals("POST")) {
            refuseCredentialsInQuery(call);
        }
        route.accepts().check(call);
        return route.endpoint().answer(call);
    }

    /** What the router could not read belongs to whoever claims it as it was sent. */
    private static Future<Answer> undecodable(Call call) {
        call.resource().guard().admit(call);
        throw HttpFailure.badRequest("undecodable path");
    }

    private static void refuseCredentialsInQuery(Call call) {
        for (String name : call.query(Form.TARGETS).names()) {
            if (CREDENTIALS.contains(name)) {
                throw OAuthException.invalidRequest("a credential in the query");
            }
        }
    }
}
