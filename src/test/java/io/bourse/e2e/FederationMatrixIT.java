package io.bourse.e2e;

import static io.bourse.e2e.FederationWorld.AUDIENCE;
import static io.bourse.e2e.TokenServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Session tokens for pods, in every state that token, entry and parties can be in, at Oracle's address and at that of the
 * standards: the one has a short name for the type and answers with the token alone, and both decide alike.
 */
class FederationMatrixIT {

    private static final TokenServer SERVER = TokenServer.shared();

    enum State {
        ALIVE("granted"),
        EXPIRED("invalid_request"),
        OTHER_AUDIENCE("invalid_request"),
        GARBAGE("invalid_request"),
        OTHER_TARGET("invalid_target"),
        OTHER_SCOPE("invalid_scope"),
        PROVIDER_OFF("invalid_request"),
        ENTRY_OFF("invalid_request"),
        CLIENT_OFF("invalid_client");

        private final String answer;

        State(String answer) {
            this.answer = answer;
        }

        /** Each has entries of its own. */
        FederationWorld world() {
            return new FederationWorld(
                    SERVER, "fm-" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        /** The end of the id of the entry that is switched off; null if none is. */
        private String off() {
            return switch (this) {
                case PROVIDER_OFF -> "-cluster";
                case ENTRY_OFF -> "-federation";
                case CLIENT_OFF -> "";
                default -> null;
            };
        }

        String subjectToken() {
            return switch (this) {
                case GARBAGE -> "a.b.c";
                case EXPIRED -> world().pod("reports", AUDIENCE, Instant.now().minusSeconds(61));
                case OTHER_AUDIENCE ->
                    world().pod(
                                    "reports",
                                    "https://other.example",
                                    Instant.now().plusSeconds(600));
                default -> world().pod("reports");
            };
        }
    }

    enum Door {
        ORACLE("/oauth2/v1/token", "jwt", "token"),
        OAUTH("/oauth2/token", "urn:ietf:params:oauth:token-type:jwt", "access_token");

        private final String path;
        private final String type;
        private final String token;

        Door(String path, String type, String token) {
            this.path = path;
            this.type = type;
            this.token = token;
        }

        TokenAnswer ask(State state) {
            TokenCall call = state.world()
                    .federate(SERVER.call(path), state.subjectToken())
                    .form("subject_token_type", type);
            if (state == State.OTHER_TARGET) {
                call.form("audience", "https://api.example/other");
            }
            if (state == State.OTHER_SCOPE) {
                call.form("scope", "write");
            }
            return call.send();
        }
    }

    @BeforeAll
    static void enter() {
        for (State state : State.values()) {
            FederationWorld world = FederationWorld.in(SERVER, state.world().name());
            if (state.off() != null) {
                // What is refused later is refused for the switch: before, it was granted.
                assertThat(Door.OAUTH.ask(state).status()).isEqualTo(200);
                String id = "- id: " + world.name() + state.off() + "\n";
                SERVER.apply(world.entries().replace(id, id + "    enabled: false\n"));
                eventually(() -> Door.OAUTH.ask(state).status() != 200);
            }
        }
    }

    static Stream<Arguments> cells() {
        return Stream.of(State.values())
                .flatMap(state -> Stream.of(Door.values()).map(door -> Arguments.of(state, door)));
    }

    @ParameterizedTest(name = "{0}, through {1}")
    @MethodSource("cells")
    void isDecidedAlikeAtEveryDoor(State state, Door door) {
        TokenAnswer answer = door.ask(state);

        assertThat(answer.status() == 200 ? "granted" : answer.text("error"))
                .as(answer.body())
                .isEqualTo(state.answer);
        if (answer.status() == 200) {
            JsonNode claims = TokenAnswer.claims(answer.text(door.token));
            String name = state.world().name();
            assertThat(claims.get("sub").asText()).isEqualTo(name + "-cluster|system:serviceaccount:shop:reports");
            assertThat(claims.get("client_id").asText()).isEqualTo(name);
            assertThat(claims.get("aud").asText()).isEqualTo(SERVER.issuer());
            assertThat(claims.get("session_scope").asText()).isEqualTo("read");
            assertThat(claims.get("session_aud"))
                    .extracting(JsonNode::asText)
                    .containsExactly("https://api.example/stock", "https://api.example/orders");
            assertThat(claims.get("lin"))
                    .extracting(JsonNode::asText)
                    .anyMatch(each -> each.endsWith(":" + name + "-federation"));
        }
    }
}
