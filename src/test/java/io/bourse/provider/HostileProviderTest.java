package io.bourse.provider;

import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.ScriptedIdentityProvider.Script;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.oauth.OAuthError;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way of misbehaving against every kind of proof: always unavailable, never an identity, and in time. */
final class HostileProviderTest {

    private static final String GOOD = "{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\"}";

    private final ProviderRig rig = new ProviderRig();

    enum Misbehaviour {
        SILENT,
        DRIPPING,
        ENDLESS,
        HUGE,
        REDIRECTING,
        COMPRESSED,
        RESETTING,
        CROWDED,
        BROKEN;

        Script script(ProviderRig rig) {
            return switch (this) {
                case SILENT -> ScriptedIdentityProvider.silence();
                case DRIPPING -> ScriptedIdentityProvider.drip(rig.vertx);
                case ENDLESS -> ScriptedIdentityProvider.endless();
                case HUGE -> ScriptedIdentityProvider.huge(1024 * 1024);
                case REDIRECTING -> ScriptedIdentityProvider.redirect(rig.idp.url("/good"));
                case COMPRESSED -> ScriptedIdentityProvider.gzip(GOOD);
                case RESETTING -> request -> request.connection().close().onFailure(ignored -> {});
                case CROWDED -> ScriptedIdentityProvider.status(429);
                case BROKEN -> ScriptedIdentityProvider.status(500);
            };
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String jwt() {
        long now = rig.clock.instant().getEpochSecond();
        JsonObject claims = new JsonObject()
                .put("iss", "https://idp.example")
                .put("sub", "ada")
                .put("aud", "bourse")
                .put("exp", now + 600);
        return TestKeys.sign(TestKeys.foreign(SigningAlgorithm.ES256, "idp"), "JWT", claims.encode());
    }

    @ParameterizedTest
    @EnumSource
    void provesNothing(Misbehaviour misbehaviour) {
        ProviderProofs proofs = rig.proofs(ProviderRig.LIMITS);
        rig.idp.on("/good", ScriptedIdentityProvider.json(GOOD));
        Stream.of("/jwks", "/userinfo", "/introspect").forEach(path -> rig.idp.on(path, misbehaviour.script(rig)));

        assertThat(error(proofs.verify(ProviderRig.provider("jwks", rig.jwks()), jwt())))
                .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        assertThat(error(proofs.verify(
                        ProviderRig.provider("introspection", rig.introspection("introspection")), ProviderRig.CANARY)))
                .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        assertThat(error(proofs.verify(ProviderRig.provider("userinfo", rig.userInfo(null)), ProviderRig.CANARY)))
                .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        assertThat(rig.idp.count("/good")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void provesNothingAboutTheAudienceEither(Misbehaviour misbehaviour) {
        ProviderProofs proofs = rig.proofs(ProviderRig.LIMITS);
        rig.idp.on("/good", ScriptedIdentityProvider.json(GOOD));
        rig.idp.on("/userinfo", ScriptedIdentityProvider.json(GOOD));
        rig.idp.on("/introspect", misbehaviour.script(rig));

        assertThat(error(proofs.verify(
                        ProviderRig.provider("idp", rig.userInfo(rig.introspection())), ProviderRig.CANARY)))
                .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
        assertThat(rig.idp.count("/good")).isZero();
    }
}
