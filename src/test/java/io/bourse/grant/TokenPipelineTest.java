package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.client.Client;
import io.bourse.client.ClientAssertions;
import io.bourse.client.ClientAuthenticator;
import io.bourse.client.ClientCredentials;
import io.bourse.client.ClientKeys;
import io.bourse.client.ClientSecrets;
import io.bourse.client.ProvedClient;
import io.bourse.client.StoredSecret;
import io.bourse.config.Secret;
import io.bourse.crypto.Computation;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.db.StoreException;
import io.bourse.fakes.InMemorySingleUse;
import io.bourse.fakes.InMemoryTargetStore;
import io.bourse.fakes.TokenRig;
import io.bourse.metrics.Metrics;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenResponse;
import io.bourse.token.Authorization;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenPipelineTest {

    private static final Origin ORIGIN = new Origin("decision", "request", "oauth", "192.0.2.1");
    private static final String SECRET = "a secret of two hundred and fifty-six bits";

    private final TokenRig rig = new TokenRig();
    private final Vertx vertx = Vertx.vertx();
    private final PasswordHasher hasher =
            new PasswordHasher(vertx, "passwords", 1, 4, new PasswordCost(64, 1, 1), new SecureRandom());
    private final Metrics metrics = new Metrics();
    private final List<AuditEvent> audit = new ArrayList<>();
    private final Client robot = rig.register(client("robot")
            .secrets(StoredSecret.SHA256_PREFIX + Secrets.sha256(SECRET))
            .grants(GrantType.CLIENT_CREDENTIALS, GrantType.REFRESH_TOKEN));

    @AfterEach
    void close() {
        hasher.close().await();
        vertx.close().await();
        metrics.close();
    }

    private TokenPipeline pipeline(Grant... grants) {
        Grants all = new Grants(List.of(grants));
        ClientAuthenticator authenticator = new ClientAuthenticator(
                rig.clients,
                new ClientSecrets(hasher),
                new ClientAssertions(
                        TokenRig.ISSUER,
                        new ClientKeys(Set.of("ES256"), null),
                        Computation.INLINE,
                        new InMemorySingleUse(),
                        rig.clock),
                (client, jwt) -> Future.failedFuture(OAuthException.invalidClient("no provider")),
                signed -> Future.failedFuture(OAuthException.invalidClient("no signature")));
        return new TokenPipeline(
                authenticator,
                new Decider(all, new InMemoryTargetStore()),
                rig.issuer,
                new DecisionLog(audit::add, metrics, all.types()),
                rig.clock);
    }

    private TokenPipeline pipeline() {
        return pipeline(new ClientCredentialsGrant());
    }

    private static UnauthenticatedRequest request(String grant, String secret) {
        return new UnauthenticatedRequest(
                new ClientCredentials.SharedSecret(new ClientId("robot"), new Secret(secret)),
                new GrantType(grant),
                Scopes.of("read"),
                RequestedTargets.NONE,
                Map.of("secret_parameter", "tok3n"));
    }

    private static Grant failing(Supplier<Future<Authorization>> outcome) {
        return new Grant() {
            @Override
            public GrantType type() {
                return GrantType.REFRESH_TOKEN;
            }

            @Override
            public Future<Authorization> authorize(TokenRequest request) {
                return outcome.get();
            }
        };
    }

    /** Whatever the proofs took. */
    @Test
    void theLongestLifeOfADoorCountsFromWhenTheTokenIsIssued() {
        TokenResponse response = pipeline()
                .issue(ORIGIN, () -> {
                    rig.clock.advance(Duration.ofSeconds(3));
                    return request("client_credentials", SECRET).forNoLongerThan(Duration.ofMinutes(1));
                })
                .await();

        assertThat(response.expiresIn()).isEqualTo(60);
        assertThat(pipeline()
                        .issue(
                                ORIGIN,
                                () -> request("client_credentials", SECRET).forNoLongerThan(Duration.ofDays(1)))
                        .await()
                        .expiresIn())
                .isEqualTo(robot.accessTokenLifetime().toSeconds());
    }

    private AuditEvent onlyLine() {
        assertThat(audit).hasSize(1);
        return audit.get(0);
    }

    private void counted(String grant, String outcome) {
        assertThat(metrics.scrape().lines())
                .filteredOn(line -> line.startsWith("bourse_token_requests_seconds_count"))
                .singleElement()
                .asString()
                .contains("grant=\"" + grant + "\"", "door=\"oauth\"", "outcome=\"" + outcome + "\"")
                .endsWith(" 1");
    }

    @Test
    void aGrantedRequestIsAuditedWithWhatWasGranted() {
        TokenResponse response = pipeline()
                .issue(ORIGIN, () -> request("client_credentials", SECRET))
                .await();

        assertThat(rig.verify(response.accessToken()).client()).isEqualTo(robot.id());
        assertThat(onlyLine())
                .isEqualTo(AuditEvent.of(ORIGIN, "success")
                        .asked("client_credentials", "robot")
                        .about("client:robot", null)
                        .because(null, "client")
                        .granting(List.of(ORDERS), List.of("read"))
                        .token(response.tokenId(), null, List.of()));
        counted("client_credentials", "success");
    }

    /** What ended the client while it was being believed must end the token, too. */
    @Test
    void aClientThatIsBelievedAlreadyHasTokensAsOldAsItsCall() {
        Instant begun = rig.clock.instant();
        rig.clock.advance(Duration.ofSeconds(3));

        TokenResponse response = pipeline()
                .issue(
                        ORIGIN,
                        TokenRequest.by(ProvedClient.itself(robot), GrantType.CLIENT_CREDENTIALS, Map.of(), begun))
                .await();

        assertThat(UUID.fromString(response.tokenId()).getMostSignificantBits() >>> 16)
                .isEqualTo(begun.toEpochMilli());
        assertThat(onlyLine().client()).isEqualTo("robot");
        counted("client_credentials", "success");
    }

    @Test
    void aRequestThatCannotBeReadIsAuditedToo() {
        refusal(
                OAuthError.INVALID_SCOPE,
                () -> pipeline().issue(ORIGIN, () -> {
                    throw OAuthException.invalidScope("malformed");
                }));

        assertThat(onlyLine()).isEqualTo(AuditEvent.of(ORIGIN, "invalid_scope").because("malformed", null));
        counted("unread", "invalid_scope");
    }

    @Test
    void aDefectWhileReadingIsAuditedAsOne() {
        assertThatThrownBy(() -> pipeline()
                        .issue(ORIGIN, () -> {
                            throw new IllegalStateException("our mistake");
                        })
                        .await())
                .isInstanceOf(IllegalStateException.class);

        assertThat(onlyLine().outcome()).isEqualTo("server_error");
        counted("unread", "server_error");
    }

    @Test
    void aWrongSecretIsAuditedWithoutAClient() {
        refusal(
                OAuthError.INVALID_CLIENT,
                () -> pipeline().issue(ORIGIN, () -> request("client_credentials", "wrong")));

        assertThat(onlyLine().client()).isNull();
        assertThat(onlyLine().outcome()).isEqualTo("invalid_client");
        assertThat(onlyLine().detail()).contains("robot");
        counted("client_credentials", "invalid_client");
    }

    @Test
    void aGrantTypeThatWeDoNotKnowIsNeverALabel() {
        refusal(
                OAuthError.UNSUPPORTED_GRANT_TYPE,
                () -> pipeline().issue(ORIGIN, () -> request("urn:evil\"} 1\nbourse_fake 1", SECRET)));

        assertThat(onlyLine().grant()).isEqualTo("unsupported");
        counted("unsupported", "unsupported_grant_type");
        assertThat(metrics.scrape()).doesNotContain("evil", "bourse_fake");
    }

    @Test
    void aGrantThatTheClientsEntryDoesNotListIsRefusedBeforeItRuns() {
        Grant untouched = new Grant() {
            @Override
            public GrantType type() {
                return GrantType.PASSWORD;
            }

            @Override
            public Future<Authorization> authorize(TokenRequest request) {
                throw new AssertionError("asked");
            }
        };

        refusal(
                OAuthError.UNAUTHORIZED_CLIENT,
                () -> pipeline(untouched).issue(ORIGIN, () -> request("password", SECRET)));

        assertThat(onlyLine().client()).isEqualTo("robot");
        counted("password", "unauthorized_client");
    }

    @Test
    void whateverAGrantEndsInIsOneLine() {
        Map<Supplier<Future<Authorization>>, String> outcomes = Map.of(
                () -> Future.failedFuture(OAuthException.invalidGrant("reuse in family 42")),
                "invalid_grant",
                () -> Future.failedFuture(new StoreException("no database")),
                "temporarily_unavailable",
                () -> Future.failedFuture(new IllegalArgumentException("our mistake")),
                "server_error",
                () -> {
                    throw OAuthException.missingParameter("refresh_token");
                },
                "invalid_request",
                () -> {
                    throw new IllegalArgumentException("our mistake");
                },
                "server_error");
        outcomes.forEach((outcome, code) -> {
            audit.clear();

            Future<TokenResponse> answer =
                    pipeline(failing(outcome)).issue(ORIGIN, () -> request("refresh_token", SECRET));

            assertThatThrownBy(answer::await).isInstanceOf(RuntimeException.class);
            assertThat(onlyLine().outcome()).isEqualTo(code);
            assertThat(onlyLine().grant()).isEqualTo("refresh_token");
        });
    }

    @Test
    void whatTheIssuerRefusesIsAuditedAndNotGranted() {
        Authorization tooMuch = new Authorization(
                TokenRig.admitted(robot, TokenRig.itself(robot, Scopes.NONE).identity()),
                Scopes.of("admin"),
                List.of(ORDERS),
                null,
                List.of(),
                io.bourse.token.RefreshPlan.NONE,
                null,
                "test");

        Future<TokenResponse> answer = pipeline(failing(() -> Future.succeededFuture(tooMuch)))
                .issue(ORIGIN, () -> request("refresh_token", SECRET));

        assertThatThrownBy(answer::await).isInstanceOf(IllegalStateException.class);
        assertThat(onlyLine().outcome()).isEqualTo("server_error");
        counted("refresh_token", "server_error");
    }

    @Test
    void aRequestNeverPrintsWhatItHolds() {
        UnauthenticatedRequest unread = request("client_credentials", SECRET);

        assertThat(unread + " " + unread.by(ProvedClient.itself(robot), rig.clock.instant(), Trace.NONE))
                .doesNotContain(SECRET, "tok3n");
    }
}
