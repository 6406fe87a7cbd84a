package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static io.bourse.provider.ProviderRig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.Actor;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.provider.Provider.Jwks;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entry takes from a proved token, and what it demands of it. */
final class ClaimMappingTest {

    private static final String ISSUER = "https://idp.example";
    private static final SigningKey KEY = TestKeys.foreign(SigningAlgorithm.ES256, "idp");
    private static final Jwks JWKS =
            new Jwks(ISSUER, null, TestKeys.jwks(KEY), Set.of("ES256"), Set.of(), Set.of("bourse"), null);

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);

    @AfterEach
    void close() {
        rig.close();
    }

    private JsonObject claims() {
        long now = rig.clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put("sub", "ada")
                .put("aud", "bourse")
                .put("iat", now)
                .put("exp", now + 600);
    }

    private static ProviderBuilder entry() {
        return ProviderBuilder.provider("idp", JWKS);
    }

    private ExternalIdentity identity(ProviderBuilder entry, JsonObject claims) {
        return await(proofs.verify(entry.build(), TestKeys.sign(KEY, "JWT", claims.encode())));
    }

    private OAuthError refusal(ProviderBuilder entry, JsonObject claims) {
        return error(proofs.verify(entry.build(), TestKeys.sign(KEY, "JWT", claims.encode())));
    }

    @Test
    void withoutAMappingItIsWhatTheStandardsSay() {
        ExternalIdentity identity = identity(
                entry(),
                claims().put("email", "ada@example.com")
                        .put("email_verified", true)
                        .put("scope", "read write")
                        .put("groups", new JsonArray(List.of("admins")))
                        .put("aud", new JsonArray(List.of("bourse", "other")))
                        .put("azp", "bourse"));

        assertThat(identity.issuer()).isEqualTo(ISSUER);
        assertThat(identity.name()).isEqualTo("ada");
        assertThat(identity.subject()).isEqualTo("ada");
        assertThat(identity.email()).isEqualTo("ada@example.com");
        assertThat(identity.emailVerified()).isTrue();
        assertThat(identity.issuedAt()).isEqualTo(rig.clock.instant());
        assertThat(identity.expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(600));
        assertThat(identity.audiences()).containsExactly("bourse", "other");
        assertThat(identity.scopes()).isEqualTo(Scopes.of("read", "write"));
        assertThat(identity.bound()).isFalse();
        assertThat(identity.attributes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"\"a-b\", a-b", "7, 7", "9007199254740993, 9007199254740993"})
    void theSubjectMayStandInAnotherClaimAsATextOrAnInteger(String value, String subject) {
        SubjectMapping mapping = new SubjectMapping(Subject.Kind.USER, "oid");

        ExternalIdentity identity = identity(entry().subject(mapping), claims().put("oid", Json.decodeValue(value)));

        assertThat(identity.subject()).isEqualTo(subject);
        assertThat(identity.name()).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7.5", "true", "\"\"", "[\"a\"]", "{}", "1e400"})
    void aSubjectThatIsNeitherIsRefused(String value) {
        SubjectMapping mapping = new SubjectMapping(Subject.Kind.USER, "oid");
        String token = TestKeys.sign(KEY, "JWT", claims().encode().replace("\"aud\"", "\"oid\":" + value + ",\"aud\""));

        assertThat(error(proofs.verify(entry().subject(mapping).build(), token)))
                .isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(refusal(entry().subject(mapping), claims())).isEqualTo(OAuthError.INVALID_GRANT);
    }

    /** A namespace has up to 63 characters, a service account up to 253. */
    @Test
    void theNameOfAWorkloadMayBeLongerThanThatOfAUser() {
        String longest = "system:serviceaccount:" + "n".repeat(63) + ":" + "s".repeat(253);
        ProviderBuilder cluster = entry().provisioning(Provider.Provisioning.NONE)
                .subject(new SubjectMapping(Subject.Kind.WORKLOAD, "sub"));

        ExternalIdentity identity = identity(cluster, claims().put("sub", longest));

        assertThat(identity.subject()).isEqualTo(longest);
        assertThat(identity.name()).isEqualTo(longest);
        assertThat(identity(cluster, claims().put("sub", "a".repeat(2048))).subject())
                .hasSize(2048);
        assertThat(refusal(cluster, claims().put("sub", "a".repeat(2049)))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(refusal(entry(), claims().put("sub", longest))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void groupsRolesAndEntitlementsAreTakenOverUnderOurNames() {
        Map<String, String> mapping = Map.of("groups", "wids", "roles", "/realm_access/roles", "entitlements", "none");

        ExternalIdentity identity = identity(
                entry().claims(mapping),
                claims().put("wids", "one")
                        .put("realm_access", new JsonObject().put("roles", new JsonArray(List.of("a", "b")))));

        assertThat(identity.attributes()).isEqualTo(Map.of("groups", List.of("one"), "roles", List.of("a", "b")));
    }

    @Test
    void aHundredValuesAreTakenAndWhatIsMoreOrNoTextRefusesTheToken() {
        Map<String, String> mapping = Map.of("groups", "groups");

        assertThat(identity(
                                entry().claims(mapping),
                                claims().put("groups", new JsonArray(Collections.nCopies(100, "g"))))
                        .attributes()
                        .get("groups"))
                .hasSize(100);
        assertThat(identity(entry().claims(mapping), claims().put("groups", new JsonArray()))
                        .attributes()
                        .get("groups"))
                .isEmpty();
        for (Object bad : List.of(
                new JsonArray(Collections.nCopies(101, "g")),
                "g".repeat(256),
                7,
                new JsonObject(),
                new JsonArray().add("g").add(7),
                new JsonArray().add("g\n"))) {
            assertThat(refusal(entry().claims(mapping), claims().put("groups", bad)))
                    .as("%s", bad)
                    .isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    /** Three times a hundred of 255 would be more than a token of ours can hold. */
    @Test
    void attributesHaveAnEndOverAllOfThem() {
        ProviderBuilder entry = entry().claims(Map.of("groups", "groups", "roles", "roles"));
        JsonArray full = new JsonArray(Collections.nCopies(16, "g".repeat(128)));
        JsonArray one = new JsonArray().add("g");

        assertThat(identity(entry, claims().put("groups", full).put("roles", full))
                        .attributes())
                .hasSize(2);
        assertThat(failure(proofs.verify(
                        entry.build(),
                        TestKeys.sign(
                                KEY,
                                "JWT",
                                claims().put("groups", full)
                                        .put("roles", full.copy().addAll(one))
                                        .encode()))))
                .hasMessage("the provider's [groups, roles] have more than 4096 bytes together");
        JsonArray wide = new JsonArray(Collections.nCopies(16, "\u00e4".repeat(128)));
        assertThat(refusal(entry, claims().put("groups", wide).put("roles", one)))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    /** It speaks of the claim email: another claim's address would borrow its proof. */
    @Test
    void anAddressFromAnotherClaimIsNotVerified() {
        ExternalIdentity identity = identity(
                entry().claims(Map.of("email", "upn")),
                claims().put("upn", "admin@example.com")
                        .put("email", "eve@example.com")
                        .put("email_verified", true));

        assertThat(identity.email()).isEqualTo("admin@example.com");
        assertThat(identity.emailVerified()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "\"true\", true",
        "\"TRUE\", false",
        "1, false",
        "\"1\", false",
        "null, false",
        "[true], false"
    })
    void anAddressIsVerifiedIfTheProviderSaysTrue(String said, boolean verified) {
        ExternalIdentity identity =
                identity(entry(), claims().put("email", "a@b.example").put("email_verified", Json.decodeValue(said)));

        assertThat(identity.emailVerified()).isEqualTo(verified);
    }

    @Test
    void everyConditionMustBeMet() {
        ProviderBuilder entry = entry().require(Condition.exactly("hd", "example.com"), Condition.like("sub", "a*"));

        assertThat(identity(entry, claims().put("hd", "example.com")).subject()).isEqualTo("ada");
        assertThat(refusal(entry, claims().put("hd", "example.org"))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(refusal(entry, claims())).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(refusal(entry, claims().put("hd", "example.com").put("sub", "eve")))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void aRefusalNamesTheConditionAndNotWhatTheTokenSays() {
        String token =
                TestKeys.sign(KEY, "JWT", claims().put("hd", "canary.example").encode());
        Provider provider = entry().require(Condition.oneOf("hd", Set.of("a.example", "b.example")))
                .build();

        assertThat(failure(proofs.verify(provider, token)))
                .hasMessage("provider idp demands hd = a.example or b.example, the token does not say so");
    }

    /** What an older entry decided does not count for a newer one. */
    @Test
    void aConditionThatIsAddedHoldsForATokenThatWasProvedBefore() {
        String token = TestKeys.sign(KEY, "JWT", claims().encode());
        await(proofs.verify(entry().build(), token));

        assertThat(error(proofs.verify(
                        entry().require(Condition.exactly("hd", "x")).build(), token)))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void actorsAreReadOnlyIfTheEntryTrustsThem() {
        JsonObject act = new JsonObject().put("sub", "robot").put("act", new JsonObject().put("sub", "front"));

        assertThat(identity(entry(), claims().put("act", act)).actors()).isEmpty();
        assertThat(identity(entry().keepsActors(), claims().put("act", act)).actors())
                .containsExactly(Actor.foreign(ISSUER, "robot"), Actor.foreign(ISSUER, "front"));
        assertThat(identity(entry(), claims().put("act", "robot")).actors()).isEmpty();
        assertThat(refusal(entry().keepsActors(), claims().put("act", "robot"))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void thatSomebodyActsIsSaidWhetherTheEntryTrustsItOrNot() {
        JsonObject act = new JsonObject().put("sub", "robot");

        assertThat(identity(entry(), claims()).acted()).isFalse();
        assertThat(identity(entry(), claims().put("act", act)).acted()).isTrue();
        assertThat(identity(entry(), claims().put("act", "robot")).acted()).isTrue();
        assertThat(identity(entry().keepsActors(), claims().put("act", act)).acted())
                .isTrue();
    }

    /** Each of them goes into claims and rows; a NUL goes into no row. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u2028b", " ", ""})
    void aPartyIsNamedByTextsThatCanBeStored(String text) {
        for (String member : List.of("iss", "sub", "client_id")) {
            JsonObject party = new JsonObject().put("sub", "robot").put(member, text);
            JsonObject deeper = new JsonObject().put("sub", "robot").put("act", party);

            for (JsonObject claims :
                    List.of(claims().put("act", party), claims().put("act", deeper), claims().put("may_act", party))) {
                assertThat(refusal(entry().keepsActors(), claims)).isEqualTo(OAuthError.INVALID_GRANT);
            }
        }
    }

    @Test
    void aPartyHasNoEndlessName() {
        JsonObject longest = new JsonObject().put("sub", "s".repeat(2304));
        JsonObject longer = new JsonObject().put("sub", "s".repeat(2305));

        assertThat(identity(entry().keepsActors(), claims().put("act", longest)).actors())
                .hasSize(1);
        assertThat(refusal(entry().keepsActors(), claims().put("act", longer))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(refusal(entry(), claims().put("may_act", longer))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    /** A provider may say who acted there, and not that one of our own did. */
    @Test
    void noProviderNamesAnActorInOurWords() {
        JsonObject ours = new JsonObject().put("iss", ProviderRig.OWN_ISSUER).put("sub", "robot");
        JsonObject behind = new JsonObject().put("sub", "front").put("act", ours);

        assertThat(refusal(entry().keepsActors(), claims().put("act", ours))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(refusal(entry().keepsActors(), claims().put("act", behind))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(identity(
                                entry().keepsActors(),
                                claims().put("act", ours.copy().put("iss", "https://other.example")))
                        .actors())
                .containsExactly(Actor.foreign("https://other.example", "robot"));
        assertThat(identity(entry(), claims().put("act", ours)).actors()).isEmpty();
        assertThat(identity(entry(), claims().put("may_act", ours)).mayAct())
                .isEqualTo(new MayAct(ProviderRig.OWN_ISSUER, "robot", null));
    }

    @Test
    void whoAloneMayActIsAlwaysRead() {
        JsonObject mayAct = new JsonObject().put("sub", "robot");

        assertThat(identity(entry(), claims().put("may_act", mayAct)).mayAct())
                .isEqualTo(new MayAct(ISSUER, "robot", null));
        assertThat(identity(entry(), claims()).mayAct()).isNull();
        assertThat(refusal(entry(), claims().put("may_act", "robot"))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(refusal(entry(), claims().put("may_act", mayAct.copy().put("room", 7))))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void scopesMayBeAListAndNonsenseIsRefused() {
        assertThat(identity(entry(), claims().put("scp", new JsonArray(List.of("read", "write"))))
                        .scopes())
                .isEqualTo(Scopes.of("read", "write"));
        assertThat(refusal(entry(), claims().put("scope", "re\"ad"))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void aBoundTokenIsSaidToBeBound() {
        assertThat(identity(entry(), claims().put("jwk", "{}")).bound())
                .as("a session token")
                .isTrue();
        assertThat(identity(entry(), claims().put("cnf", new JsonObject().put("jkt", "x")))
                        .bound())
                .isTrue();
    }
}
