package io.bourse.door.medplum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bourse.client.ClientCredentials;
import io.bourse.door.Credentials;
import io.bourse.door.medplum.OperationOutcome.Issue;
import io.bourse.grant.RequestedTargets;
import io.bourse.grant.UnauthenticatedRequest;
import io.bourse.http.Call;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.SaneText;
import io.bourse.oauth.Scopes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /auth/exchange}, with all that is wrong with its form.
 *
 * @param members those that are fit to be looked at, by name
 */
record ExchangeBody(Map<String, String> members, List<Issue> issues) {

    private static final String CLIENT = "clientId";
    private static final String TOKEN = "externalAccessToken";
    private static final String PROJECT = "projectId";
    private static final String SCOPE = "scope";
    private static final String NONCE = "nonce";

    /** The most that a member may have, by name. */
    private static final Map<String, Integer> LENGTHS =
            Map.of(TOKEN, 16_384, CLIENT, ClientId.MAX_LENGTH, PROJECT, 255, SCOPE, 4096, NONCE, 512);

    /** In the order in which Medplum complains. */
    private static final List<String> REQUIRED = List.of(TOKEN, CLIENT);

    ExchangeBody {
        members = Map.copyOf(members);
        issues = List.copyOf(issues);
    }

    /** Never fails: what cannot be read is an issue. */
    static ExchangeBody read(Call call) {
        try {
            return of(call.body().length() == 0 ? JsonNodeFactory.instance.objectNode() : object(call));
        } catch (OAuthException malformed) {
            return new ExchangeBody(Map.of(), List.of(Issue.error("invalid", "Content could not be parsed")));
        }
    }

    private static JsonNode object(Call call) {
        return call.json().object();
    }

    private static ExchangeBody of(JsonNode object) {
        Map<String, String> members = new LinkedHashMap<>();
        List<Issue> issues = new ArrayList<>();
        for (String name : List.of(TOKEN, CLIENT, PROJECT, SCOPE, NONCE)) {
            JsonNode value = object.path(name);
            boolean absent = value.isMissingNode()
                    || value.isNull()
                    || value.isTextual() && value.textValue().isBlank();
            if (!absent && value.isTextual() && SaneText.is(value.textValue(), LENGTHS.getOrDefault(name, 0))) {
                members.put(name, value.textValue());
            } else if (!absent) {
                issues.add(Issue.invalid(name, "Invalid " + name));
            } else if (REQUIRED.contains(name)) {
                issues.add(Issue.invalid(name, "Missing " + name));
            }
        }
        return new ExchangeBody(members, issues);
    }

    /**
     * A login by a token of the client's login provider.
     *
     * @param call whose header may prove the client
     * @throws OAuthException if there are issues, the scope is malformed, or the header names another client
     */
    UnauthenticatedRequest request(Call call) {
        if (!issues.isEmpty()) {
            throw OAuthException.invalidRequest(issues.get(0).text());
        }
        Map<String, String> parameters = new LinkedHashMap<>(members);
        parameters.keySet().retainAll(List.of(PROJECT, NONCE));
        parameters.put("token", member(TOKEN));
        return new UnauthenticatedRequest(
                credentials(Credentials.basic(call).orElse(null)),
                GrantType.CONVERT_TOKEN,
                Scopes.parse(members.getOrDefault(SCOPE, "")),
                new RequestedTargets(List.of(), List.of()),
                parameters);
    }

    private ClientCredentials credentials(@Nullable String authorization) {
        if (authorization == null) {
            return ClientCredentials.parse(null, Map.of("client_id", member(CLIENT)));
        }
        ClientCredentials basic = ClientCredentials.parse(authorization, Map.of());
        if (!new ClientId(member(CLIENT)).equals(basic.claimed())) {
            throw OAuthException.invalidClient("the Authorization header names another client than the body");
        }
        return basic;
    }

    private String member(String name) {
        String value = members.get(name);
        if (value == null) {
            throw OAuthException.missingParameter(name);
        }
        return value;
    }

    /** Names no value: they are secrets. */
    @Override
    public String toString() {
        return "ExchangeBody" + members.keySet();
    }
}
