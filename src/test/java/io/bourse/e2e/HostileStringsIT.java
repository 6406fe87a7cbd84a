package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The big list of naughty strings in every parameter; reliability.md 104. */
class HostileStringsIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final int AT_ONCE = 16;

    /** A password's or a secret's refusal costs an Argon2id, so those get a part of the list. */
    private static final int EVERY = 20;

    private static final String STATE = """
            SELECT (SELECT count(*) FROM app_user) + (SELECT count(*) FROM user_identity)
                 + (SELECT count(*) FROM family) + (SELECT count(*) FROM change_log)
                 + (SELECT count(*) FROM client) + (SELECT count(*) FROM single_use)
            """;

    private long before;

    @BeforeEach
    void remember() {
        before = SERVER.database.number(STATE);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(SERVER.database.number(STATE)).isEqualTo(before);
    }

    private static List<String> strings() {
        List<String> strings = new ArrayList<>();
        for (JsonNode text : Vectors.json("naughty-strings/blns.json")) {
            strings.add(text.asText());
        }
        return strings;
    }

    private static TokenCall grant(String type) {
        return SERVER.token().asDemo().grant(type);
    }

    private static TokenCall exchange() {
        return SERVER.token().asGateway().grant(EXCHANGE);
    }

    private static Arguments cheap(String name, Function<String, TokenCall> call) {
        return Arguments.of(name, 1, call);
    }

    private static Arguments dear(String name, Function<String, TokenCall> call) {
        return Arguments.of(name, EVERY, call);
    }

    static Stream<Arguments> parameters() {
        return Stream.of(
                cheap("grant_type", text -> SERVER.token().asDemo().form("grant_type", text)),
                cheap("scope", text -> grant("client_credentials").form("scope", text)),
                cheap("audience", text -> grant("client_credentials").form("audience", text)),
                cheap("resource", text -> grant("client_credentials").form("resource", text)),
                cheap("an unknown one", text -> grant("client_credentials").form("x", text)),
                cheap("refresh_token", text -> grant("refresh_token").form("refresh_token", text)),
                cheap("backend", text -> SERVER.convert(text, "token").asDemo()),
                cheap(
                        "token of convert_token",
                        text -> SERVER.convert("demo-oidc", text).asDemo()),
                cheap(
                        "subject_token",
                        text -> exchange().form("subject_token", text).form("subject_token_type", ACCESS_TOKEN)),
                cheap(
                        "subject_token_type",
                        text -> exchange().form("subject_token", "x").form("subject_token_type", text)),
                cheap("requested_token_type", text -> SERVER.exchange("x").form("requested_token_type", text)),
                cheap("actor_token", text -> SERVER.exchange("x").form("actor_token", text)),
                cheap(
                        "client_id",
                        text -> SERVER.token().grant("client_credentials").form("client_id", text)),
                cheap(
                        "client_assertion",
                        text -> SERVER.token().grant("client_credentials").assertion(text)),
                cheap(
                        "client_assertion_type",
                        text -> SERVER.token()
                                .grant("client_credentials")
                                .form("client_assertion_type", text)
                                .form("client_assertion", "x")),
                dear(
                        "client_secret",
                        text -> SERVER.token().grant("client_credentials").post("demo", text)),
                dear("Basic", text -> SERVER.token().grant("client_credentials").basic(text, text)),
                dear("username", text -> SERVER.password(text, "a password of nobody")),
                dear("password", text -> SERVER.password("nobody of this list", text)),
                cheap("introspected token", text -> SERVER.introspect(text).asDemo()),
                cheap(
                        "hint of introspect",
                        text -> SERVER.introspect("x").asDemo().form("token_type_hint", text)),
                cheap("revoked token", text -> SERVER.revoke(text).asDemo()),
                cheap("hint of revoke", text -> SERVER.revoke("x").asDemo().form("token_type_hint", text)),
                cheap("client_id of revoke", text -> SERVER.revoke("x").form("client_id", text)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parameters")
    void isAnsweredProperly(String name, int every, Function<String, TokenCall> call) {
        List<String> strings = strings();
        List<TokenAnswer> answers = new ArrayList<>();
        Semaphore inFlight = new Semaphore(every == 1 ? AT_ONCE : 2);
        for (int i = 0; i < strings.size(); i += every) {
            inFlight.acquireUninterruptibly();
            call.apply(strings.get(i)).sendAsync().whenComplete((answer, failure) -> {
                synchronized (answers) {
                    answers.add(answer);
                }
                inFlight.release();
            });
        }
        inFlight.acquireUninterruptibly(every == 1 ? AT_ONCE : 2);

        assertThat(answers).hasSize((strings.size() + every - 1) / every);
        for (TokenAnswer answer : answers) {
            if (answer.status() == 200) {
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            } else {
                answer.refused(answer.status() == 401 ? 401 : 400, answer.text("error"));
            }
        }
    }
}
