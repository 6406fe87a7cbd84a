package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.OAuthError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proof by keys, from the token to the identity, over HTTP. */
final class JwksTokenTest {

    private static final SigningKey KEY = TestKeys.foreign(SigningAlgorithm.ES256, "idp");
    private static final SigningKey OTHERS_KEY = TestKeys.foreign(SigningAlgorithm.ES256, "other-idp");

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
    private final Provider provider = ProviderRig.provider("idp", rig.jwks());

    @BeforeEach
    void publish() {
        rig.idp.on("/jwks", ScriptedIdentityProvider.json(TestKeys.jwks(KEY)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private JsonObject claims() {
        long now = rig.clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", "https://idp.example")
                .put("sub", "ada")
                .put("aud", "bourse")
                .put("iat", now)
                .put("exp", now + 7200)
                .put("jti", "7");
    }

    private static String signed(JsonObject claims) {
        return TestKeys.sign(KEY, "JWT", claims.encode());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Future<ExternalIdentity> verify(String token) {
        return proofs.verify(provider, token);
    }

    private int fetches() {
        return rig.idp.count("/jwks");
    }

    @Test
    void aGoodTokenNamesItsUser() {
        ExternalIdentity identity = await(verify(signed(claims().put("email", "ada@example.com"))));

        assertThat(identity.provider()).isEqualTo("idp");
        assertThat(identity.subject()).isEqualTo("ada");
        assertThat(identity.email()).isEqualTo("ada@example.com");
        assertThat(identity.expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(7200));
        assertThat(identity.ancestor()).isEqualTo(ForeignToken.ancestor("https://idp.example", "7"));
        assertThat(rig.idp.calls("/jwks").get(0).headers()).doesNotContainKey("authorization");
    }

    @Test
    void twoSpellingsOfOneTokenAreOneAncestorAndATokenWithoutIdIsItsOwn() {
        // ECDSA signs the same claims differently each time.
        String first = await(verify(signed(claims()))).ancestor();
        String second = await(verify(signed(claims()))).ancestor();
        JsonObject nameless = claims();
        nameless.remove("jti");
        String token = signed(nameless);

        assertThat(first).isEqualTo(second);
        assertThat(await(verify(token)).ancestor())
                .isEqualTo(ForeignToken.parse(token).ancestor())
                .isNotEqualTo(first);
    }

    /** Everybody can make a second signature of an ECDSA signature: it must not be a second token. */
    @Test
    void theTwinOfATokenWithoutIdIsTheSameToken() {
        JsonObject nameless = claims();
        nameless.remove("jti");
        String token = signed(nameless);
        String twin = TestKeys.twin(token);

        assertThat(twin).isNotEqualTo(token);
        assertThat(await(verify(twin)).ancestor())
                .isEqualTo(await(verify(token)).ancestor());
        assertThat(await(verify(signed(nameless.put("nonce", "other")))).ancestor())
                .isNotEqualTo(await(verify(token)).ancestor());
    }

    @Test
    void anotherSpellingOfAPartIsNoToken() {
        String token = signed(claims());
        int payload = token.indexOf('.') + 1;
        int signature = token.lastIndexOf('.') + 1;
        String flipped = token.substring(payload, payload + 1).equals("e") ? "E" : "e";
        // 64 bytes leave four bits of the last character unused.
        char last = token.charAt(token.length() - 1);

        for (String spelling : List.of(
                token + "=",
                token + "==",
                token.substring(0, token.length() - 1) + (char) (last + 1),
                token.substring(0, payload) + flipped + token.substring(payload + 1),
                token.substring(0, signature) + token.substring(signature).toUpperCase(Locale.ROOT))) {
            assertThat(error(verify(spelling))).as(spelling).isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "iss | \"https://idp.example/\"",
                "iss | \"HTTPS://IDP.EXAMPLE\"",
                "iss | null",
                "iss | [\"https://idp.example\"]",
                "aud | \"another-app\"",
                "aud | []",
                "aud | null",
                "aud | \"BOURSE\"",
                "exp | null",
                "exp | 1",
                "exp | \"tomorrow\"",
                "nbf | 9999999999",
                "iat | 9999999999",
                "sub | null",
                "sub | \"\"",
                "sub | \" \"",
                "sub | 7",
                "sub | [\"ada\"]",
                "sub | \"a\\u0007\"",
            })
    void oneBadClaimRefusesTheToken(String name, String json) {
        Object value = io.vertx.core.json.Json.decodeValue(json);

        assertThat(error(verify(signed(claims().put(name, value))))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "exp", "sub"})
    void aMissingClaimRefusesTheToken(String name) {
        JsonObject claims = claims();
        claims.remove(name);

        assertThat(error(verify(signed(claims)))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void aSubjectOf256CharactersIsRefused() {
        assertThat(error(verify(signed(claims().put("sub", "s".repeat(256)))))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(await(verify(signed(claims().put("sub", "s".repeat(255))))).subject())
                .hasSize(255);
    }

    @Test
    void anIdTokenForSeveralMustHaveBeenIssuedToUs() {
        JsonObject several = claims().put("aud", new JsonArray().add("other").add("bourse"));

        assertThat(error(verify(signed(several.copy().put("azp", "other"))))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(verify(signed(several.copy().put("azp", 7))))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(await(verify(signed(several.copy().put("azp", "bourse")))).subject())
                .isEqualTo("ada");
        assertThat(await(verify(signed(several))).subject()).isEqualTo("ada");
        assertThat(await(verify(signed(claims().put("azp", "other")))).subject())
                .isEqualTo("ada");
    }

    @Test
    void typAndAlgorithmArePinned() {
        Provider.Jwks accessTokens = new Provider.Jwks(
                "https://idp.example",
                rig.idp.url("/jwks"),
                null,
                Set.of("ES256"),
                Set.of("at+jwt"),
                Set.of("bourse"),
                null);
        Provider.Jwks rsa = new Provider.Jwks(
                "https://idp.example", rig.idp.url("/jwks"), null, Set.of("RS256"), Set.of(), Set.of("bourse"), null);
        String accessToken = TestKeys.sign(KEY, "at+jwt", claims().encode());

        assertThat(error(proofs.verify(ProviderRig.provider("at", accessTokens), signed(claims()))))
                .isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(await(proofs.verify(ProviderRig.provider("at", accessTokens), accessToken))
                        .subject())
                .isEqualTo("ada");
        assertThat(error(verify(accessToken))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(proofs.verify(ProviderRig.provider("rsa", rsa), signed(claims()))))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void aTokenOfAnotherIssuerMakesUsFetchNothing() {
        JsonObject foreign = claims().put("iss", "https://evil.example");
        String unsigned = base64("{\"alg\":\"none\"}") + ".e30.";

        assertThat(error(verify(signed(foreign)))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(verify("opaque"))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(verify("a.b.c"))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(verify(unsigned))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(fetches()).isZero();
    }

    @Test
    void aKeyOfAnotherIssuerSignsNothingForThisOne() {
        rig.idp.on("/other", ScriptedIdentityProvider.json(TestKeys.jwks(OTHERS_KEY)));
        Provider.Jwks proof = new Provider.Jwks(
                "https://other.example",
                rig.idp.url("/other"),
                null,
                Set.of("ES256"),
                Set.of(),
                Set.of("bourse"),
                null);
        Provider other = ProviderRig.provider("other", proof);
        JsonObject ofOther = claims().put("iss", "https://other.example");
        assertThat(await(proofs.verify(other, TestKeys.sign(OTHERS_KEY, "JWT", ofOther.encode())))
                        .subject())
                .isEqualTo("ada");

        assertThat(error(verify(TestKeys.sign(OTHERS_KEY, "JWT", claims().encode()))))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    /** A key under the kid of another issuer's: each provider looks only into its own set. */
    @Test
    void aStolenKidIsOfNoUse() {
        String stolen =
                new JsonObject(OTHERS_KEY.publicJwk()).put("kid", KEY.id()).encode();
        rig.idp.on("/other", ScriptedIdentityProvider.json("{\"keys\":[" + stolen + "]}"));
        Provider.Jwks proof = new Provider.Jwks(
                "https://other.example",
                rig.idp.url("/other"),
                null,
                Set.of("ES256"),
                Set.of(),
                Set.of("bourse"),
                null);
        Provider other = ProviderRig.provider("other", proof);

        assertThat(error(proofs.verify(other, signed(claims().put("iss", "https://other.example")))))
                .isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(await(verify(signed(claims()))).subject()).isEqualTo("ada");
    }
}
