package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.bourse.door.oauth.OAuthErrors;
import io.bourse.http.HttpFixture.Reply;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerAuthenticationTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> verified = new CopyOnWriteArrayList<>();
    private volatile JWKSet keys;
    private volatile boolean refuse;
    private ECKey key;
    private HttpFixture server;

    private final class GuardedDoor implements Door {

        private final BearerAuthentication<String> bearer = new BearerAuthentication<>(
                vertx, () -> keys.toPublicJWKSet().toString(), BearerAuthenticationTest.this::verify);

        @Override
        public String name() {
            return "guarded";
        }

        @Override
        public void routes(RouteTable routes) {
            routes.get(
                    "/me",
                    bearer.guard((call, subject) ->
                            Future.succeededFuture(Answer.json(200, json -> json.writeStringField("sub", subject)))));
            routes.get(
                    "/why",
                    call -> bearer.authenticate(call)
                            .map("")
                            .otherwise(Throwable::getMessage)
                            .map(why -> Answer.json(200, json -> json.writeStringField("why", why))));
        }

        @Override
        public ErrorShape errors() {
            return new OAuthErrors();
        }
    }

    private Future<String> verify(String token) {
        verified.add(token);
        return refuse ? Future.failedFuture(OAuthException.invalidToken("revoked")) : Future.succeededFuture("ada");
    }

    @BeforeEach
    void start() throws JOSEException {
        key = newKey("k1");
        keys = new JWKSet(key);
        server = new HttpFixture(new GuardedDoor());
    }

    @AfterEach
    void stop() {
        server.close();
        HttpFixture.await(vertx.close());
    }

    private static ECKey newKey(String id) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(id)
                .algorithm(JWSAlgorithm.ES256)
                .generate();
    }

    private static String token(ECKey signing, long secondsLeft) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("ada")
                .expirationTime(Date.from(Instant.now().plusSeconds(secondsLeft)))
                .build();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(signing.getKeyID())
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(signing));
        return jwt.serialize();
    }

    private Reply me(String... headers) throws IOException {
        return server.get("/me", headers);
    }

    private static void assertRefused(Reply reply, String challenge) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo(challenge);
        assertThat(reply.body()).contains("invalid_token");
    }

    @Test
    void aGoodTokenIsVerifiedByBoth() throws Exception {
        String token = token(key, 60);

        assertThat(me("Authorization: Bearer " + token).body()).isEqualTo("{\"sub\":\"ada\"}");
        assertThat(me("Authorization: bearer " + token).status()).isEqualTo(200);
        assertThat(verified).containsExactly(token, token);
    }

    @Test
    void ourVerificationHasTheLastWord() throws Exception {
        refuse = true;

        assertRefused(
                me("Authorization: Bearer " + token(key, 60)), "Bearer realm=\"bourse\", error=\"invalid_token\"");
    }

    @Test
    void whatOurKeysDidNotSignIsNotEvenVerified() throws Exception {
        for (String token : new String[] {
            token(newKey("k1"), 60),
            token(newKey("k2"), 60),
            token(key, -60),
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.",
            "x",
            "..."
        }) {
            assertRefused(me("Authorization: Bearer " + token), "Bearer realm=\"bourse\", error=\"invalid_token\"");
        }
        assertThat(verified).isEmpty();
    }

    @Test
    void theLogIsToldWhyByTheFirstGuardToo() throws Exception {
        assertThat(why(token(newKey("k1"), 60))).contains("Vert.x Auth refused it: its signature is not ours");
        assertThat(why(token(newKey("stranger"), 60)))
                .contains("Vert.x Auth refused it: no key of ours has its kid and alg")
                .doesNotContain("stranger");
        assertThat(why(token(key, -60))).contains("Vert.x Auth refused it: it has expired, or is not valid yet");
        for (String malformed : new String[] {"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "x", "a.b.c"}) {
            assertThat(why(malformed)).contains("Vert.x Auth refused it: it is no signed JWT");
        }
    }

    private String why(String token) throws IOException {
        return server.get("/why", "Authorization: Bearer " + token).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic eDp5", "Bearer", "Bearer ", "Bearer a b", "Bearer <svg>", "Bearerx"})
    void whatIsNoBearerTokenIsRefused(String header) throws IOException {
        assertRefused(me("Authorization: " + header), "Bearer realm=\"bourse\", error=\"invalid_token\"");
    }

    @Test
    void withoutCredentialsTheChallengeNamesNoError() throws Exception {
        assertRefused(me(), "Bearer realm=\"bourse\"");
        assertRefused(
                me("Authorization: Bearer " + token(key, 60), "Authorization: Bearer x"),
                "Bearer realm=\"bourse\", error=\"invalid_token\"");
    }

    @Test
    void newKeysAreTakenUpAtOnce() throws Exception {
        String old = token(key, 60);
        assertThat(me("Authorization: Bearer " + old).status()).isEqualTo(200);

        ECKey next = newKey("k2");
        keys = new JWKSet(next);
        assertThat(me("Authorization: Bearer " + token(next, 60)).status()).isEqualTo(200);
        assertThat(me("Authorization: Bearer " + old).status()).isEqualTo(401);
    }
}
