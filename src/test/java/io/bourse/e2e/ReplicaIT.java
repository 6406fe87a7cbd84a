package io.bourse.e2e;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one node did, another knows: two nodes, of which one can be cut off from the database. */
class ReplicaIT {

    private static final int NEAR = 0;
    private static final int FAR = 1;
    private static final int REVOCATIONS = 50;

    /** What we promise, also when every notification is lost. */
    private static final Duration PROMISE = Duration.ofSeconds(2);

    /** For what takes as long as the machine needs. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final TokenServer SERVER = TokenServer.start(1, Map.of());
    private static final TcpProxy WAY = SERVER.proxy();

    static {
        SERVER.addUnreadyNode(SERVER.behind(WAY));
        becomesReady(FAR);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void heal() {
        WAY.pass();
        becomesReady(FAR);
    }

    @Test
    void aTokenRevokedOnOneNodeIsRefusedByTheOther() {
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < REVOCATIONS; i++) {
            TokenAnswer login = SERVER.convert("replicated");
            assertThat(SERVER.active(FAR, login.accessToken())).isTrue();

            assertThat(SERVER.revoke(login.accessToken()).asDemo().send().status())
                    .isEqualTo(200);

            delays.add(eventually("revoked there", PROMISE, () -> !SERVER.active(FAR, login.accessToken())));
            assertThat(SERVER.active(NEAR, login.accessToken())).isFalse();
        }
        delays.sort(Duration::compareTo);
        System.out.printf(
                "a revocation is known on another node after %d ms (median), %d ms (longest) of %d%n",
                delays.get(REVOCATIONS / 2).toMillis(),
                delays.get(REVOCATIONS - 1).toMillis(),
                REVOCATIONS);
    }

    @Test
    void whatWasExchangedFromATokenDiesWithItOnTheOtherNode() {
        TokenAnswer login = SERVER.convert("caller");
        TokenAnswer exchanged = SERVER.exchange(login.accessToken()).send().granted();
        assertThat(activeFor("gateway", exchanged)).isTrue();

        SERVER.revoke(login.refreshToken()).asDemo().send();

        eventually("the exchanged token is dead there", PROMISE, () -> !activeFor("gateway", exchanged));
    }

    private static boolean activeFor(String client, TokenAnswer answer) {
        return SERVER.call(FAR, "/oauth2/introspect")
                .basic(client, client + "-secret")
                .form("token", answer.accessToken())
                .send()
                .granted()
                .json()
                .get("active")
                .asBoolean();
    }

    @Test
    void aClientThatIsSwitchedOffIsRefusedOnTheOtherNode() {
        SERVER.apply(client(true));
        TokenAnswer answer = asShortLived().granted();
        assertThat(SERVER.active(FAR, answer.accessToken())).isTrue();

        SERVER.apply(client(false));

        eventually("refused there", PROMISE, () -> asShortLived().status() == 401);
        asShortLived().refused(401, "invalid_client");
        assertThat(SERVER.active(FAR, answer.accessToken())).isFalse();
        SERVER.apply(client(true));
        eventually("granted there again", PROMISE, () -> asShortLived().status() == 200);
        assertThat(SERVER.active(FAR, answer.accessToken())).isFalse();
    }

    private static TokenAnswer asShortLived() {
        return SERVER.call(FAR, "/oauth2/token")
                .basic("short-lived", "short-lived-secret")
                .grant("client_credentials")
                .send();
    }

    private static String client(boolean enabled) {
        return """
                clients:
                  - id: short-lived
                    secret: short-lived-secret
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [https://api.example/orders]
                    enabled: %s
                """.formatted(enabled);
    }

    @Test
    void aUserWhoIsSwitchedOffIsRefusedOnTheOtherNode() {
        SERVER.apply(user("babbage", "difference engine", true));
        TokenAnswer login = login("babbage", "difference engine").granted();
        assertThat(SERVER.active(FAR, login.accessToken())).isTrue();

        SERVER.apply(user("babbage", "difference engine", false));

        eventually("dead there", PROMISE, () -> !SERVER.active(FAR, login.accessToken()));
        SERVER.refresh(FAR, login.refreshToken()).send().refused(400, "invalid_grant");
        login("babbage", "difference engine").refused(400, "invalid_grant");
        SERVER.apply(user("babbage", "difference engine", true));
        eventually(
                "not revived",
                PROMISE,
                () -> login("babbage", "difference engine").status() == 200);
        SERVER.refresh(FAR, login.refreshToken()).send().refused(400, "invalid_grant");
        assertThat(SERVER.active(FAR, login.accessToken())).isFalse();
    }

    @Test
    void aChangedPasswordEndsEveryLoginOnEveryNode() {
        SERVER.apply(user("lovelace", "notes by the translator", true));
        TokenAnswer login = login("lovelace", "notes by the translator").granted();

        SERVER.apply(user("lovelace", "bernoulli numbers", true));

        SERVER.refresh(NEAR, login.refreshToken()).send().refused(400, "invalid_grant");
        assertThat(SERVER.active(NEAR, login.accessToken())).isFalse();
        eventually("dead there", PROMISE, () -> !SERVER.active(FAR, login.accessToken()));
        SERVER.refresh(FAR, login.refreshToken()).send().refused(400, "invalid_grant");
        login("lovelace", "notes by the translator").refused(400, "invalid_grant");
        TokenAnswer again = login("lovelace", "bernoulli numbers").granted();
        assertThat(SERVER.active(FAR, again.accessToken())).isTrue();
        SERVER.refresh(NEAR, again.refreshToken()).send().granted();
    }

    private static TokenAnswer login(String user, String password) {
        return SERVER.call(FAR, "/oauth2/token")
                .asDemo()
                .grant("password")
                .form("username", user)
                .form("password", password)
                .send();
    }

    private static String user(String name, String password, boolean enabled) {
        return """
                users:
                  - username: %s
                    email: %s@example.com
                    password: %s
                    enabled: %s
                """.formatted(name, name, password, enabled);
    }

    @Test
    void aNodeThatIsCutOffKnowsNothingSoonAndSaysSo() {
        TokenAnswer kept = SERVER.convert("kept");
        TokenAnswer revoked = SERVER.convert("revoked");
        assertThat(SERVER.active(FAR, revoked.accessToken())).isTrue();

        WAY.freeze();
        SERVER.revoke(revoked.accessToken()).asDemo().send();

        eventually("not ready", PATIENCE, () -> ready(FAR).status() == 503);
        assertThat(ready(FAR).json().at("/checks/change-log").asText()).isEqualTo("DOWN");
        refusedForNow(introspect(FAR, revoked));
        refusedForNow(introspect(FAR, kept));
        assertThat(ready(NEAR).status()).isEqualTo(200);
        assertThat(SERVER.active(NEAR, kept.accessToken())).isTrue();

        WAY.pass();

        eventually("answers again", PATIENCE, () -> introspect(FAR, revoked).status() == 200);
        assertThat(SERVER.active(FAR, revoked.accessToken())).isFalse();
        assertThat(SERVER.active(FAR, kept.accessToken())).isTrue();
        becomesReady(FAR);
    }

    @Test
    void withoutItsDatabaseANodeRefusesForNowAndRecoversByItself() {
        TokenAnswer login = SERVER.convert("patient");
        stillPublic();

        WAY.refuse();

        refusedForNow(SERVER.refresh(FAR, login.refreshToken()).send());
        refusedForNow(SERVER.call(FAR, "/oauth2/revoke")
                .asDemo()
                .form("token", login.refreshToken())
                .send());
        stillPublic();
        eventually("not ready", PATIENCE, () -> ready(FAR).status() == 503);
        refusedForNow(SERVER.call(FAR, "/oauth2/token")
                .asDemo()
                .grant("client_credentials")
                .send());
        refusedForNow(introspect(FAR, login));
        stillPublic();

        WAY.pass();

        becomesReady(FAR);
        eventually(
                "refreshes again",
                PATIENCE,
                () -> SERVER.refresh(FAR, login.refreshToken()).send().status() == 200);
        assertThat(SERVER.active(FAR, login.accessToken())).isTrue();
    }

    @Test
    void aNodeThatStartsBeforeItsDatabaseWaitsForIt() {
        TcpProxy later = SERVER.proxy();
        later.refuse();
        SERVER.addUnreadyNode(SERVER.behind(later));
        int late = 2;
        assertThat(ready(late).status()).isEqualTo(503);
        assertThat(SERVER.management(late, "/health/live").send().status()).isEqualTo(200);
        refusedForNow(SERVER.call(late, "/oauth2/token")
                .asDemo()
                .grant("client_credentials")
                .send());

        later.pass();

        becomesReady(late);
        SERVER.call(late, "/oauth2/token")
                .asDemo()
                .grant("client_credentials")
                .send()
                .granted();
    }

    private static void stillPublic() {
        for (String path : List.of("/.well-known/jwks.json", "/.well-known/oauth-authorization-server")) {
            assertThat(SERVER.call(FAR, path).method("GET").send().status()).isEqualTo(200);
        }
        assertThat(SERVER.management(FAR, "/health/live").send().status()).isEqualTo(200);
    }

    private static void refusedForNow(TokenAnswer answer) {
        answer.refused(503, "temporarily_unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-9]");
    }

    private static TokenAnswer introspect(int node, TokenAnswer login) {
        return SERVER.call(node, "/oauth2/introspect")
                .asGateway()
                .form("token", login.accessToken())
                .send();
    }

    private static TokenAnswer ready(int node) {
        return SERVER.management(node, "/health/ready").send();
    }

    private static void becomesReady(int node) {
        eventually("node " + node + " is ready", PATIENCE, () -> ready(node).status() == 200);
    }
}
