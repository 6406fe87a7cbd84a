package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.ScriptedIdentityProvider.Script;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Subject;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way of misbehaving against every kind of proof: never an identity, never a second address, and in time. */
final class HostileProviderTest {

    private static final SigningKey KEY = TestKeys.foreign(SigningAlgorithm.ES256, "idp");
    private static final SigningKey OTHERS_KEY = TestKeys.foreign(SigningAlgorithm.ES256, "other-idp");

    private final ProviderRig rig = new ProviderRig();

    /** A kind of proof, and the last address that it asks. */
    enum Kind {
        JWKS("/jwks"),
        SPIFFE("/jwks"),
        INTROSPECTION("/introspect"),
        USERINFO("/userinfo"),
        USERINFO_AND_INTROSPECTION("/introspect"),
        GOOGLE("/tokeninfo"),
        FACEBOOK("/debug_token"),
        GITHUB("/applications/bourse/token");

        final String path;

        Kind(String path) {
            this.path = path;
        }

        boolean hasKeys() {
            return this == JWKS || this == SPIFFE;
        }

        Provider provider(ProviderRig rig) {
            return switch (this) {
                case JWKS -> ProviderRig.provider("idp", rig.jwks());
                case SPIFFE ->
                    ProviderRig.provider(
                            "idp",
                            new Provider.Jwks(
                                    null,
                                    "prod.example",
                                    rig.idp.url("/jwks"),
                                    null,
                                    Set.of("ES256"),
                                    Set.of(),
                                    Set.of("bourse"),
                                    null));
                case INTROSPECTION -> ProviderRig.provider("idp", rig.introspection());
                case USERINFO -> ProviderRig.provider("idp", rig.userInfo(null));
                case USERINFO_AND_INTROSPECTION -> ProviderRig.provider("idp", rig.userInfo(rig.introspection()));
                case GOOGLE -> ProviderRig.provider("idp", rig.userInfo(rig.tokenInfo()));
                case FACEBOOK -> byId(rig.userInfo(rig.debugToken("idp")));
                case GITHUB -> byId(rig.userInfo(rig.applicationCheck("idp")));
            };
        }

        private static Provider byId(Provider.UserInfo proof) {
            return ProviderBuilder.provider("idp", proof)
                    .subject(new SubjectMapping(Subject.Kind.USER, "id"))
                    .build();
        }
    }

    enum Misbehaviour {
        SILENT,
        DRIPPING,
        ENDLESS,
        HUGE,
        REDIRECTING,
        COMPRESSED,
        RESETTING,
        CROWDED,
        BROKEN,
        HTML,
        NO_OBJECT,
        TWO_MEANINGS,
        DEEP;

        Script script(ProviderRig rig) {
            return switch (this) {
                case SILENT -> ScriptedIdentityProvider.silence();
                case DRIPPING -> ScriptedIdentityProvider.drip(rig.vertx);
                case ENDLESS -> ScriptedIdentityProvider.endless();
                case HUGE -> ScriptedIdentityProvider.huge(2 * 1024 * 1024);
                case REDIRECTING -> ScriptedIdentityProvider.redirect(rig.idp.url("/good"));
                case COMPRESSED -> ScriptedIdentityProvider.gzip(good());
                case RESETTING -> request -> request.connection().close().onFailure(ignored -> {});
                case CROWDED -> ScriptedIdentityProvider.status(429);
                case BROKEN -> ScriptedIdentityProvider.status(500);
                case HTML -> ScriptedIdentityProvider.body("text/html", "<html>canary</html>");
                case NO_OBJECT -> ScriptedIdentityProvider.json("[" + good() + "]");
                case TWO_MEANINGS -> ScriptedIdentityProvider.json("{\"sub\":\"eve\"," + good().substring(1));
                case DEEP -> ScriptedIdentityProvider.json("{\"keys\":" + "[".repeat(100_000));
            };
        }
    }

    /** An answer that any kind of question would be content with. */
    private static String good() {
        return new JsonObject()
                .put("keys", new JsonArray().add(new JsonObject(KEY.publicJwk())))
                .put("active", true)
                .put("sub", "ada")
                .put("id", 7)
                .put("aud", "bourse")
                .put("exp", 4_000_000_000L)
                .put(
                        "data",
                        new JsonObject()
                                .put("is_valid", true)
                                .put("expires_at", 0)
                                .put("app_id", "42")
                                .put("user_id", "7"))
                .put("app", new JsonObject().put("client_id", "bourse"))
                .put("user", new JsonObject().put("id", 7))
                .encode();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private JsonObject claims() {
        return new JsonObject()
                .put("iss", "https://idp.example")
                .put("sub", "spiffe://prod.example/ada")
                .put("aud", "bourse")
                .put("exp", rig.clock.instant().getEpochSecond() + 600);
    }

    private String token(Kind kind) {
        return kind.hasKeys() ? TestKeys.sign(KEY, "JWT", claims().encode()) : ProviderRig.CANARY;
    }

    private void good(String... paths) {
        for (String path : paths) {
            rig.idp.on(path, ScriptedIdentityProvider.json(good()));
        }
    }

    /** Or else the tests below would prove nothing. */
    @ParameterizedTest
    @EnumSource
    void aGoodAnswerProvesAnIdentity(Kind kind) {
        good("/userinfo", kind.path);

        assertThat(await(rig.proofs(ProviderRig.PATIENT).verify(kind.provider(rig), token(kind)))
                        .subject())
                .isIn("ada", "7", "spiffe://prod.example/ada");
    }

    @ParameterizedTest
    @EnumSource
    void provesNothing(Misbehaviour misbehaviour) {
        Map<Kind, Future<ExternalIdentity>> proved = new EnumMap<>(Kind.class);
        good("/good", "/userinfo");
        for (Kind kind : Kind.values()) {
            if (kind != Kind.USERINFO) {
                rig.idp.on(kind.path, misbehaviour.script(rig));
                proved.put(kind, rig.proofs(ProviderRig.LIMITS).verify(kind.provider(rig), token(kind)));
            }
        }

        proved.forEach((kind, outcome) ->
                assertThat(error(outcome)).as("%s", kind).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE));
        assertThat(rig.idp.count("/good")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void provesNothingAboutTheUserEither(Misbehaviour misbehaviour) {
        Map<Kind, Future<ExternalIdentity>> proved = new EnumMap<>(Kind.class);
        rig.idp.on("/userinfo", misbehaviour.script(rig));
        good("/good");
        for (Kind kind : Kind.values()) {
            if (!kind.hasKeys() && kind != Kind.INTROSPECTION) {
                if (kind != Kind.USERINFO) {
                    good(kind.path);
                }
                proved.put(kind, rig.proofs(ProviderRig.LIMITS).verify(kind.provider(rig), token(kind)));
            }
        }

        proved.forEach((kind, outcome) ->
                assertThat(error(outcome)).as("%s", kind).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE));
        assertThat(rig.idp.count("/good")).isZero();
    }

    /** Keys that prove nothing about this token: another's, the right id on another's key, a private or weak one. */
    @ParameterizedTest
    @EnumSource(names = {"JWKS", "SPIFFE"})
    void wrongKeysProveNothing(Kind kind) {
        JsonObject others = new JsonObject(OTHERS_KEY.publicJwk());
        JsonObject own = new JsonObject(KEY.publicJwk());
        String id = own.getString("kid");
        for (JsonArray keys : new JsonArray[] {
            new JsonArray(),
            new JsonArray().add(others),
            new JsonArray().add(others.copy().put("kid", id)),
            new JsonArray().add(own).add(others.copy().put("kid", id)),
            new JsonArray().add(own.copy().put("d", "AAAA")),
            new JsonArray().add(own.copy().put("use", "enc")),
            new JsonArray().add(own.copy().put("alg", "HS256")),
            new JsonArray()
                    .add(new JsonObject().put("kty", "oct").put("kid", id).put("k", "AAAA")),
        }) {
            rig.idp.on(
                    "/jwks",
                    ScriptedIdentityProvider.json(
                            new JsonObject().put("keys", keys).encode()));

            assertThat(error(rig.proofs(ProviderRig.PATIENT).verify(kind.provider(rig), token(kind))))
                    .as("%s", keys)
                    .isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    /** Octo-STS CVE-2025-52477, RFC 7517 section 4.5: what a token says makes us ask at a bounded pace. */
    @ParameterizedTest
    @EnumSource(names = {"JWKS", "SPIFFE"})
    void tenThousandRandomKidsAreOneFetchAHalfMinute(Kind kind) {
        good("/jwks");
        ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
        Provider provider = kind.provider(rig);
        await(proofs.verify(provider, token(kind)));
        String body = base64(claims().encode());

        for (int i = 0; i < 10_000; i++) {
            rig.clock.advance(Duration.ofMillis(6));
            String header = "{\"alg\":\"ES256\",\"kid\":\"" + UUID.randomUUID() + "\"}";
            assertThat(error(proofs.verify(provider, base64(header) + "." + body + "." + "A".repeat(86))))
                    .isEqualTo(OAuthError.INVALID_GRANT);
        }

        assertThat(rig.idp.count("/jwks")).isEqualTo(1 + 2);
        assertThat(await(proofs.verify(
                                provider,
                                TestKeys.sign(
                                        KEY, "JWT", claims().put("jti", "x").encode())))
                        .ancestor())
                .isNotEmpty();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
