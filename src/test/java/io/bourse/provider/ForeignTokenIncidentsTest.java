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
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.UserInfo;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What went wrong elsewhere with the tokens of others, each a test. */
final class ForeignTokenIncidentsTest {

    private static final String ISSUER = "https://idp.example";
    private static final SigningKey CONSUMERS = TestKeys.foreign(SigningAlgorithm.ES256, "one");
    private static final SigningKey ENTERPRISE = TestKeys.foreign(SigningAlgorithm.ES256, "two");

    private final ProviderRig rig = new ProviderRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private JsonObject claims(String issuer) {
        long now = rig.clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", issuer)
                .put("sub", "ada")
                .put("aud", "bourse")
                .put("iat", now)
                .put("exp", now + 600);
    }

    private static Jwks keysAt(String issuer, String uri) {
        return new Jwks(issuer, uri, null, Set.of("ES256"), Set.of(), Set.of("bourse"), null);
    }

    private static Provider outside(Provider.Proof proof) {
        return ProviderRig.provider("idp", proof, false);
    }

    /** A provider for each address that an entry can hold; only that one leads to the host. */
    private static List<Provider> toEveryAddress(String inside) {
        String sealedSecret = ProviderRig.sealed("idp", "secret");
        String elsewhere = "https://elsewhere.test/userinfo";
        Set<String> us = Set.of("bourse");
        return List.of(
                outside(keysAt(ISSUER, inside)),
                outside(new Jwks(null, "prod.example", inside, null, Set.of("ES256"), Set.of(), us, null)),
                outside(new Provider.Introspection(inside, "us", sealedSecret, us)),
                outside(new UserInfo(inside, null)),
                outside(new UserInfo(elsewhere, new Provider.Introspection(inside, "us", sealedSecret, us))),
                outside(new UserInfo(elsewhere, new AudienceProof.TokenInfo(inside, us))),
                outside(new UserInfo(elsewhere, new AudienceProof.DebugToken(inside, "us", sealedSecret))),
                outside(new UserInfo(elsewhere, new AudienceProof.ApplicationCheck(inside, "us", sealedSecret))));
    }

    /** better-auth #10830: every kind of address is checked by what its name resolves to, at the time of the call. */
    @Test
    void noKindOfAddressLeadsInside() {
        AtomicInteger connections = new AtomicInteger();
        NetServer listener = rig.vertx.createNetServer().connectHandler(socket -> connections.incrementAndGet());
        int port = await(listener.listen(0, "127.0.0.1")).actualPort();
        rig.name("inside.test", "127.0.0.1");
        rig.name("metadata.test", "169.254.169.254");
        rig.name("mapped.test", "::ffff:10.0.0.1", "8.8.8.8");
        JsonObject workload = claims(ISSUER).put("sub", "spiffe://prod.example/a");
        String jwt = TestKeys.sign(ENTERPRISE, "JWT", workload.encode());

        for (String host : List.of("inside.test", "metadata.test", "mapped.test", "127.0.0.1", "[::1]")) {
            for (Provider provider : toEveryAddress("https://" + host + ":" + port + "/x")) {
                assertThat(error(rig.proofs(ProviderRig.PATIENT).verify(provider, jwt)))
                        .as("%s", provider.proof())
                        .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
            }
        }
        assertThat(connections).hasValue(0);
    }

    /** Octo-STS CVE-2025-52477: the issuer that a token names is looked up, never called. */
    @Test
    void anIssuerInATokenIsNoAddress() {
        ScriptedIdentityProvider attacker = ScriptedIdentityProvider.start(rig.vertx);
        try {
            JsonObject claims = claims(attacker.url("/")).put("jku", attacker.url("/jwks"));
            String token = TestKeys.sign(CONSUMERS, "JWT", claims.encode());

            assertThat(error(rig.proofs(ProviderRig.PATIENT).verify(ProviderRig.provider("idp", rig.jwks()), token)))
                    .isEqualTo(OAuthError.INVALID_GRANT);

            assertThat(attacker.count("/")).isZero();
            assertThat(attacker.count("/jwks")).isZero();
            assertThat(attacker.count("/.well-known/openid-configuration")).isZero();
            assertThat(rig.idp.count("/jwks")).isZero();
        } finally {
            attacker.close();
        }
    }

    /** Storm-0558: two providers behind one host, and the key of the one signs in the other's name. */
    @Test
    void aKeyIsGoodForItsOwnIssuerOnly() {
        rig.idp.on("/consumers", ScriptedIdentityProvider.json(TestKeys.jwks(CONSUMERS)));
        rig.idp.on("/enterprise", ScriptedIdentityProvider.json(TestKeys.jwks(ENTERPRISE)));
        Provider consumers = ProviderRig.provider("c", keysAt(ISSUER + "/c", rig.idp.url("/consumers")));
        Provider enterprise = ProviderRig.provider("e", keysAt(ISSUER + "/e", rig.idp.url("/enterprise")));
        ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
        String genuine = TestKeys.sign(CONSUMERS, "JWT", claims(ISSUER + "/c").encode());
        String forged = TestKeys.sign(CONSUMERS, "JWT", claims(ISSUER + "/e").encode());

        assertThat(await(proofs.verify(consumers, genuine)).subject()).isEqualTo("ada");
        assertThat(error(proofs.verify(enterprise, forged))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(proofs.verify(enterprise, genuine))).isEqualTo(OAuthError.INVALID_GRANT);
        assertThat(error(proofs.verify(consumers, forged))).isEqualTo(OAuthError.INVALID_GRANT);
    }

    /** Entra CVE-2025-55241: the tenant is a part of what is trusted, for the same issuer and keys too. */
    @Test
    void aTokenOfAnotherTenantIsRefused() {
        rig.idp.on("/jwks", ScriptedIdentityProvider.json(TestKeys.jwks(ENTERPRISE)));
        Provider provider = ProviderBuilder.provider("idp", rig.jwks())
                .subject(new SubjectMapping(Subject.Kind.USER, "oid"))
                .require(Condition.exactly("tid", "ours"))
                .build();
        ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
        JsonObject claims = claims(ISSUER).put("oid", "7");

        assertThat(await(proofs.verify(
                                provider,
                                TestKeys.sign(
                                        ENTERPRISE,
                                        "JWT",
                                        claims.copy().put("tid", "ours").encode())))
                        .subject())
                .isEqualTo("7");
        for (JsonObject other : List.of(
                claims.copy(), claims.copy().put("tid", "theirs"), claims.copy().putNull("tid"))) {
            assertThat(error(proofs.verify(provider, TestKeys.sign(ENTERPRISE, "JWT", other.encode()))))
                    .isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    /** Keycloak #34869: whatever is missing from a token or an answer, it is a refusal and no accident of ours. */
    @Test
    void nothingThatIsMissingIsAnAccident() {
        String userinfo = "{\"sub\":\"7\",\"id\":7,\"email\":\"a@b.example\",\"email_verified\":true}";
        String introspection = "{\"active\":true,\"sub\":\"7\",\"aud\":\"bourse\",\"exp\":4000000000,\"iat\":1}";
        String tokenInfo = "{\"aud\":\"bourse\",\"sub\":\"7\",\"exp\":\"4000000000\",\"scope\":\"a\"}";
        String debug = "{\"data\":{\"is_valid\":true,\"app_id\":\"42\",\"user_id\":\"7\",\"expires_at\":0}}";
        String check = "{\"app\":{\"client_id\":\"bourse\"},\"user\":{\"id\":7},\"scopes\":[],\"expires_at\":null}";
        List<Future<?>> outcomes = new ArrayList<>();

        outcomes.addAll(lacking("/introspect", introspection, userinfo, rig.introspection(), "sub"));
        outcomes.addAll(lacking("/tokeninfo", tokenInfo, userinfo, rig.tokenInfo(), "sub"));
        outcomes.addAll(lacking("/debug_token", debug, userinfo, rig.debugToken("idp"), "id"));
        outcomes.addAll(lacking("/applications/bourse/token", check, userinfo, rig.applicationCheck("idp"), "id"));

        assertThat(outcomes).hasSizeGreaterThan(40);
    }

    /** Verifies once for each member of each answer, which then is absent, and once when it is null or a number. */
    private List<Future<?>> lacking(String path, String answer, String userinfo, AudienceProof proof, String claim) {
        Provider provider = ProviderBuilder.provider("idp", rig.userInfo(proof))
                .subject(new SubjectMapping(Subject.Kind.USER, claim))
                .build();
        List<Future<?>> outcomes = new ArrayList<>();
        for (String instead : List.of("", "null", "7", "[]", "{}")) {
            for (String each : variants(answer, instead)) {
                outcomes.add(outcome(path, each, userinfo, provider));
            }
            for (String each : variants(userinfo, instead)) {
                outcomes.add(outcome(path, answer, each, provider));
            }
        }
        return outcomes;
    }

    private Future<?> outcome(String path, String answer, String userinfo, Provider provider) {
        rig.idp.on(path, ScriptedIdentityProvider.json(answer));
        rig.idp.on("/userinfo", ScriptedIdentityProvider.json(userinfo));
        Future<ExternalIdentity> outcome = rig.proofs(ProviderRig.PATIENT).verify(provider, ProviderRig.CANARY);
        Throwable failure = await(outcome.map(done -> (Throwable) OAuthException.invalidGrant("none"))
                .recover(Future::succeededFuture));
        assertThat(failure).as("%s %s", answer, userinfo).isInstanceOf(OAuthException.class);
        assertThat(((OAuthException) failure).error())
                .as("%s %s: %s", answer, userinfo, failure.getMessage())
                .isEqualTo(OAuthError.INVALID_GRANT);
        return outcome;
    }

    /** The object with one member, at any depth, replaced; the empty text leaves it away. */
    private static List<String> variants(String json, String instead) {
        List<String> variants = new ArrayList<>();
        JsonObject object = new JsonObject(json);
        for (String name : object.fieldNames()) {
            JsonObject less = object.copy();
            less.remove(name);
            String rest = less.encode();
            String comma = less.isEmpty() ? "" : ",";
            variants.add(instead.isEmpty() ? rest : "{\"" + name + "\":" + instead + comma + rest.substring(1));
            if (object.getValue(name) instanceof JsonObject inner) {
                for (String deeper : variants(inner.encode(), instead)) {
                    variants.add("{\"" + name + "\":" + deeper + comma + rest.substring(1));
                }
            }
        }
        return variants;
    }
}
