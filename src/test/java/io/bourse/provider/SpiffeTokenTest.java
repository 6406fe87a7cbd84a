package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.TestKeys;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Subject;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Provisioning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JWT-SVIDs: workloads by their SPIFFE id, with the keys of the trust domain's bundle. */
final class SpiffeTokenTest {

    private static final SigningKey KEY = TestKeys.foreign(SigningAlgorithm.ES256, "svid");
    private static final SigningKey CERTIFICATE_KEY = TestKeys.foreign(SigningAlgorithm.ES256, "x509");

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
    private final Provider provider = mesh(null);

    @BeforeEach
    void publish() {
        JsonArray keys = new JsonArray()
                .add(new JsonObject(KEY.publicJwk()).put("use", "jwt-svid"))
                .add(new JsonObject(CERTIFICATE_KEY.publicJwk()).put("use", "x509-svid"));
        rig.idp.on(
                "/bundle",
                ScriptedIdentityProvider.json(new JsonObject().put("keys", keys).encode()));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Provider mesh(String issuer) {
        return ProviderBuilder.provider(
                        "mesh",
                        new Jwks(
                                issuer,
                                "prod.example",
                                rig.idp.url("/bundle"),
                                null,
                                Set.of("ES256"),
                                Set.of(),
                                Set.of("bourse"),
                                null))
                .provisioning(Provisioning.NONE)
                .subject(new SubjectMapping(Subject.Kind.WORKLOAD, "sub"))
                .build();
    }

    private JsonObject claims() {
        return new JsonObject()
                .put("sub", "spiffe://prod.example/ns/shop/sa/orders")
                .put("aud", new JsonArray().add("bourse"))
                .put("exp", rig.clock.instant().getEpochSecond() + 300);
    }

    private static String signed(JsonObject claims) {
        return TestKeys.sign(KEY, "JWT", claims.encode());
    }

    @Test
    void aWorkloadIsProvedWithoutAnIssuer() {
        ExternalIdentity identity = await(proofs.verify(provider, signed(claims())));

        assertThat(identity.subject()).isEqualTo("spiffe://prod.example/ns/shop/sa/orders");
        assertThat(identity.issuer()).isEqualTo("spiffe://prod.example");
    }

    @Test
    void anIdMayBeAsLongAsSpiffeLetsItBe() {
        String longest = "spiffe://prod.example/".concat("a".repeat(2048)).substring(0, 2048);

        assertThat(await(proofs.verify(provider, signed(claims().put("sub", longest))))
                        .subject())
                .isEqualTo(longest);
        assertThat(error(proofs.verify(provider, signed(claims().put("sub", longest + "a")))))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://prod.example",
                "spiffe://prod.example/",
                "spiffe://prod.example/a//b",
                "spiffe://prod.example/a/",
                "spiffe://prod.example/a/../b",
                "spiffe://prod.example/./a",
                "spiffe://prod.example/%61",
                "spiffe://prod.example/a?b",
                "spiffe://prod.example/a#b",
                "spiffe://prod.example:443/a",
                "spiffe://eve@prod.example/a",
                "spiffe://prod.example.evil/a",
                "spiffe://PROD.example/a",
                "SPIFFE://prod.example/a",
                "spiffe://evil/prod.example",
                "prod.example/a",
                "ada",
                ""
            })
    void whatIsNoIdOfTheTrustDomainIsRefusedWithoutACall(String subject) {
        assertThat(error(proofs.verify(provider, signed(claims().put("sub", subject)))))
                .isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(rig.idp.count("/bundle")).isZero();
    }

    @Test
    void audienceAndEndAreRequired() {
        for (String name : new String[] {"aud", "exp"}) {
            JsonObject claims = claims();
            claims.remove(name);
            assertThat(error(proofs.verify(provider, signed(claims)))).isEqualTo(OAuthError.INVALID_GRANT);
        }
        assertThat(error(proofs.verify(provider, signed(claims().put("aud", "another")))))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void anIssuerCountsIfTheEntryNamesOne() {
        Provider named = mesh("https://oidc.prod.example");

        assertThat(await(proofs.verify(named, signed(claims().put("iss", "https://oidc.prod.example"))))
                        .issuer())
                .isEqualTo("spiffe://prod.example");
        assertThat(await(proofs.verify(named, signed(claims()))).subject()).endsWith("/orders");
        for (Object another : new Object[] {"https://idp.example", 7, ""}) {
            assertThat(error(proofs.verify(named, signed(claims().put("iss", another)))))
                    .isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    /** Whoever may sign for the trust domain must not speak in another issuer's name. */
    @Test
    void anIssuerThatNobodyNamedIsNotTakenOver() {
        assertThat(await(proofs.verify(provider, signed(claims().put("iss", "https://accounts.google.com"))))
                        .issuer())
                .isEqualTo("spiffe://prod.example");
    }

    @Test
    void aKeyForCertificatesSignsNoToken() {
        String token = TestKeys.sign(CERTIFICATE_KEY, "JWT", claims().encode());

        assertThat(error(proofs.verify(provider, token))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    /** The same keys behind an ordinary entry: their use is none that it knows. */
    @Test
    void aBundleIsNoOrdinaryKeySet() {
        Provider ordinary = ProviderRig.provider(
                "idp",
                new Jwks(
                        "spiffe://prod.example",
                        rig.idp.url("/bundle"),
                        null,
                        Set.of("ES256"),
                        Set.of(),
                        Set.of("bourse"),
                        null));

        assertThat(error(proofs.verify(ordinary, signed(claims())))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(proofs.verify(ordinary, signed(claims().put("iss", "spiffe://prod.example")))))
                .isEqualTo(OAuthError.INVALID_GRANT);
    }
}
