package io.bourse.client;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.client.Client.Authentication;
import io.bourse.client.ClientCredentials.Assertion;
import io.bourse.client.ClientCredentials.NameOnly;
import io.bourse.client.ClientCredentials.SharedSecret;
import io.bourse.config.Secret;
import io.bourse.crypto.Computation;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.InMemoryClientStore;
import io.bourse.fakes.InMemorySingleUse;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientAuthenticatorTest {

    private static final String ISSUER = "https://tokens.example";
    private static final SigningKey KEY = TestKeys.foreign(SigningAlgorithm.ES256, "robot");

    private final Vertx vertx = Vertx.vertx();
    private final PasswordHasher hasher =
            new PasswordHasher(vertx, "secrets", 1, 8, new PasswordCost(64, 1, 1), new SecureRandom());
    private final FixedClock clock = new FixedClock();
    private final InMemoryClientStore clients = new InMemoryClientStore();
    private final ClientAuthenticator authenticator = new ClientAuthenticator(
            clients,
            new ClientSecrets(hasher),
            new ClientAssertions(
                    ISSUER, new ClientKeys(Set.of("ES256"), null), Computation.INLINE, new InMemorySingleUse(), clock),
            ClientAuthenticatorTest::proveElsewhere,
            signed -> Future.failedFuture(OAuthException.invalidClient("no signature")));

    /** The assertion is the subject's name. */
    private static Future<ProvedClient.ForeignProof> proveElsewhere(Client client, String jwt) {
        return jwt.equals(client.identity().subject())
                ? Future.succeededFuture(new ProvedClient.ForeignProof("k8s", jwt, "xhash"))
                : Future.failedFuture(OAuthException.invalidClient("another workload"));
    }

    @BeforeEach
    void register() {
        String stored = hasher.hash(new Secret("demo-secret")).await();
        clients.put(client("demo").secrets(stored).build());
        clients.put(client("off").secrets(stored).disabled().build());
        clients.put(client("robot").jwks(TestKeys.jwks(KEY)).build());
        clients.put(client("robot-off").jwks(TestKeys.jwks(KEY)).disabled().build());
        clients.put(client("shop").authentication(Authentication.SERVICE_KEY).build());
        clients.put(client("off-shop")
                .authentication(Authentication.SERVICE_KEY)
                .disabled()
                .build());
        clients.put(client("spa").authentication(Authentication.NONE).build());
        clients.put(
                client("spa-off").authentication(Authentication.NONE).disabled().build());
    }

    @AfterEach
    void close() {
        hasher.close().await();
        vertx.close().await();
    }

    private static SharedSecret secret(String id, String secret) {
        return new SharedSecret(new ClientId(id), new Secret(secret));
    }

    private static NameOnly name(String id) {
        return new NameOnly(new ClientId(id));
    }

    private Assertion assertion(String id) {
        long now = clock.instant().getEpochSecond();
        String claims = "{\"iss\":\"%1$s\",\"sub\":\"%1$s\",\"aud\":\"%2$s\",\"exp\":%3$d,\"jti\":\"j\"}"
                .formatted(id, ISSUER, now + 60);
        return new Assertion(null, TestKeys.sign(KEY, "JWT", claims));
    }

    private String authenticated(ClientCredentials credentials) {
        return authenticator.authenticate(credentials).await().id().value();
    }

    private void refused(ClientCredentials credentials) {
        refusal(OAuthError.INVALID_CLIENT, () -> authenticator.authenticate(credentials));
    }

    @Test
    void aClientProvesItselfByTheMethodOfItsEntry() {
        assertThat(authenticated(secret("demo", "demo-secret"))).isEqualTo("demo");
        assertThat(authenticated(assertion("robot"))).isEqualTo("robot");
        assertThat(authenticated(name("spa"))).isEqualTo("spa");
    }

    @Test
    void whoHoldsAKeyIsAnEnabledClientThatProvesItselfSo() {
        assertThat(authenticator.requireHolder(new ClientId("shop")).await().id())
                .isEqualTo(new ClientId("shop"));
        for (String other : List.of("off-shop", "demo", "nobody")) {
            refusal(OAuthError.INVALID_CLIENT, () -> authenticator.requireHolder(new ClientId(other)));
        }
    }

    @Test
    void unknownDisabledAndWrongAreOneAnswer() {
        refused(secret("demo", "wrong"));
        refused(secret("off", "demo-secret"));
        refused(secret("unknown", "demo-secret"));
        refused(assertion("robot-off"));
        refused(assertion("unknown"));
        refused(name("spa-off"));
        refused(name("unknown"));
    }

    @Test
    void noOtherMethodWillDo() {
        refused(name("demo"));
        refused(name("robot"));
        refused(secret("spa", ""));
        refused(secret("spa", "demo-secret"));
        refused(secret("robot", "demo-secret"));
        refused(assertion("demo"));
        refused(assertion("spa"));
        refused(name("shop"));
        refused(secret("shop", "KEYOFSHOP"));
    }

    @Test
    void everyRefusalOfASecretCostsAHash() {
        hasher.close().await();

        for (String id : new String[] {"demo", "off", "unknown", "spa", "robot"}) {
            assertThatThrownBy(() -> authenticated(secret(id, "wrong")))
                    .as(id)
                    .isNotInstanceOf(io.bourse.oauth.OAuthException.class);
        }
    }
}
