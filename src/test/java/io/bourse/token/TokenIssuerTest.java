package io.bourse.token;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.client.Client;
import io.bourse.crypto.Computation;
import io.bourse.db.StoreException;
import io.bourse.fakes.Refusals;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.Actor;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {

    private final TokenRig rig = new TokenRig();
    private final Client demo = rig.register(client("demo"));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));

    private Authorization authorization(
            Scopes scopes, List<String> audiences, @Nullable Instant notAfter, RefreshPlan refresh) {
        return new Authorization(
                TokenRig.admitted(demo, Identity.of(ada.subject())),
                scopes,
                audiences,
                notAfter,
                List.of(),
                refresh,
                null,
                "test");
    }

    private static JsonNode part(String token, int index) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
    }

    @Test
    void theClaimsAreThoseOfRfc9068() throws IOException {
        TokenResponse response = rig.issue(TokenRig.login(demo, ada));

        JsonNode header = part(response.accessToken(), 0);
        JsonNode claims = part(response.accessToken(), 1);
        long now = rig.clock.instant().getEpochSecond();
        assertThat(header.get("typ").textValue()).isEqualTo("at+jwt");
        assertThat(claims.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "iss", "sub", "sub_type", "client_id", "aud", "iat", "exp", "jti", "scope", "sid", "login");
        assertThat(claims.get("iss").textValue()).isEqualTo(TokenRig.ISSUER);
        assertThat(claims.get("sub").textValue()).isEqualTo(ada.id());
        assertThat(claims.get("sub_type").textValue()).isEqualTo("user");
        assertThat(claims.get("client_id").textValue()).isEqualTo("demo");
        assertThat(claims.get("aud").textValue()).isEqualTo(ORDERS);
        assertThat(claims.get("iat").longValue()).isEqualTo(now);
        assertThat(claims.get("exp").longValue()).isEqualTo(now + 300);
        assertThat(claims.get("scope").textValue()).isEqualTo("read write");
        assertThat(claims.get("jti").textValue()).isEqualTo(response.tokenId());
        assertThat(claims.get("sid").textValue()).isEqualTo(response.familyId());
        assertThat(claims.get("login").textValue()).isEqualTo("password");
        assertThat(UUID.fromString(response.tokenId()).version()).isEqualTo(7);
        assertThat(response.expiresIn()).isEqualTo(300);
        assertThat(response.expiresAt()).isEqualTo(Instant.ofEpochSecond(now + 300));
    }

    @Test
    void severalAudiencesAreAListAndAncestorsAreNamed() throws IOException {
        Authorization exchanged = new Authorization(
                TokenRig.admitted(demo, Identity.of(Subject.client(demo.id()))),
                Scopes.NONE,
                List.of(ORDERS, STOCK),
                null,
                List.of("newer", "older"),
                RefreshPlan.NONE,
                TokenType.ACCESS_TOKEN,
                "test");

        TokenResponse response = rig.issue(exchanged);

        JsonNode claims = part(response.accessToken(), 1);
        assertThat(claims.get("aud").toString()).isEqualTo("[\"" + ORDERS + "\",\"" + STOCK + "\"]");
        assertThat(claims.get("lin").toString()).isEqualTo("[\"newer\",\"older\"]");
        assertThat(claims.has("scope")).isFalse();
        assertThat(claims.has("sid")).isFalse();
        assertThat(response.issuedTokenType()).isEqualTo(TokenType.ACCESS_TOKEN);
        assertThat(response.refreshToken()).isNull();
        assertThat(response.refreshExpiresAt()).isNull();
    }

    @Test
    void aLoginsFamilyIsStoredBeforeItsTokenIsSigned() {
        TokenResponse response = rig.issue(TokenRig.login(demo, ada));

        Instant now = rig.clock.instant();
        Family expected = new Family(
                UUID.fromString(response.familyId()),
                0,
                demo.id(),
                Identity.of(ada.subject()),
                demo.scopes(),
                List.of(),
                List.of(),
                now,
                now.plus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(3)),
                LoginMethod.PASSWORD);
        assertThat(rig.families.find(expected.id()).await()).hasValue(new FamilyStore.Found(expected, null, false));
        assertThat(rig.refreshTokens.verify(response.refreshToken(), demo.id()))
                .hasValue(new RefreshTokens.Content(expected.id(), 0));
    }

    @Test
    void aFamilyNeverRestsBeyondItsEnd() {
        Client brief =
                rig.register(client("brief").lifetimes(Duration.ofMinutes(5), Duration.ofDays(9), Duration.ofDays(2)));

        TokenResponse response = rig.issue(TokenRig.login(brief, ada));

        Family family = rig.families
                .find(UUID.fromString(response.familyId()))
                .await()
                .orElseThrow()
                .family();
        assertThat(family.idleUntil()).isEqualTo(family.endsAt());
        assertThat(response.refreshExpiresAt()).isEqualTo(family.endsAt().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void aSuccessorIsTheNewestTokenOfTheFamilyThatIsThere() {
        TokenResponse login = rig.issue(TokenRig.login(demo, ada));
        Family family = rig.families
                .find(UUID.fromString(login.familyId()))
                .await()
                .orElseThrow()
                .family();
        Family rotated = new Family(
                family.id(),
                5,
                family.client(),
                family.identity(),
                family.scopes(),
                family.audiences(),
                family.ancestors(),
                family.createdAt(),
                family.idleUntil(),
                family.endsAt(),
                family.method());

        TokenResponse refreshed =
                rig.issue(authorization(Scopes.of("read"), List.of(ORDERS), null, new RefreshPlan.Successor(rotated)));

        assertThat(refreshed.familyId()).isEqualTo(login.familyId());
        assertThat(refreshed.refreshToken()).isEqualTo(rig.refreshTokens.encode(family.id(), 5, demo.id()));
    }

    @Test
    void nothingIsSignedForAFamilyThatCouldNotBeStored() {
        FamilyStore broken = new FamilyStore() {
            @Override
            public Future<Boolean> create(Family family, @Nullable UUID presented) {
                return Future.failedFuture(new StoreException("down"));
            }

            @Override
            public Future<Rotation> rotate(Redemption redemption) {
                throw new AssertionError();
            }

            @Override
            public Future<Optional<Found>> find(UUID id) {
                throw new AssertionError();
            }

            @Override
            public Future<Void> revoke(UUID id) {
                throw new AssertionError();
            }

            @Override
            public Future<Void> endLogins(Subject subject, ClientId client) {
                throw new AssertionError();
            }
        };
        TokenIssuer issuer = new TokenIssuer(
                TokenRig.ISSUER,
                (type, claims) -> {
                    throw new AssertionError("signed");
                },
                new IdTokens(TokenRig.ISSUER, rig.ring, rig.users),
                rig.refreshTokens,
                broken,
                Computation.INLINE,
                rig.ids,
                rig.clock);

        assertThat(catchThrowable(() -> issuer.issue(TokenRig.login(demo, ada), rig.clock.instant())
                        .await()))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void noTokenOutlivesWhatItWasMadeFrom() {
        Instant limit = rig.clock.instant().plusSeconds(100).plusMillis(999);

        TokenResponse response = rig.issue(authorization(Scopes.of("read"), List.of(ORDERS), limit, RefreshPlan.NONE));

        assertThat(response.expiresIn()).isEqualTo(100);
        assertThat(rig.verify(response.accessToken()).expiresAt())
                .isEqualTo(rig.clock.instant().plusSeconds(100));
    }

    @Test
    void aLimitBeyondTheClientsLifetimeChangesNothing() {
        Instant limit = rig.clock.instant().plus(Duration.ofDays(1));

        assertThat(rig.issue(authorization(Scopes.of("read"), List.of(ORDERS), limit, RefreshPlan.NONE))
                        .expiresIn())
                .isEqualTo(300);
    }

    @Test
    void nothingIsMadeFromWhatHasExpired() {
        Instant limit = rig.clock.instant().plusMillis(1000);

        Refusals.refusal(
                OAuthError.INVALID_REQUEST,
                () -> rig.issuer.issue(
                        authorization(Scopes.of("read"), List.of(ORDERS), limit, RefreshPlan.NONE),
                        rig.clock.instant()));
    }

    @Test
    void theLongestNameOfAWorkloadFitsAndMoreThanWeReadIsNotSigned() {
        Subject pod = Subject.workload("p".repeat(200), "s".repeat(2048));
        Actor acting = Actor.of(pod, "demo");

        OwnToken token =
                rig.verify(rig.issue(spokenFor(List.of(acting, acting))).accessToken());

        assertThat(token.identity().actors()).containsExactly(acting, acting);
        Refusals.refusal(
                OAuthError.INVALID_REQUEST,
                () -> rig.issuer.issue(spokenFor(Collections.nCopies(6, acting)), rig.clock.instant()));
    }

    private Authorization spokenFor(List<Actor> actors) {
        return new Authorization(
                TokenRig.admitted(demo, new Identity(ada.subject(), actors, Map.of())),
                Scopes.of("read"),
                List.of(ORDERS),
                null,
                List.of(),
                RefreshPlan.NONE,
                null,
                "test");
    }

    @Test
    void nothingIsStoredOfWhatHasExpired() {
        Authorization expired = new Authorization(
                TokenRig.admitted(demo, Identity.of(ada.subject())),
                Scopes.of("read"),
                List.of(ORDERS),
                rig.clock.instant(),
                List.of(),
                new RefreshPlan.NewFamily(Scopes.of("read"), List.of(), null),
                null,
                "test");

        Refusals.refusal(OAuthError.INVALID_REQUEST, () -> rig.issuer.issue(expired, rig.clock.instant()));
        assertThat(rig.families.size()).isZero();
    }

    @Test
    void aGrantThatExceedsTheClientIsADefectAndGivesNoToken() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        rig.issue(authorization(Scopes.of("read", "admin"), List.of(ORDERS), null, RefreshPlan.NONE)))
                .withMessageContaining("demo");
        assertThatIllegalStateException()
                .isThrownBy(() -> rig.issue(authorization(Scopes.of("read"), List.of(), null, RefreshPlan.NONE)));
        Client off = client("off").disabled().build();
        assertThatIllegalStateException().isThrownBy(() -> rig.issue(TokenRig.itself(off, Scopes.of("read"))));
    }

    /** A full load of attributes and actors, made from a token that was exchanged sixteen times over. */
    private Authorization laden() {
        List<String> groups = Collections.nCopies(4096 / 40, "g".repeat(40));
        Actor actor = Actor.foreign("https://idp.example/" + "i".repeat(80), "s".repeat(255));
        List<String> ancestors = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            ancestors.add(UUID.randomUUID().toString());
            ancestors.add(Party.exchange("exchange-of-an-ordinary-name-" + i, rig.clock.instant())
                    .asAncestor());
            ancestors.add(Party.provider("provider-of-an-ordinary-name-" + i, rig.clock.instant())
                    .asAncestor());
        }
        Identity identity = new Identity(ada.subject(), Collections.nCopies(4, actor), Map.of("groups", groups));
        return new Authorization(
                TokenRig.admitted(demo, identity),
                Scopes.of("read", "write"),
                List.of(ORDERS, STOCK),
                null,
                ancestors,
                RefreshPlan.NONE,
                null,
                "test");
    }

    @Test
    void theFullestTokenThatIsIssuedIsOneForUsToo() {
        Authorization fullest = laden();

        String token = rig.issue(fullest).accessToken();

        assertThat(token).hasSizeGreaterThan(10_000);
        assertThat(rig.verify(token).identity()).isEqualTo(fullest.identity());
        assertThat(rig.introspector.introspect(token, demo).await())
                .hasValueSatisfying(active -> assertThat(active.identity()).isEqualTo(fullest.identity()));
    }
}
