package io.bourse.app.demo;

import io.bourse.app.demo.DemoTokens.Login;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small identity provider that hands out tokens to whoever asks, and therefore listens on loopback only. As
 * {@code demo-oidc} it issues JWTs and publishes its keys; as {@code demo-userinfo} it issues opaque tokens and answers
 * userinfo (OpenID Connect Core section 5.3) and introspection (RFC 7662); as {@code demo-cluster} it issues tokens like
 * those of Kubernetes service accounts.
 */
public final class DemoIdentityProvider {

    public static final String AUDIENCE = "bourse-demo";

    /** With these Bourse authenticates at the introspection endpoint. */
    public static final String CLIENT_ID = "bourse-demo";

    public static final String CLIENT_SECRET = "demo-idp-secret";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration MAX_LIFETIME = Duration.ofHours(1);
    private static final int MAX_VALUE = 255;
    private static final int IDLE_SECONDS = 30;

    private static final String INDEX = """
            The demo identity provider: hands out external tokens.
            POST /oidc/token      form: sub, [email], [aud=bourse-demo], [lifetime=300] -> access_token, id_token (JWTs)
            POST /cluster/token   form: namespace, serviceaccount, [aud=bourse-demo], [lifetime] -> access_token, as in a pod
            GET  /oidc/jwks       the keys of those
            POST /userinfo/token  the same form -> access_token (opaque)
            GET  /userinfo        Authorization: Bearer <access_token>
            POST /introspect      Authorization: Basic, form: token
            """;

    private final Vertx vertx;
    private final int port;
    private final DemoTokens tokens;
    private @Nullable HttpServer server;

    /** @param port where it will listen; 0 lets the system choose */
    public DemoIdentityProvider(Vertx vertx, int port, InstantSource clock) {
        this.vertx = vertx;
        this.port = port;
        this.tokens = new DemoTokens(clock);
    }

    /** The value of {@code iss}; known once it listens, for it holds the port. */
    public String issuer() {
        return address() + "/oidc";
    }

    /** Where it listens, without a path. */
    public String address() {
        return "http://" + LOOPBACK + ":" + (server == null ? port : server.actualPort());
    }

    /** A JWT of {@code demo-oidc} for the demo's audience, good for an hour. */
    public String mintJwt(String subject) {
        return tokens.jwt(issuer(), "JWT", login(subject));
    }

    /** An opaque token of {@code demo-userinfo} for the demo's audience, good for an hour. */
    public String mintOpaque(String subject) {
        return tokens.opaque(login(subject));
    }

    /** A token of {@code demo-cluster}, good for an hour, as it would lie in a pod of this service account. */
    public String mintServiceAccount(String namespace, String name) {
        return serviceAccount(namespace, name, AUDIENCE, LIFETIME);
    }

    private String serviceAccount(String namespace, String name, String audience, Duration lifetime) {
        String subject = "system:serviceaccount:" + namespace + ":" + name;
        return tokens.serviceAccount(
                address() + "/cluster", namespace, name, tokens.login(subject, null, audience, lifetime));
    }

    private Login login(String subject) {
        return tokens.login(subject, subject + "@idp.example", AUDIENCE, LIFETIME);
    }

    /** Fails if the port is taken. */
    public Future<Void> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(LOOPBACK)
                .setPort(port)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false);
        HttpServer created = vertx.createHttpServer(options).requestHandler(this::handle);
        server = created;
        return created.listen().mapEmpty();
    }

    public Future<Void> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private void handle(HttpServerRequest request) {
        switch (request.method() + " " + request.path()) {
            case "GET /" -> answer(request, 200, "text/plain; charset=utf-8", INDEX);
            case "GET /oidc/jwks" -> answer(request, 200, "application/json", tokens.jwks());
            case "GET /userinfo" -> userInfo(request);
            case "POST /oidc/token" -> form(request, this::issueJwts);
            case "POST /cluster/token" -> form(request, this::issueServiceAccount);
            case "POST /userinfo/token" -> form(request, this::issueOpaque);
            case "POST /introspect" -> form(request, form -> introspect(request, form));
            default -> json(request, 404, error("not_found"));
        }
    }

    private void form(HttpServerRequest request, FormHandler handler) {
        request.setExpectMultipart(true);
        request.end()
                .map(end -> handler.answer(request.formAttributes()))
                .onSuccess(answer -> json(request, 200, answer))
                .onFailure(failure -> json(request, 400, error("invalid_request")));
    }

    /** Answers a form; throws if it is no good. */
    private interface FormHandler {
        JsonObject answer(MultiMap form);
    }

    private JsonObject issueJwts(MultiMap form) {
        Login login = login(form);
        return issued(tokens.jwt(issuer(), "at+jwt", login), form).put("id_token", tokens.jwt(issuer(), "JWT", login));
    }

    private JsonObject issueServiceAccount(MultiMap form) {
        String namespace = value(form, "namespace").orElseThrow();
        String name = value(form, "serviceaccount").orElseThrow();
        return issued(serviceAccount(namespace, name, audience(form), lifetime(form)), form);
    }

    private JsonObject issueOpaque(MultiMap form) {
        return issued(tokens.opaque(login(form)), form);
    }

    private static JsonObject issued(String accessToken, MultiMap form) {
        return new JsonObject()
                .put("access_token", accessToken)
                .put("token_type", "Bearer")
                .put("expires_in", lifetime(form).toSeconds());
    }

    private Login login(MultiMap form) {
        String subject = value(form, "sub").orElseThrow();
        return tokens.login(subject, value(form, "email").orElse(null), audience(form), lifetime(form));
    }

    private static String audience(MultiMap form) {
        return value(form, "aud").orElse(AUDIENCE);
    }

    private static Duration lifetime(MultiMap form) {
        Duration asked = value(form, "lifetime")
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(LIFETIME);
        if (asked.isNegative() || asked.isZero() || asked.compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("lifetime");
        }
        return asked;
    }

    private static Optional<String> value(MultiMap form, String name) {
        return Optional.ofNullable(form.get(name)).filter(value -> !value.isBlank() && value.length() <= MAX_VALUE);
    }

    private void userInfo(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        Optional<Login> login = Optional.ofNullable(header)
                .filter(value -> value.startsWith("Bearer "))
                .flatMap(value -> tokens.find(value.substring("Bearer ".length())));
        if (login.isEmpty()) {
            json(request, 401, error("invalid_token"));
            return;
        }
        JsonObject user = new JsonObject().put("sub", login.get().subject());
        json(
                request,
                200,
                login.get().email() == null
                        ? user
                        : user.put("email", login.get().email()));
    }

    private JsonObject introspect(HttpServerRequest request, MultiMap form) {
        byte[] pair = (CLIENT_ID + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8);
        String expected = "Basic " + Base64.getEncoder().encodeToString(pair);
        if (!expected.equals(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            throw new IllegalArgumentException("credentials");
        }
        return value(form, "token")
                .flatMap(tokens::find)
                .map(DemoIdentityProvider::active)
                .orElseGet(() -> new JsonObject().put("active", false));
    }

    private static JsonObject active(Login login) {
        return new JsonObject()
                .put("active", true)
                .put("sub", login.subject())
                .put("aud", login.audience())
                .put("client_id", login.audience())
                .put("exp", login.expiresAt().getEpochSecond());
    }

    private static JsonObject error(String code) {
        return new JsonObject().put("error", code);
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        answer(request, status, "application/json", body.encode());
    }

    private static void answer(HttpServerRequest request, int status, String type, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body)
                // The caller has gone: nobody is left to tell.
                .onFailure(ignored -> {});
    }
}
