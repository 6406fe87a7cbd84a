package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.e2e.SignedCall.Reply;
import io.bourse.fakes.RequestSigner;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/** Principals as Oracle Cloud's customers have them: users with API keys, and whoever has a session token of the cloud. */
final class OracleWorld {

    static final String ISSUER = "https://auth.cloud.example";
    static final KeyPair ADAS = TestRsaKeys.pair("ada's API key");
    static final KeyPair JOBS = TestRsaKeys.pair("the job's API key");
    static final KeyPair SESSION = TestRsaKeys.pair("session");

    private static final SigningKey CLOUD = TestKeys.foreign(SigningAlgorithm.RS256, "cloud");

    private final TokenServer server;

    private OracleWorld(TokenServer server) {
        this.server = server;
    }

    static OracleWorld on(TokenServer server) {
        server.apply("""
                projects: [{id: oci}]
                clients:
                  - id: oci-tools
                    project: oci
                    secret: oci-tools-secret
                    grants: [signed_request, refresh_token]
                    serves: ["http://www.ocisampleservice.com"]
                    scopes: [resume, report, openid, offline_access, "urn:opc:resource:consumer:paas::read",
                      "urn:opc:resource:consumer:tokengenerator:appid::app1"]
                    audiences: ["http://www.ocisampleservice.com", "http://www.docservice.com/",
                      "urn:opc:resource:scope:account"]
                    access_token_lifetime: 1h
                  - id: oci-instances
                    project: oci
                    secret: oci-instances-secret
                    grants: [signed_request]
                    scopes: [resume, "urn:opc:resource:consumer::all"]
                    audiences: ["http://www.ocisampleservice.com", "urn:opc:resource:scope:account"]
                    access_token_lifetime: 1h
                users:
                  - {project: oci, username: oci-ada, email: ada@oci.example}
                %s
                principals:
                  - {id: oci-ada, client: oci-tools, user: oci-ada, key_id: "%s", public_key: "%s"}
                  - {id: oci-job, client: oci-tools, key_id: "%s", public_key: "%s"}
                  - {id: oci-instances, client: oci-instances, provider: oci-cloud}
                """.formatted(provider(true), keyId("ada", ADAS), key(ADAS), keyId("job", JOBS), key(JOBS)));
        return new OracleWorld(server);
    }

    /** The cloud whose session tokens are believed. */
    static String provider(boolean enabled) {
        return "providers: [{id: oci-cloud, project: oci, enabled: " + enabled + ", clients: [oci-instances],"
                + " provisioning: create, jwks: " + jwks(ISSUER) + "}]";
    }

    static String jwks(String issuer) {
        return "{issuer: \"" + issuer + "\", keys: [" + CLOUD.publicJwk()
                + "], algorithms: [RS256], audience: [bourse]}";
    }

    /** A project, its client and principal, all of this name, which trusts the issuer. */
    static String tenant(String name, String issuer) {
        return """
                projects: [{id: NAME}]
                clients: [{id: NAME, project: NAME, secret: a long secret, grants: [signed_request], scopes: [resume],
                  audiences: ["http://www.ocisampleservice.com"]}]
                providers: [{id: NAME, project: NAME, clients: [NAME], provisioning: create, jwks: JWKS}]
                principals: [{id: NAME, client: NAME, provider: NAME}]
                """.replace("NAME", name).replace("JWKS", jwks(issuer));
    }

    private static String keyId(String user, KeyPair pair) {
        return "ocid1.tenancy.oc1..acme/ocid1.user.oc1.." + user + "/"
                + RsaPublicKeys.fingerprint((RSAPublicKey) pair.getPublic());
    }

    private static String key(KeyPair pair) {
        return TestRsaKeys.pem(pair.getPublic()).replace("\n", "\\n");
    }

    static RequestSigner ada() {
        return new RequestSigner(keyId("ada", ADAS), ADAS.getPrivate());
    }

    static RequestSigner job() {
        return new RequestSigner(keyId("job", JOBS), JOBS.getPrivate());
    }

    /** Whoever has this session token, and the session's key. */
    static RequestSigner session(String token) {
        return new RequestSigner("ST$" + token, SESSION.getPrivate());
    }

    /** A session token that the cloud issued: {@code jwk} is JSON in a string, as the original's is. */
    static String sessionToken(String subject) {
        return sessionToken(subject, quoted(sessionKey()));
    }

    /** @param jwk the claim as it stands in the JSON */
    static String sessionToken(String subject, String jwk) {
        return sessionToken(ISSUER, subject, Instant.now().plusSeconds(1800), jwk);
    }

    static String sessionToken(String issuer, String subject, Instant end, String jwk) {
        return TestKeys.sign(
                CLOUD,
                "JWT",
                "{\"iss\":\"" + issuer + "\",\"aud\":\"bourse\",\"sub\":\"" + subject
                        + "\",\"tenant\":\"acme\",\"iat\":" + Instant.now().getEpochSecond() + ",\"exp\":"
                        + end.getEpochSecond() + ",\"jwk\":" + jwk + "}");
    }

    static String sessionKey() {
        return RsaPublicKeys.jwk((RSAPublicKey) SESSION.getPublic());
    }

    static String quoted(String json) {
        return "\"" + json.replace("\"", "\\\"") + "\"";
    }

    SignedCall call(RequestSigner signer) {
        return call(0, signer);
    }

    /** Signed for the service, and brought to this node. */
    SignedCall call(int node, RequestSigner signer) {
        return new SignedCall(server.node(node).port(), server.issuer().replace("http://", ""), signer);
    }

    static Reply granted(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("opc-request-id")).isNotEmpty().isEqualTo(reply.header("x-request-id"));
        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        return reply;
    }

    /** What every signature gets that is not good, byte for byte. */
    static Reply notAuthenticated(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
        assertThat(reply.body())
                .isEqualTo("{\"code\":\"NotAuthenticated\",\"message\":\"The required information to complete"
                        + " authentication was not provided or was incorrect.\"}");
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("opc-request-id")).isNotEmpty();
        assertThat(reply.header("www-authenticate")).startsWith("Signature ");
        return reply;
    }

    static Reply refused(Reply reply, int status, String error) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("opc-request-id")).isNotEmpty();
        assertThat(reply.text("error")).isEqualTo(error);
        assertThat(reply.json().properties()).hasSize(2);
        return reply;
    }
}
