package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.EXCHANGE;

import io.bourse.fakes.FakeCluster;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;

/**
 * Entries under which a pod gets session tokens for a key of its own, as Oracle's workload identity federation has it.
 *
 * @param name the beginning of every entry's id, so that several may stand in one registry
 */
record FederationWorld(TokenServer server, String name) {

    private static final FakeCluster CLUSTER = new FakeCluster();

    static final String SESSION_TOKEN = "urn:oci:token-type:oci-upst";
    static final String SECRET = "a secret of the federation";
    static final String AUDIENCE = "https://bourse.example";

    private static final String ENTRIES = """
            providers:
              - id: NAME-cluster
                project: demo
                preset: kubernetes
                clients: [NAME]
                jwks: {issuer: 'https://NAME.cluster.example', keys: KEYS, audience: ['https://bourse.example']}
            clients:
              - id: NAME
                project: demo
                secret: a secret of the federation
                grants: [token-exchange, signed_request, refresh_token, password]
                scopes: [read, write, offline_access, openid]
                audiences: [https://api.example/orders, https://api.example/stock, https://api.example/other]
                access_token_lifetime: 2h
            exchanges:
              - id: NAME-federation
                client: NAME
                subject: {provider: NAME-cluster, types: [jwt]}
                targets: [https://api.example/stock, https://api.example/orders]
                scopes: [read]
                issues: [session_token]
              - id: NAME-jwts
                client: NAME
                subject: {provider: NAME-cluster, types: [jwt]}
                targets: [https://api.example/stock]
                scopes: [read]
                issues: [jwt]
            """;

    /** Applies the entries. */
    static FederationWorld in(TokenServer server, String name) {
        FederationWorld world = new FederationWorld(server, name);
        server.apply(world.entries());
        return world;
    }

    String entries() {
        return ENTRIES.replace("NAME", name).replace("KEYS", CLUSTER.jwks());
    }

    /** The token of a pod; it lives for longer than any session. */
    String pod(String serviceAccount) {
        return pod(serviceAccount, AUDIENCE, Instant.now().plusSeconds(7_200));
    }

    /** The token of a pod for this audience until then. */
    String pod(String serviceAccount, String audience, Instant end) {
        return CLUSTER.sign(CLUSTER.claims("shop", serviceAccount, audience)
                .expirationTime(Date.from(end))
                .issuer("https://" + name + ".cluster.example")
                .build());
    }

    /** The key pair of a session. */
    KeyPair session() {
        return TestRsaKeys.pair("federation");
    }

    /** A call of Oracle's SDKs, but for the address. */
    TokenCall federate(TokenCall call, String subjectToken) {
        return call.basic(name, SECRET)
                .grant(EXCHANGE)
                .form("requested_token_type", SESSION_TOKEN)
                .form("subject_token", subjectToken)
                .form("public_key", RsaPublicKeys.text((RSAPublicKey) session().getPublic()));
    }

    /** A session token by the standard's names. */
    String sessionToken() {
        return federate(server.token(), pod("reports"))
                .form("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
                .send()
                .granted()
                .accessToken();
    }
}
