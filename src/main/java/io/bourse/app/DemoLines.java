package io.bourse.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.jose.InvalidJsonException;
import io.bourse.jose.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lines to print, and calls of the demo's own, which make what some lines show. Blocks while it calls. */
final class DemoLines {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final String issuer;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();
    private final List<String> lines = new ArrayList<>();

    DemoLines(String issuer) {
        this.issuer = issuer;
    }

    /** For each call a title and a line that a shell runs as it is. */
    List<String> all() {
        return List.copyOf(lines);
    }

    String issuer() {
        return issuer;
    }

    void show(String title, String path, Map<String, String> who, Map<String, String> what) {
        Map<String, String> fields = new LinkedHashMap<>(who);
        fields.putAll(what);
        String data = fields.entrySet().stream()
                .map(field -> " --data-urlencode '" + field.getKey() + "=" + field.getValue() + "'")
                .collect(Collectors.joining());
        show(title, issuer + path + data);
    }

    void show(String title, String call) {
        lines.add("# " + title);
        lines.add("curl -sS " + call);
    }

    JsonNode token(Map<String, String> who, Map<String, String> grant) {
        Map<String, String> fields = new LinkedHashMap<>(who);
        fields.putAll(grant);
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(fields)))
                .build();
        return send(request);
    }

    JsonNode send(HttpRequest request) {
        try {
            HttpRequest limited = HttpRequest.newBuilder(request, (name, value) -> true)
                    .timeout(DEADLINE)
                    .build();
            HttpResponse<byte[]> response = client.send(limited, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return StrictJson.parseObject(response.body());
            }
            throw new CommandFailure(Main.FAILED, List.of("a call of the demo's own failed: " + response.statusCode()));
        } catch (IOException | InvalidJsonException e) {
            throw new CommandFailure(Main.FAILED, List.of("a call of the demo's own failed: " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Main.FAILED, List.of("interrupted"));
        }
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static Map<String, String> form(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
