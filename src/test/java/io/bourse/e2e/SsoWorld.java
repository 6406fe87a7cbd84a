package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.TestNode.CreatedWithKey;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes, three services of which two exchange with each other, and a root key, as the commands make them. */
final class SsoWorld {

    static final String PASSWORD = "notes by the translator";

    private static SsoWorld shared;

    final TokenServer server = TokenServer.start(2, java.util.Map.of());
    final String rootKey = server.node(0).createRootKey("ops");
    final CreatedWithKey shop = server.node(0).createService("shop", true);
    final CreatedWithKey till = server.node(0).createService("till", true);
    final CreatedWithKey alone = server.node(0).createService("alone", false);
    private final AtomicInteger names = new AtomicInteger();

    /** One world for all tests, each of which uses users of its own; ends with the process. */
    static synchronized SsoWorld shared() {
        if (shared == null) {
            shared = new SsoWorld();
            Runtime.getRuntime().addShutdownHook(new Thread(shared.server::close));
        }
        return shared;
    }

    /** A user who may have tokens at the shop and at the till. */
    record Person(String id, String email, String shopKey, String tillKey) {}

    /** An address that nobody has yet. */
    String email() {
        return "user" + names.incrementAndGet() + "@example.com";
    }

    TokenAnswer post(String key, String path, String json) {
        return send(0, "POST", key, path, json);
    }

    TokenAnswer get(String key, String path) {
        return send(0, "GET", key, path, "");
    }

    TokenAnswer patch(String key, String path, String json) {
        return send(0, "PATCH", key, path, json);
    }

    TokenAnswer delete(String key, String path) {
        return send(0, "DELETE", key, path, "");
    }

    TokenAnswer send(int node, String method, String key, String path, String json) {
        return server.call(node, path)
                .method(method)
                .header("Authorization", key)
                .contentType("application/json")
                .raw(json)
                .send();
    }

    String user(String email) {
        return user(email, "");
    }

    /** @param more members, each with a comma before it */
    String user(String email, String more) {
        return ok(post(
                        shop.key(),
                        "/v1/user",
                        "{\"name\":\"Ada\",\"email\":\"%s\",\"password\":\"%s\"%s}".formatted(email, PASSWORD, more)))
                .at("/data/id")
                .asText();
    }

    /** The id of a TOKEN key of the user at the service. */
    String assign(CreatedWithKey service, String user) {
        return ok(post(
                        service.key(),
                        "/v1/key",
                        "{\"type\":\"TOKEN\",\"name\":\"token\",\"user_id\":\"%s\"}".formatted(user)))
                .at("/data/key/id")
                .asText();
    }

    Person person() {
        String email = email();
        String id = user(email);
        return new Person(id, email, assign(shop, id), assign(till, id));
    }

    TokenAnswer login(String key, String email, String password) {
        return post(
                key,
                "/v1/auth/provider/local/login",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
    }

    JsonNode login(Person person) {
        return ok(login(shop.key(), person.email(), PASSWORD));
    }

    static String access(JsonNode answer) {
        return answer.at("/access/token").asText();
    }

    static String refresh(JsonNode answer) {
        return answer.at("/refresh/token").asText();
    }

    TokenAnswer token(String key, String call, String token) {
        return token(0, key, call, token);
    }

    TokenAnswer token(int node, String key, String call, String token) {
        return send(node, "POST", key, "/v1/auth/token/" + call, "{\"token\":\"%s\"}".formatted(token));
    }

    /** The body of an answer with 200, in the dialect. */
    static JsonNode ok(TokenAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Grpc-Metadata-Content-Type")).isEqualTo("application/grpc");
        return answer.json();
    }

    /** Exactly this error, with the status that goes with its code. */
    static void refused(TokenAnswer answer, int status, int code, String name) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"%1$s\",\"code\":%2$d,\"message\":\"%1$s\"}".formatted(name, code));
    }

    /** What below {@code /auth/} refuses whatever is wrong with the request. */
    static void redacted(TokenAnswer answer) {
        refused(answer, 400, 3, "RedactedError");
    }
}
