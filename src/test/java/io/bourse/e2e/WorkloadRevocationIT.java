package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.FakeCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A workload is revoked by the name that its tokens have, and by no other: nothing may look revoked and live on. */
class WorkloadRevocationIT {

    private static final String AUDIENCE = "https://bourse.example";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final String ADMIN_KEY = "an-admin-key-of-enough-characters";
    private static final FakeCluster CLUSTER = new FakeCluster();
    private static final TokenServer SERVER = TokenServer.start(1, Map.of("BOURSE_ADMIN_KEY", ADMIN_KEY));

    @BeforeAll
    static void entries() {
        SERVER.apply("""
                providers:
                  - id: k8s
                    project: demo
                    preset: kubernetes
                    clients: [mesh]
                    require:
                      /kubernetes.io/namespace: shop
                    jwks: {issuer: '%s', keys: %s, audience: ['%s']}
                clients:
                  - id: mesh
                    project: demo
                    secret: mesh-secret
                    serves: [https://api.example/orders]
                    grants: [token-exchange, refresh_token]
                    scopes: [read]
                    audiences: [https://api.example/stock]
                exchanges:
                  - id: pods-to-stock
                    client: mesh
                    subject: {provider: k8s}
                    targets: [https://api.example/stock]
                    scopes: [read]
                  - id: pods-for-users
                    client: mesh
                    mode: delegation
                    subject: {client: demo, audience: https://api.example/orders}
                    actor: {provider: k8s}
                    targets: [https://api.example/stock]
                    scopes: [read]
                    refresh: true
                """.formatted(FakeCluster.ISSUER, CLUSTER.jwks(), AUDIENCE));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static TokenAnswer mint(String serviceAccount) {
        return SERVER.token()
                .basic("mesh", "mesh-secret")
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", CLUSTER.token("shop", serviceAccount, AUDIENCE))
                .form("subject_token_type", JWT)
                .send()
                .granted();
    }

    private static boolean active(TokenAnswer token) {
        return SERVER.introspect(token.accessToken())
                .basic("mesh", "mesh-secret")
                .send()
                .granted()
                .json()
                .get("active")
                .asBoolean();
    }

    private static TokenAnswer revoke(String query, String members) {
        return SERVER.management("/admin/revoke" + query)
                .method("POST")
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .contentType("application/json")
                .raw("{" + members + "}")
                .send();
    }

    private static String named(String kind, String id) {
        return "\"kind\": \"" + kind + "\", \"id\": \"" + id + "\"";
    }

    @Test
    void byTheSubjectOfItsTokens() {
        TokenAnswer token = mint("orders");
        TokenAnswer neighbour = mint("reports");

        assertThat(revoke("", named("user", token.claims().get("sub").asText())).status())
                .isEqualTo(200);

        assertThat(active(token)).isFalse();
        assertThat(active(neighbour)).isTrue();
        assertThat(active(mint("orders"))).isTrue();
    }

    @Test
    void atOneClient() {
        TokenAnswer token = mint("till");

        String named = named("user-at-client", "k8s|system:serviceaccount:shop:till");
        assertThat(revoke("", named + ", \"client\": \"demo\"").status()).isEqualTo(200);
        assertThat(active(token)).isTrue();
        assertThat(revoke("", named + ", \"client\": \"mesh\"").status()).isEqualTo(200);

        assertThat(active(token)).isFalse();
        assertThat(active(mint("till"))).isTrue();
    }

    @Test
    void whatLooksLikeAWorkloadAndIsNoneIsRefused() {
        TokenAnswer slash = revoke("", named("user", "k8s/system:serviceaccount:shop:orders"));
        TokenAnswer misspelt = revoke("", named("user", "k9s|system:serviceaccount:shop:orders"));
        TokenAnswer nobody = revoke("", named("user", "k8s|"));

        assertThat(slash.status()).isEqualTo(404);
        assertThat(slash.text("error_description")).contains("provider|name");
        assertThat(misspelt.status()).isEqualTo(404);
        assertThat(misspelt.text("error_description"))
                .contains("no provider 'k9s'")
                .contains("did you mean k8s?");
        assertThat(nobody.status()).isEqualTo(404);
    }

    @Test
    void aDryRunCountsWhatItWouldEnd() {
        TokenAnswer login = SERVER.login();
        SERVER.token()
                .basic("mesh", "mesh-secret")
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", login.accessToken())
                .form("subject_token_type", TokenServer.ACCESS_TOKEN)
                .form("actor_token", CLUSTER.token("shop", "counted", AUDIENCE))
                .form("actor_token_type", JWT)
                .send()
                .granted();
        String workload = "k8s|system:serviceaccount:shop:counted";

        assertThat(logins("?dry_run=true", named("user", workload))).isEqualTo(1);
        assertThat(logins("?dry_run=true", named("user-at-client", workload) + ", \"client\": \"mesh\""))
                .isEqualTo(1);
        assertThat(logins("?dry_run=true", named("user", "k8s|system:serviceaccount:shop:idle")))
                .isZero();
    }

    private static int logins(String query, String members) {
        return revoke(query, members).granted().json().get("live_logins").asInt();
    }
}
