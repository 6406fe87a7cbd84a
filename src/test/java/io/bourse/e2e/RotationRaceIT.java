package io.bourse.e2e;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many uses of one login at once, on two nodes that share nothing but PostgreSQL. */
class RotationRaceIT {

    private static final int USES = 100;
    private static final int ROUNDS = 200;
    private static final int NODES = 2;
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final String POOL = "BOURSE_DATABASE_POOL_SIZE";
    private static final String WINDOW = "BOURSE_REPLAY_WINDOW";
    private static final TokenServer SERVER = TokenServer.start(NODES, Map.of(POOL, "16", WINDOW, "60s"));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void parallelUsesOfOneTokenGiveOneAndTheSameSuccessor() {
        TokenAnswer login = SERVER.login();

        List<TokenAnswer> answers = useAtOnce(SERVER, login.refreshToken());

        assertThat(answers).extracting(TokenAnswer::status).containsOnly(200);
        assertThat(answers)
                .extracting(TokenAnswer::refreshToken)
                .containsOnly(answers.get(0).refreshToken());
        assertThat(answers).extracting(TokenAnswer::accessToken).doesNotHaveDuplicates();
        assertThat(generation(SERVER, login)).isEqualTo(1);
        SERVER.refresh(0, answers.get(0).refreshToken()).send().granted();
        assertThat(generation(SERVER, login)).isEqualTo(2);
    }

    /** Nobody wins if the reuse is known before the winner has been answered. */
    @Test
    void withoutAReplayWindowOneUseWinsAtMostAndTheOthersEndTheFamily() {
        try (TokenServer strict = TokenServer.start(NODES, Map.of(POOL, "16", WINDOW, "0s"))) {
            TokenAnswer login = strict.login();

            List<TokenAnswer> answers = useAtOnce(strict, login.refreshToken());

            List<TokenAnswer> winners =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertThat(winners).hasSizeLessThanOrEqualTo(1);
            answers.stream().filter(answer -> answer.status() != 200).forEach(it -> it.refused(400, "invalid_grant"));
            assertThat(generation(strict, login)).isEqualTo(1);
            assertDead(strict, List.of(login));
            assertDead(strict, winners);
        }
    }

    @Test
    void aReusedAncestorEndsTheFamilyAndItsAccessTokensOnEveryNode() {
        TokenAnswer first = SERVER.login();
        TokenAnswer second = SERVER.refresh(1, first.refreshToken()).send().granted();
        TokenAnswer third = SERVER.refresh(0, second.refreshToken()).send().granted();
        assertThat(SERVER.active(0, third.accessToken())).isTrue();
        assertThat(SERVER.active(1, third.accessToken())).isTrue();

        SERVER.refresh(1, first.refreshToken()).send().refused(400, "invalid_grant");

        assertThat(SERVER.active(1, third.accessToken())).isFalse();
        assertDead(SERVER, List.of(first, second, third));
    }

    @Test
    void anotherLoginOfTheSameUserSurvivesAReuse() {
        TokenAnswer other = SERVER.login();
        TokenAnswer first = SERVER.login();
        TokenAnswer second = SERVER.refresh(first.refreshToken()).send().granted();
        SERVER.refresh(second.refreshToken()).send().granted();

        SERVER.refresh(first.refreshToken()).send().refused(400, "invalid_grant");

        SERVER.refresh(1, other.refreshToken()).send().granted();
        assertThat(SERVER.active(0, other.accessToken())).isTrue();
    }

    /** What counts is revoke's 200: a refresh may win before it, but what it gave is dead then. */
    @Test
    void revokeBeatsRefresh() {
        int overtaken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TokenAnswer login = SERVER.convert("racer");
            int here = round % NODES;
            int there = round / NODES % NODES;
            CompletableFuture<TokenAnswer> refreshed =
                    SERVER.refresh(there, login.refreshToken()).sendAsync();

            TokenAnswer revoked = revoke(here, login).send();

            assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
            TokenAnswer refresh = refreshed.join();
            if (refresh.status() == 200) {
                overtaken++;
                assertThat(SERVER.active(here, refresh.accessToken())).isFalse();
                assertDead(SERVER, List.of(login, refresh));
            } else {
                refresh.refused(400, "invalid_grant");
                assertThat(SERVER.active(here, login.accessToken())).isFalse();
                assertDead(SERVER, List.of(login));
            }
        }
        System.out.println("revoke against refresh: in " + overtaken + " of " + ROUNDS + " rounds refresh came first");
    }

    private static TokenCall revoke(int node, TokenAnswer login) {
        return SERVER.call(node, "/oauth2/revoke").asDemo().form("token", login.refreshToken());
    }

    private static List<TokenAnswer> useAtOnce(TokenServer server, String refreshToken) {
        List<CompletableFuture<TokenAnswer>> uses = new ArrayList<>();
        for (int i = 0; i < USES; i++) {
            uses.add(server.refresh(i % NODES, refreshToken).sendAsync());
        }
        List<TokenAnswer> answers = new ArrayList<>();
        for (int i = 0; i < USES; i++) {
            answers.add(
                    untilAnswered(server, i % NODES, refreshToken, uses.get(i).join()));
        }
        return answers;
    }

    /** A node that has too much to do says so, and its client tries again. */
    private static TokenAnswer untilAnswered(TokenServer server, int node, String refreshToken, TokenAnswer first) {
        TokenAnswer answer = first;
        for (int tries = 0; answer.status() == 503 && tries < USES; tries++) {
            answer.refused(503, "temporarily_unavailable");
            answer = server.refresh(node, refreshToken).send();
        }
        return answer;
    }

    /** Refreshing is over at once, wherever; the node that did not hear it first may take a moment over access tokens. */
    private static void assertDead(TokenServer server, List<TokenAnswer> family) {
        for (int node = 0; node < NODES; node++) {
            for (TokenAnswer answer : family) {
                server.refresh(node, answer.refreshToken()).send().refused(400, "invalid_grant");
                int asked = node;
                eventually("inactive on node " + node, DEADLINE, () -> !server.active(asked, answer.accessToken()));
            }
        }
    }

    private static long generation(TokenServer server, TokenAnswer login) {
        String family = login.claims().get("sid").textValue();
        return server.database.number("SELECT generation FROM family WHERE id = '" + family + "'");
    }
}
