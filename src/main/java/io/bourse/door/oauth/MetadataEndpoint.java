package io.bourse.door.oauth;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.client.ClientStore;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.jose.KeyRing;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code GET /.well-known/oauth-authorization-server} (RFC 8414) and {@code /.well-known/openid-configuration} (OpenID
 * Connect Discovery section 4), the same document. There are no pages, so no {@code authorization_endpoint} is in it. Lists
 * what works here and now: a grant that no enabled client may use is not in it.
 */
final class MetadataEndpoint {

    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final List<String> CONFIDENTIAL_METHODS =
            List.of("client_secret_basic", "client_secret_post", "private_key_jwt");

    private static final List<String> CLAIMS = List.of(
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "name",
            "preferred_username",
            "locale",
            "zoneinfo",
            "email",
            "email_verified");

    private final String issuer;
    private final ClientStore clients;
    private final Set<GrantType> grants;
    private final Set<String> assertionAlgorithms;
    private final KeyRing keys;

    MetadataEndpoint(
            String issuer, ClientStore clients, Set<GrantType> grants, Set<String> assertionAlgorithms, KeyRing keys) {
        this.issuer = issuer;
        this.clients = clients;
        this.grants = grants;
        this.assertionAlgorithms = assertionAlgorithms;
        this.keys = keys;
    }

    Future<Answer> answer(Call call) {
        return clients.grantsInUse().map(inUse -> describe(inUse).cacheable(MAX_AGE));
    }

    private Answer describe(Set<GrantType> inUse) {
        return Answer.json(200, json -> {
            json.writeStringField("issuer", issuer);
            json.writeStringField("token_endpoint", issuer + OAuthDoor.TOKEN);
            json.writeStringField("jwks_uri", issuer + OAuthDoor.JWKS);
            writeArray(json, "response_types_supported", List.of());
            writeArray(
                    json,
                    "grant_types_supported",
                    grants.stream()
                            // It has no grant_type of its own: a signature makes it of token-exchange, elsewhere.
                            .filter(grant -> inUse.contains(grant) && !grant.equals(GrantType.SIGNED_REQUEST))
                            .map(GrantType::value)
                            .sorted()
                            .toList());
            writeArray(json, "token_endpoint_auth_methods_supported", withNone());
            writeAlgorithms(json, "token_endpoint");
            json.writeStringField("revocation_endpoint", issuer + OAuthDoor.REVOKE);
            writeArray(json, "revocation_endpoint_auth_methods_supported", withNone());
            writeAlgorithms(json, "revocation_endpoint");
            json.writeStringField("introspection_endpoint", issuer + OAuthDoor.INTROSPECT);
            writeArray(json, "introspection_endpoint_auth_methods_supported", CONFIDENTIAL_METHODS);
            writeAlgorithms(json, "introspection_endpoint");
            // A list without members would have to be left away; RFC 8414 section 3.2.
            Set<String> signing = keys.signingAlgorithms();
            if (!signing.isEmpty()) {
                writeArray(json, "introspection_signing_alg_values_supported", signing);
                writeArray(json, "id_token_signing_alg_values_supported", signing);
            }
            json.writeStringField("userinfo_endpoint", issuer + OAuthDoor.USER_INFO);
            writeArray(json, "subject_types_supported", List.of("public"));
            writeArray(json, "scopes_supported", Scopes.OURS.tokens());
            writeArray(json, "claims_supported", CLAIMS);
        });
    }

    private static List<String> withNone() {
        return Stream.concat(CONFIDENTIAL_METHODS.stream(), Stream.of("none")).toList();
    }

    private void writeAlgorithms(JsonGenerator json, String endpoint) throws IOException {
        writeArray(
                json,
                endpoint + "_auth_signing_alg_values_supported",
                assertionAlgorithms.stream().sorted().toList());
    }

    private static void writeArray(JsonGenerator json, String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
