package io.bourse.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Liveness and readiness, for the management port. Liveness asks nothing of anybody; readiness asks checks that must
 * answer at once from what they know.
 */
public final class HealthEndpoint implements Door {

    private final Map<String, BooleanSupplier> checks;
    private final Draining draining;
    private final ErrorShape errors;

    /** @param checks by the name under which the answer shows them; asked on the event loop */
    public HealthEndpoint(Map<String, BooleanSupplier> checks, Draining draining, ErrorShape errors) {
        this.checks = new LinkedHashMap<>(checks);
        this.draining = draining;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "health";
    }

    @Override
    public void routes(RouteTable routes) {
        routes.get("/health/live", HealthEndpoint::live).get("/health/ready", this::ready);
    }

    @Override
    public ErrorShape errors() {
        return errors;
    }

    private static Future<Answer> live(Call call) {
        return Future.succeededFuture(Answer.json(200, json -> json.writeStringField("status", "UP")));
    }

    private Future<Answer> ready(Call call) {
        Map<String, Boolean> results = new LinkedHashMap<>();
        results.put("serving", !draining.isDraining());
        checks.forEach((name, check) -> results.put(name, check.getAsBoolean()));
        boolean up = !results.containsValue(false);
        return Future.succeededFuture(Answer.json(up ? 200 : 503, json -> write(json, up, results)));
    }

    private static void write(JsonGenerator json, boolean up, Map<String, Boolean> results) throws IOException {
        json.writeStringField("status", word(up));
        json.writeObjectFieldStart("checks");
        for (Map.Entry<String, Boolean> result : results.entrySet()) {
            json.writeStringField(result.getKey(), word(result.getValue()));
        }
        json.writeEndObject();
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
