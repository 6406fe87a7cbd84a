package io.bourse.e2e;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.app.TestNode;
import io.bourse.keys.SigningKeys;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing keys change under running nodes, and no verifier is left without the key that it needs. */
class KeyRotationIT {

    private static final int NODES = 2;
    private static final int ROUNDS = 10;
    private static final Duration PROMISE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration PREPUBLISH = Duration.ofMinutes(10);
    private static final String KEYS = "SELECT count(*) FROM signing_key";

    private final TokenServer server = TokenServer.start(NODES, Map.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewKeyIsPublishedOnEveryNodeBeforeItSigns() {
        TokenAnswer before = server.convert("early");
        String old = keyId(before);

        assertThat(rotate(Duration.ofSeconds(2))).isTrue();

        eventually(
                "published everywhere",
                PROMISE,
                () -> published(0).size() == 2 && published(1).size() == 2);
        eventually("the new key signs", PATIENCE, () -> {
            Set<String> known = published(1);
            String signed = keyId(server.convert("early"));
            assertThat(known).contains(signed);
            return !signed.equals(old);
        });
        for (int node = 0; node < NODES; node++) {
            assertThat(published(node)).contains(old);
            assertThat(server.active(node, before.accessToken())).isTrue();
        }
    }

    @Test
    void aKeyThatIsPublishedDoesNotSignYet() {
        String old = keyId(server.convert("patient"));

        assertThat(rotate(PREPUBLISH)).isTrue();

        eventually(
                "published everywhere",
                PROMISE,
                () -> published(0).size() == 2 && published(1).size() == 2);
        assertThat(keyId(server.convert("patient"))).isEqualTo(old);
    }

    @Test
    void anOldLoginIsRefreshedUnderTheCurrentKey() {
        TokenAnswer login = server.login();

        rotate(Duration.ZERO);
        eventually(
                "the new key signs here",
                PROMISE,
                () -> !keyId(server.convert("other")).equals(keyId(login)));

        TokenAnswer refreshed = server.refresh(login.refreshToken()).send().granted();
        assertThat(keyId(refreshed)).isNotEqualTo(keyId(login)).isIn(published(0));
        assertThat(server.active(refreshed.accessToken())).isTrue();
        assertThat(server.active(login.accessToken())).isTrue();
    }

    @Test
    void withoutPrepublishingANewKeySignsAtOnceOnTheNodeThatMadeIt() {
        String old = keyId(server.convert("hasty"));

        assertThat(rotate(Duration.ZERO)).isTrue();

        eventually("signs there too", PROMISE, () -> {
            TokenAnswer refreshed =
                    server.refresh(1, server.convert("hasty").refreshToken()).send();
            return refreshed.status() == 200 && !keyId(refreshed).equals(old);
        });
    }

    @Test
    void nodesThatFindTheKeyTooOldAtOnceMakeOne() {
        List<SigningKeys> nodes = IntStream.range(0, NODES)
                .mapToObj(node -> server.node(node).signingKeys())
                .toList();
        for (int round = 1; round <= ROUNDS; round++) {
            server.database.execute(
                    "UPDATE signing_key SET signs_from = signs_from - interval '40 days' WHERE retired_at IS NULL");
            List<Future<Boolean>> attempts = new ArrayList<>();
            for (SigningKeys keys : nodes) {
                attempts.add(keys.rotateIfDue(MONTH, PREPUBLISH));
                attempts.add(keys.rotateIfDue(MONTH, PREPUBLISH));
            }

            Future.all(attempts).await();

            assertThat(attempts.stream().filter(Future::result)).hasSize(1);
            assertThat(server.database.number(KEYS)).isEqualTo(1 + round);
        }
    }

    @Test
    void ofNodesThatRotateAtOnceOneKeyIsLeftToSign() {
        List<SigningKeys> nodes = IntStream.range(0, NODES)
                .mapToObj(node -> server.node(node).signingKeys())
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            long before = server.database.number(KEYS);
            List<Future<Boolean>> attempts =
                    nodes.stream().map(keys -> keys.rotate(Duration.ZERO)).toList();

            Future.all(attempts).await();

            long made = attempts.stream().filter(Future::result).count();
            assertThat(made).isPositive();
            assertThat(server.database.number(KEYS)).isEqualTo(before + made);
            assertThat(server.database.number(KEYS + " WHERE retired_at IS NULL"))
                    .isEqualTo(1);
        }
        eventually("one key signs everywhere", PROMISE, () -> {
            TokenAnswer here = server.convert("anybody");
            TokenAnswer there = server.refresh(1, here.refreshToken()).send().granted();
            return keyId(here).equals(keyId(there));
        });
    }

    @Test
    void underANewMasterKeyInFrontNothingIsLostAndTheOldOneCanGo() {
        TokenAnswer login = server.login();
        String fresh = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

        server.addNode("BOURSE_MASTER_KEY", fresh + "," + TestNode.MASTER_KEY);
        int both = 2;

        assertThat(server.active(both, login.accessToken())).isTrue();
        TokenAnswer refreshed =
                server.refresh(both, login.refreshToken()).send().granted();
        assertThat(keyId(refreshed)).isEqualTo(keyId(login));

        server.addNode("BOURSE_MASTER_KEY", fresh);
        int freshOnly = 3;

        assertThat(server.active(freshOnly, login.accessToken())).isTrue();
        assertThat(keyId(server.refresh(freshOnly, refreshed.refreshToken())
                        .send()
                        .granted()))
                .isEqualTo(keyId(login));
    }

    private boolean rotate(Duration prepublish) {
        return server.node(0).signingKeys().rotate(prepublish).await();
    }

    private static String keyId(TokenAnswer answer) {
        return answer.tokenHeader().get("kid").textValue();
    }

    private Set<String> published(int node) {
        Set<String> ids = new HashSet<>();
        server.call(node, "/.well-known/jwks.json")
                .method("GET")
                .send()
                .json()
                .get("keys")
                .forEach(key -> ids.add(key.get("kid").textValue()));
        return ids;
    }
}
