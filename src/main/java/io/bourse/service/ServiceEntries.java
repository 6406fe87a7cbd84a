package io.bourse.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The entries of a service, as a file would have them. It has tokens for its own users only, which are meant for itself;
 * what its tokens and logins live is what they live with mojzu/sso.
 */
final class ServiceEntries {

    private static final String SCOPE = "sso";

    private ServiceEntries() {}

    /** What the tokens of a service are meant for. */
    static String audience(String id) {
        return "urn:uuid:" + id;
    }

    /** The id of the entry by which one service exchanges what another hands on to it. */
    static String exchangeId(String from, String to) {
        return "sso:" + from + ":" + to;
    }

    /** @param others the services that may exchange its refresh tokens, and it theirs */
    static ObjectNode of(String id, String project, boolean isNewProject, boolean enabled, List<String> others) {
        ObjectNode text = object();
        if (isNewProject) {
            text.putArray("projects").add(object().put("id", project));
        }
        text.putArray("clients").add(client(id, project, enabled));
        if (!others.isEmpty()) {
            ArrayNode exchanges = text.putArray("exchanges");
            for (String other : others) {
                exchanges.add(exchange(other, id)).add(exchange(id, other));
            }
        }
        return text;
    }

    private static ObjectNode client(String id, String project, boolean enabled) {
        ObjectNode client = object().put("id", id)
                .put("project", project)
                .put("enabled", enabled)
                .put("authentication", "service_key");
        client.putArray("grants").add("password").add("refresh_token").add("token-exchange");
        client.putArray("scopes").add(SCOPE);
        client.putArray("audiences").add(audience(id));
        client.putArray("serves").add(audience(id));
        return client.put("assigned_users_only", true)
                .put("access_token_lifetime", "1h")
                .put("refresh_idle", "1d")
                .put("refresh_lifetime", "30d");
    }

    private static ObjectNode exchange(String from, String to) {
        ObjectNode exchange = object().put("id", exchangeId(from, to)).put("client", to);
        exchange.putObject("subject").put("client", from).putArray("types").add("refresh_token");
        exchange.putArray("targets").add(audience(to));
        exchange.putArray("scopes").add(SCOPE);
        return exchange.put("refresh", true);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
