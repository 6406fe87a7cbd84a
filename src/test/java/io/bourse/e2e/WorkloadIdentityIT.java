package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.bourse.fakes.FakeCluster;
import io.bourse.fakes.FakeTrustDomain;
import io.bourse.fakes.ScriptedIdentityProvider;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that prove who they are by what their platform gives them, and hold no secret; docs/workload-identity.md. */
class WorkloadIdentityIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String AUDIENCE = "https://bourse.example";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final String KEYS = "/openid/v1/jwks";
    private static final String BUNDLE = "/bundle";

    private static final FakeCluster CLUSTER = new FakeCluster();
    private static final FakeCluster ANOTHER_CLUSTER = new FakeCluster();
    private static final FakeTrustDomain DOMAIN = new FakeTrustDomain("shop.example");
    private static final FakeTrustDomain ANOTHER_DOMAIN = new FakeTrustDomain("other.example");
    private static final TokenAnswer LOGIN = SERVER.convert("user-of-workloads");
    private static final ScriptedIdentityProvider PLATFORM =
            ScriptedIdentityProvider.start(SERVER.node(0).vertx());

    @BeforeAll
    static void entries() {
        PLATFORM.on(KEYS, ScriptedIdentityProvider.json(CLUSTER.jwks()));
        PLATFORM.on(BUNDLE, ScriptedIdentityProvider.json(DOMAIN.bundle()));
        SERVER.apply("""
                providers:
                  - id: wi-cluster
                    project: demo
                    preset: kubernetes
                    clients: [wi-cluster-client, wi-cluster-gateway]
                    private_addresses: true
                    require:
                      /kubernetes.io/namespace: shop
                    jwks: {issuer: '%s', jwks_uri: '%s', audience: ['%s']}
                  - id: wi-inline
                    project: demo
                    preset: kubernetes
                    clients: [wi-inline-client, wi-inline-gateway]
                    require:
                      /kubernetes.io/namespace: shop
                    jwks: {issuer: '%s', keys: %s, audience: ['%s']}
                  - id: wi-spire
                    project: demo
                    preset: spiffe
                    clients: [wi-spire-client, wi-spire-gateway]
                    private_addresses: true
                    jwks: {trust_domain: shop.example, jwks_uri: '%s', audience: ['%s']}
                """.formatted(
                                FakeCluster.ISSUER,
                                PLATFORM.url(KEYS),
                                AUDIENCE,
                                FakeCluster.ISSUER,
                                CLUSTER.jwks(),
                                AUDIENCE,
                                PLATFORM.url(BUNDLE),
                                AUDIENCE)
                + clients("wi-cluster", "system:serviceaccount:shop:reports")
                + clients("wi-inline", "system:serviceaccount:shop:reports").replace("clients:\n", "")
                + clients("wi-spire", DOMAIN.id("/ns/shop/sa/reports")).replace("clients:\n", "")
                + "exchanges:\n" + exchanges("wi-cluster") + exchanges("wi-inline") + exchanges("wi-spire"));
    }

    /** One client that is the workload, and an API that takes workloads as subjects and as actors. */
    private static String clients(String provider, String subject) {
        return """
                clients:
                  - id: %s-client
                    project: demo
                    authentication: provider_jwt
                    identity: {provider: %s, subject: '%s'}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/stock]
                  - id: %s-gateway
                    project: demo
                    secret: wi-gateway-secret
                    serves: [https://api.example/orders]
                    grants: [token-exchange]
                    scopes: [read]
                """.formatted(provider, provider, subject, provider);
    }

    private static String exchanges(String provider) {
        return """
                  - id: %s-subject
                    client: %s-gateway
                    subject: {provider: %s}
                    targets: [https://api.example/stock]
                    scopes: [read]
                  - id: %s-delegation
                    client: %s-gateway
                    mode: delegation
                    subject: {client: demo, audience: https://api.example/orders}
                    actor: {provider: %s}
                    targets: [https://api.example/stock]
                    scopes: [read]
                """.formatted(provider, provider, provider, provider, provider, provider);
    }

    @AfterAll
    static void stop() {
        PLATFORM.close();
    }

    private static TokenCall asClient(String provider, String assertion) {
        return SERVER.token()
                .grant("client_credentials")
                .form("client_id", provider + "-client")
                .assertion(assertion);
    }

    private static TokenCall asSubject(String provider, String token) {
        return SERVER.token()
                .basic(provider + "-gateway", "wi-gateway-secret")
                .grant(EXCHANGE)
                .form("subject_token", token)
                .form("subject_token_type", JWT);
    }

    private static TokenCall asActor(String provider, String token, String subjectToken) {
        return SERVER.token()
                .basic(provider + "-gateway", "wi-gateway-secret")
                .grant(EXCHANGE)
                .form("subject_token", subjectToken)
                .form("subject_token_type", ACCESS_TOKEN)
                .form("actor_token", token)
                .form("actor_token_type", JWT);
    }

    /** Whatever the token is brought for, it is no good. */
    private static void refused(String provider, String token) {
        asClient(provider, token).send().refused(401, "invalid_client");
        asSubject(provider, token).send().refused(400, "invalid_request");
        asActor(provider, token, LOGIN.accessToken()).send().refused(400, "invalid_request");
    }

    private static void granted(String provider, String subject, String token) {
        TokenAnswer itself = asClient(provider, token).send().granted();
        assertThat(itself.claims().get("sub").asText()).isEqualTo(provider + "-client");
        assertThat(itself.claims().get("sub_type").asText()).isEqualTo("client");
        assertThat(itself.claims().get("aud").asText()).isEqualTo(STOCK);

        TokenAnswer exchanged = asSubject(provider, token).send().granted();
        assertThat(exchanged.claims().get("sub").asText()).isEqualTo(provider + "|" + subject);
        assertThat(exchanged.claims().get("sub_type").asText()).isEqualTo("workload");
        assertThat(exchanged.has("refresh_token")).isFalse();

        TokenAnswer login = SERVER.login();
        TokenAnswer delegated =
                asActor(provider, token, login.accessToken()).send().granted();
        assertThat(delegated.claims().get("sub")).isEqualTo(login.claims().get("sub"));
        assertThat(delegated.claims().at("/act/sub").asText()).isEqualTo(provider + "|" + subject);
        assertThat(delegated.claims().at("/act/sub_type").asText()).isEqualTo("workload");
    }

    @Nested
    class Kubernetes {

        private static final String REPORTS = "system:serviceaccount:shop:reports";

        @ParameterizedTest
        @ValueSource(strings = {"wi-cluster", "wi-inline"})
        void aPodIsAClientASubjectAndAnActorAsOftenAsItsTokenLives(String provider) {
            String token = CLUSTER.token("shop", "reports", AUDIENCE);

            granted(provider, REPORTS, token);
            granted(provider, REPORTS, token);
        }

        static Stream<Arguments> bad() {
            Instant now = Instant.now();
            JWTClaimsSet.Builder good = CLUSTER.claims("shop", "reports", AUDIENCE);
            return Stream.of("wi-cluster", "wi-inline")
                    .flatMap(provider -> Stream.of(
                            Arguments.of(provider, "namespace", CLUSTER.token("kube-system", "reports", AUDIENCE)),
                            Arguments.of(
                                    provider,
                                    "namespace in sub alone",
                                    CLUSTER.sign(CLUSTER.claims("evil", "reports", AUDIENCE)
                                            .subject(REPORTS)
                                            .build())),
                            Arguments.of(
                                    provider,
                                    "the API server's audience",
                                    CLUSTER.token("shop", "reports", FakeCluster.ISSUER)),
                            Arguments.of(
                                    provider,
                                    "expired",
                                    CLUSTER.sign(good.expirationTime(Date.from(now.minusSeconds(60)))
                                            .build())),
                            Arguments.of(
                                    provider,
                                    "another cluster of that name",
                                    ANOTHER_CLUSTER.token("shop", "reports", AUDIENCE)),
                            Arguments.of(
                                    provider,
                                    "another issuer",
                                    CLUSTER.sign(CLUSTER.claims("shop", "reports", AUDIENCE)
                                            .issuer("https://elsewhere.example")
                                            .build())),
                            Arguments.of(
                                    provider,
                                    "a legacy token, without end and audience",
                                    CLUSTER.sign(new JWTClaimsSet.Builder()
                                            .issuer("kubernetes/serviceaccount")
                                            .subject(REPORTS)
                                            .claim("kubernetes.io/serviceaccount/namespace", "shop")
                                            .build()))));
        }

        @ParameterizedTest(name = "{0}: {1}")
        @MethodSource("bad")
        void aTokenThatIsNotForUsOrNotOfThatNamespaceIsRefused(String provider, String reason, String token) {
            refused(provider, token);
        }

        @ParameterizedTest
        @ValueSource(strings = {"wi-cluster", "wi-inline"})
        void anotherServiceAccountIsNotThisClient(String provider) {
            String neighbour = CLUSTER.token("shop", "stock", AUDIENCE);

            asClient(provider, neighbour).send().refused(401, "invalid_client");
            assertThat(asSubject(provider, neighbour)
                            .send()
                            .granted()
                            .claims()
                            .get("sub")
                            .asText())
                    .isEqualTo(provider + "|system:serviceaccount:shop:stock");
        }

        @Test
        void theTokenAloneDoesNotSayWhichClient() {
            SERVER.token()
                    .grant("client_credentials")
                    .assertion(CLUSTER.token("shop", "reports", AUDIENCE))
                    .send()
                    .refused(401, "invalid_client");
        }

        @Test
        void aClientOfAnotherClusterIsNotProvedByThisOne() {
            asClient("wi-spire", CLUSTER.token("shop", "reports", AUDIENCE))
                    .send()
                    .refused(401, "invalid_client");
        }
    }

    @Nested
    class Spiffe {

        private static final String PATH = "/ns/shop/sa/reports";

        @ParameterizedTest
        @ValueSource(strings = {"ES256", "RS256", "PS256"})
        void aWorkloadIsAClientASubjectAndAnActor(String algorithm) {
            granted("wi-spire", DOMAIN.id(PATH), DOMAIN.svid(JWSAlgorithm.parse(algorithm), PATH, AUDIENCE));
        }

        static Stream<Arguments> bad() {
            Date past = Date.from(Instant.now().minusSeconds(60));
            return Stream.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256)
                    .flatMap(algorithm -> Stream.of(
                            Arguments.of(
                                    algorithm + " of another trust domain",
                                    ANOTHER_DOMAIN.svid(algorithm, PATH, AUDIENCE)),
                            Arguments.of(
                                    algorithm + " that names another trust domain",
                                    DOMAIN.sign(
                                            algorithm,
                                            DOMAIN.claims(PATH, AUDIENCE)
                                                    .subject(ANOTHER_DOMAIN.id(PATH))
                                                    .build())),
                            Arguments.of(
                                    algorithm + " under another's key",
                                    ANOTHER_DOMAIN.sign(
                                            algorithm,
                                            DOMAIN.claims(PATH, AUDIENCE).build())),
                            Arguments.of(
                                    algorithm + " for somebody else",
                                    DOMAIN.svid(algorithm, PATH, "https://stock.example")),
                            Arguments.of(
                                    algorithm + " of the trust domain itself",
                                    DOMAIN.sign(
                                            algorithm,
                                            DOMAIN.claims("", AUDIENCE).build())),
                            Arguments.of(
                                    algorithm + " that has expired",
                                    DOMAIN.sign(
                                            algorithm,
                                            DOMAIN.claims(PATH, AUDIENCE)
                                                    .expirationTime(past)
                                                    .build()))));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("bad")
        void aTokenThatIsNotOfTheTrustDomainOrNotForUsIsRefused(String reason, String token) {
            refused("wi-spire", token);
        }

        @Test
        void anotherWorkloadIsNotThisClient() {
            asClient("wi-spire", DOMAIN.svid(JWSAlgorithm.ES256, "/ns/shop/sa/stock", AUDIENCE))
                    .send()
                    .refused(401, "invalid_client");
        }

        /** SPIRE puts one in if it is configured to; a trust domain's entry may say which. */
        @Test
        void anIssuerMayStandInTheToken() {
            SERVER.apply("""
                    providers:
                      - id: wi-spire-iss
                        project: demo
                        preset: spiffe
                        clients: [wi-spire-iss-client, wi-spire-iss-gateway]
                        private_addresses: true
                        jwks:
                          trust_domain: shop.example
                          issuer: https://spire.shop.example
                          jwks_uri: %s
                          audience: ['%s']
                    """.formatted(PLATFORM.url(BUNDLE), AUDIENCE)
                    + clients("wi-spire-iss", DOMAIN.id(PATH)) + "exchanges:\n" + exchanges("wi-spire-iss"));
            JWTClaimsSet.Builder claims = DOMAIN.claims(PATH, AUDIENCE);

            granted("wi-spire-iss", DOMAIN.id(PATH), DOMAIN.sign(JWSAlgorithm.ES256, claims.build()));
            granted(
                    "wi-spire-iss",
                    DOMAIN.id(PATH),
                    DOMAIN.sign(
                            JWSAlgorithm.ES256,
                            claims.issuer("https://spire.shop.example").build()));
            refused(
                    "wi-spire-iss",
                    DOMAIN.sign(
                            JWSAlgorithm.ES256,
                            claims.issuer("https://elsewhere.example").build()));
        }
    }

    /** A cluster publishes its next key before it signs with it; we need not be told. */
    @Nested
    class Rotation {

        private final FakeCluster cluster = new FakeCluster();

        private String token() {
            return cluster.token("shop", "reports", AUDIENCE);
        }

        @Test
        void ofTheClustersKeyFailsNoRequestAndCostsOneFetch() {
            RSAKey first = cluster.signer();
            RSAKey next = cluster.publishKey();
            PLATFORM.on(
                    "/rotating",
                    request -> ScriptedIdentityProvider.json(cluster.jwks()).answer(request));
            SERVER.apply("""
                    providers:
                      - id: wi-rotating
                        project: demo
                        preset: kubernetes
                        clients: [wi-rotating-client, wi-rotating-gateway]
                        private_addresses: true
                        jwks: {issuer: '%s', jwks_uri: '%s', audience: ['%s']}
                    """.formatted(FakeCluster.ISSUER, PLATFORM.url("/rotating"), AUDIENCE)
                    + clients("wi-rotating", "system:serviceaccount:shop:reports"));
            String before = token();
            asClient("wi-rotating", before).send().granted();

            cluster.signWith(next);
            String after = token();
            asClient("wi-rotating", after).send().granted();
            asClient("wi-rotating", before).send().granted();

            cluster.retire(first);
            asClient("wi-rotating", after).send().granted();
            asClient("wi-rotating", token()).send().granted();
            assertThat(PLATFORM.count("/rotating")).isEqualTo(1);
        }
    }
}
