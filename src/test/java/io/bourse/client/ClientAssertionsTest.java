package io.bourse.client;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.client.ClientCredentials.Assertion;
import io.bourse.crypto.Computation;
import io.bourse.db.StoreException;
import io.bourse.fakes.FixedClock;
import io.bourse.fakes.InMemorySingleUse;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAssertionsTest {

    private static final String ISSUER = "https://tokens.example";
    private static final SigningKey KEY = TestKeys.foreign(SigningAlgorithm.ES256, "robot");

    private final FixedClock clock = new FixedClock();
    private final InMemorySingleUse used = new InMemorySingleUse();
    private final ClientAssertions assertions = assertions(used);
    private final Client robot = client("robot").jwks(TestKeys.jwks(KEY)).build();

    private ClientAssertions assertions(SingleUse singleUse) {
        return new ClientAssertions(
                ISSUER, new ClientKeys(Set.of("ES256"), null), Computation.INLINE, singleUse, clock);
    }

    private ObjectNode claims() {
        long now = clock.instant().getEpochSecond();
        return new ObjectMapper()
                .createObjectNode()
                .put("iss", "robot")
                .put("sub", "robot")
                .put("aud", ISSUER)
                .put("iat", now)
                .put("exp", now + 60)
                .put("jti", "one");
    }

    private String signed(Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        change.accept(claims);
        return TestKeys.sign(KEY, "JWT", claims.toString());
    }

    private void refused(String jwt) {
        refusal(OAuthError.INVALID_CLIENT, () -> assertions.prove(robot, jwt));
    }

    private void proved(String jwt) {
        assertThatCode(() -> assertions.prove(robot, jwt).await()).doesNotThrowAnyException();
    }

    @Test
    void aSignedAssertionForUsProvesTheClientOnce() {
        String assertion = signed(claims -> {});

        proved(assertion);
        refused(assertion);
        refused(signed(claims -> claims.put("exp", claims.get("exp").longValue() + 1)));
        proved(signed(claims -> claims.put("jti", "two")));
    }

    @Test
    void anIdIsUsedUpForItsClientOnly() {
        Client other = client("other").jwks(TestKeys.jwks(KEY)).build();
        proved(signed(claims -> {}));

        String others = signed(claims -> claims.put("iss", "other").put("sub", "other"));
        assertThatCode(() -> assertions.prove(other, others).await()).doesNotThrowAnyException();
    }

    @Test
    void theAudienceIsOurIssuerAndNothingElse() {
        refused(signed(claims -> claims.put("aud", ISSUER + "/oauth2/token")));
        refused(signed(claims -> claims.put("aud", "https://other.example")));
        refused(signed(claims -> claims.remove("aud")));
        refused(signed(claims -> claims.putArray("aud")));
        proved(signed(claims -> claims.putArray("aud").add(ISSUER)));
        proved(signed(claims -> claims.put("jti", "another")
                .putArray("aud")
                .add("https://other.example")
                .add(ISSUER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "exp", "jti"})
    void whatIsRequiredMustBeThere(String claim) {
        refused(signed(claims -> claims.remove(claim)));
        refused(signed(claims -> claims.put(claim, true)));
        refused(signed(claims -> claims.put(claim, "")));
    }

    @Test
    void issuerAndSubjectAreTheClient() {
        refused(signed(claims -> claims.put("iss", "other")));
        refused(signed(claims -> claims.put("sub", "other")));
    }

    @Test
    void itsTimeIsNowAndShort() {
        long now = clock.instant().getEpochSecond();

        refused(signed(claims -> claims.put("exp", now - 11)));
        refused(signed(claims -> claims.put("exp", now + 3601)));
        refused(signed(claims -> claims.put("iat", now + 60)));
        refused(signed(claims -> claims.put("nbf", now + 60)));
        proved(signed(claims -> claims.put("exp", now + 3600)));
    }

    @Test
    void anIdIsBounded() {
        refused(signed(claims -> claims.put("jti", "x".repeat(256))));
        proved(signed(claims -> claims.put("jti", "x".repeat(255))));
    }

    @Test
    void onlyARegisteredKeyCounts() {
        String strangers =
                TestKeys.sign(TestKeys.foreign(SigningAlgorithm.ES256, "stranger"), "JWT", claims().toString());
        String otherAlgorithm = TestKeys.sign(TestKeys.foreignRsa(), "JWT", claims().toString());
        Client rsa = client("robot").jwks(TestKeys.jwks(TestKeys.foreignRsa())).build();
        Client broken = client("robot").jwks("no keys").build();

        refused(strangers);
        refusal(OAuthError.INVALID_CLIENT, () -> assertions.prove(rsa, otherAlgorithm));
        refusal(OAuthError.INVALID_CLIENT, () -> assertions.prove(broken, signed(claims -> {})));
        refused("not a token");
    }

    @Test
    void anAccessTokenIsNoAssertion() {
        refused(TestKeys.sign(KEY, "at+jwt", claims().toString()));
    }

    @Test
    void whenItCannotBeKnownWhetherItWasUsedItIsNotBelieved() {
        ClientAssertions blind = assertions(new SingleUse() {
            @Override
            public Future<Boolean> claim(String purpose, String key, Instant until) {
                return Future.failedFuture(new StoreException("no database"));
            }

            @Override
            public Future<Boolean> isClaimed(String purpose, String key) {
                return Future.failedFuture(new StoreException("no database"));
            }
        });

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> blind.prove(robot, signed(claims -> {})).await());
    }

    @Nested
    class Claimed {

        @Test
        void theAssertionNamesTheClient() {
            assertThat(ClientAssertions.claimedClient(new Assertion(null, signed(claims -> {}))))
                    .isEqualTo(robot.id());
            assertThat(ClientAssertions.claimedClient(new Assertion(robot.id(), signed(claims -> {}))))
                    .isEqualTo(robot.id());
        }

        @Test
        void anotherClientIdBesideItIsRefused() {
            assertThatExceptionOfType(OAuthException.class)
                    .isThrownBy(() ->
                            ClientAssertions.claimedClient(new Assertion(new ClientId("other"), signed(claims -> {}))))
                    .matches(refusal -> refusal.error() == OAuthError.INVALID_CLIENT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "a.b.c", "....", "e30.e30.e30"})
        void whatNamesNobodyIsRefused(String jwt) {
            assertThatExceptionOfType(OAuthException.class)
                    .isThrownBy(() -> ClientAssertions.claimedClient(new Assertion(null, jwt)))
                    .matches(refusal -> refusal.error() == OAuthError.INVALID_CLIENT);
        }
    }
}
