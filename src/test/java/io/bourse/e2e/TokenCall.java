package io.bourse.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A form call in the making: reads as the RFC's examples do. */
final class TokenCall {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI uri;
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final HttpRequest.Builder request;
    private String method = "POST";
    private BodyType type = BodyType.FORM;
    private String contentType;
    private String body;

    TokenCall(URI uri) {
        this.uri = uri;
        this.request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    }

    TokenCall method(String name) {
        this.method = name;
        return this;
    }

    TokenCall basic(String id, String secret) {
        sent.add(secret);
        String pair = encode(id) + ":" + encode(secret);
        return header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    TokenCall asDemo() {
        return basic("demo", "demo-secret");
    }

    TokenCall asGateway() {
        return basic("gateway", "gateway-secret");
    }

    /** By {@code client_secret_post}. */
    TokenCall post(String id, String secret) {
        return form("client_id", id).form("client_secret", secret);
    }

    /** By {@code private_key_jwt}. */
    TokenCall assertion(String jwt) {
        return form("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .form("client_assertion", jwt);
    }

    TokenCall header(String name, String value) {
        request.header(name, value);
        return this;
    }

    TokenCall grant(String type) {
        return form("grant_type", type);
    }

    TokenCall form(String name, String value) {
        sent.add(value);
        fields.add(Map.entry(name, value));
        return this;
    }

    /** Sends the fields in this way; as a form unless it is said. */
    TokenCall as(BodyType other) {
        this.type = other;
        return this;
    }

    TokenCall contentType(String other) {
        this.contentType = other;
        return this;
    }

    /** Sends this body instead of the form. */
    TokenCall raw(String text) {
        this.body = text;
        return this;
    }

    TokenAnswer send() {
        try {
            return new TokenAnswer(CLIENT.send(build(), HttpResponse.BodyHandlers.ofString()), sent);
        } catch (IOException e) {
            throw new IllegalStateException(uri.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<TokenAnswer> sendAsync() {
        return CLIENT.sendAsync(build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new TokenAnswer(response, sent));
    }

    private HttpRequest build() {
        String text = body == null ? type.write(fields) : body;
        String described = contentType == null ? type.contentType() : contentType;
        if (!described.isEmpty()) {
            request.header("Content-Type", described);
        }
        boolean hasBody = !method.equals("GET");
        return request.method(
                        method,
                        hasBody ? HttpRequest.BodyPublishers.ofString(text) : HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
