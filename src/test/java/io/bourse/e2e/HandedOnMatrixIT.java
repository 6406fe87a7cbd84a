package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.TestNode.CreatedWithKey;
import io.bourse.config.Secret;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Refresh tokens that one service handed on to another, in every state that they, the entry and the parties can be in,
 * through the door of mojzu/sso and through that of the standards: the same client, entry and token, and so the same
 * answer. A service shows its key at the one and a client its secret at the other, so the services ask first, and then
 * become clients with secrets.
 */
class HandedOnMatrixIT {

    private static final String REFRESH_TOKEN = "urn:ietf:params:oauth:token-type:refresh_token";
    private static final String ADMIN_KEY = "the-admin-key-of-handed-on-tokens-0123456789";
    private static final String PASSWORD = "notes by the translator";

    /** Who exchanges what the shop has handed on. */
    enum Exchanger {
        TILL,
        /** No entry names it. */
        STRANGER,
        ENTRY_OFF,
        /** Its entry is for tokens of another audience. */
        ENTRY_OF_OTHERS,
        CLIENT_OFF
    }

    enum State {
        NEWEST,
        ROTATED,
        REVOKED,
        ENDED,
        ACCESS_TOKEN,
        USER_OFF,
        USER_NOT_ASSIGNED,
        SOURCE_OFF
    }

    enum Door {
        SSO("/access/token"),
        OAUTH("/access_token");

        private final String at;

        Door(String at) {
            this.at = at;
        }

        /** {@code granted}, or what the door calls the refusal. */
        String said(TokenAnswer answer) {
            return answer.status() == 200 ? "granted" : answer.text(this == SSO ? "code" : "error");
        }

        /** What the door says where the standards say this: below {@code /auth/} sso tells only who must prove itself. */
        String inItsWords(String outcome) {
            return switch (this) {
                case OAUTH -> outcome;
                case SSO ->
                    switch (outcome) {
                        case "granted" -> outcome;
                        case "invalid_client" -> "16";
                        default -> "3";
                    };
            };
        }

        String accessToken(TokenAnswer answer) {
            return answer.json().at(at).asText();
        }
    }

    record Cell(Exchanger exchanger, State state) {

        String answer() {
            return switch (exchanger) {
                case CLIENT_OFF -> "invalid_client";
                case STRANGER, ENTRY_OFF, ENTRY_OF_OTHERS -> "invalid_request";
                case TILL -> state == State.NEWEST ? "granted" : "invalid_request";
            };
        }

        @Override
        public String toString() {
            return (exchanger + ", " + state).toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * A login at a service.
     *
     * @param handedOn what the service gives away
     * @param family the id of the login
     */
    private record Login(CreatedWithKey source, String user, String handedOn, String family) {}

    private static final TokenServer SERVER = TokenServer.start(1, Map.of("BOURSE_ADMIN_KEY", ADMIN_KEY));
    private static final Map<Exchanger, CreatedWithKey> SERVICES = new EnumMap<>(Exchanger.class);
    private static final Map<String, String> USERS = new HashMap<>();
    private static final Map<State, Login> LOGINS = new EnumMap<>(State.class);
    private static final Map<Door, Map<Cell, TokenAnswer>> ANSWERS = new EnumMap<>(Door.class);

    private static CreatedWithKey shop;
    private static CreatedWithKey closing;

    static List<Cell> cells() {
        return Stream.of(Exchanger.values())
                .flatMap(exchanger -> Stream.of(State.values()).map(state -> new Cell(exchanger, state)))
                .toList();
    }

    static Stream<Arguments> cellsByDoor() {
        return cells().stream().flatMap(cell -> Stream.of(Door.values()).map(door -> Arguments.of(cell, door)));
    }

    @BeforeAll
    static void ask() {
        String rootKey = SERVER.node(0).createRootKey("ops");
        shop = SERVER.node(0).createService("shop", true);
        closing = SERVER.node(0).createService("closing", true);
        for (Exchanger exchanger : Exchanger.values()) {
            String name = exchanger.name().toLowerCase(Locale.ROOT).replace('_', '-');
            SERVICES.put(exchanger, SERVER.node(0).createService(name, exchanger != Exchanger.STRANGER));
        }
        for (State state : State.values()) {
            LOGINS.put(state, login(state));
        }
        // What is refused later is refused for what changed: before, the entry took it.
        cells().stream()
                .filter(cell -> cell.exchanger() != Exchanger.STRANGER
                        && cell.state() != State.ACCESS_TOKEN
                        && cell.state() != State.USER_NOT_ASSIGNED)
                .forEach(cell ->
                        assertThat(bySso(cell).status()).as(cell + " before").isEqualTo(200));
        change(rootKey);
        ANSWERS.put(Door.SSO, new HashMap<>());
        cells().forEach(cell -> ANSWERS.get(Door.SSO).put(cell, bySso(cell)));
        Map<String, Secret> secrets = becomeClients();
        ANSWERS.put(Door.OAUTH, new HashMap<>());
        cells().forEach(cell -> ANSWERS.get(Door.OAUTH).put(cell, byOauth(cell, secrets)));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest(name = "{0}, through {1}")
    @MethodSource("cellsByDoor")
    void isDecidedAlikeAtEveryDoor(Cell cell, Door door) {
        TokenAnswer answer = ANSWERS.get(door).get(cell);

        assertThat(door.said(answer)).as(answer.body()).isEqualTo(door.inItsWords(cell.answer()));
        if (answer.status() == 200) {
            Login login = LOGINS.get(cell.state());
            String exchanger = SERVICES.get(cell.exchanger()).id();
            JsonNode claims = TokenAnswer.claims(door.accessToken(answer));
            assertThat(claims.get("sub").asText()).isEqualTo(login.user());
            assertThat(claims.get("client_id").asText()).isEqualTo(exchanger);
            assertThat(claims.get("aud").asText()).isEqualTo("urn:uuid:" + exchanger);
            assertThat(claims.get("scope").asText()).isEqualTo("sso");
            assertThat(claims.has("sid")).as("with a refresh token").isTrue();
            assertThat(claims.get("lin"))
                    .extracting(JsonNode::asText)
                    .contains(login.family())
                    .anyMatch(each -> each.endsWith(exchange(login.source().id(), exchanger)));
        }
    }

    private static Login login(State state) {
        String name = switch (state) {
            case REVOKED, USER_OFF, USER_NOT_ASSIGNED -> state.name().toLowerCase(Locale.ROOT);
            default -> "ada";
        };
        String user = USERS.computeIfAbsent(name, HandedOnMatrixIT::user);
        CreatedWithKey source = state == State.SOURCE_OFF ? closing : shop;
        JsonNode tokens = sso(source.key(), "POST", "/v1/auth/provider/local/login", """
                        {"email": "%s@example.com", "password": "%s"}""".formatted(name, PASSWORD))
                .json();
        String access = tokens.at("/access/token").asText();
        String refresh = tokens.at("/refresh/token").asText();
        return new Login(
                source,
                user,
                state == State.ACCESS_TOKEN ? access : refresh,
                TokenAnswer.claims(access).get("sid").asText());
    }

    /** Makes a user; the id. */
    private static String user(String name) {
        String user = sso(shop.key(), "POST", "/v1/user", """
                        {"name": "Ada", "email": "%s@example.com", "password": "%s"}""".formatted(name, PASSWORD))
                .json()
                .at("/data/id")
                .asText();
        assign(shop, user);
        assign(closing, user);
        if (!name.equals(State.USER_NOT_ASSIGNED.name().toLowerCase(Locale.ROOT))) {
            SERVICES.values().forEach(exchanger -> assign(exchanger, user));
        }
        return user;
    }

    private static void assign(CreatedWithKey service, String user) {
        sso(service.key(), "POST", "/v1/key", """
                {"type": "TOKEN", "name": "token", "user_id": "%s"}""".formatted(user));
    }

    /** Brings everything into its state; the server learns of it in the order of the changes. */
    private static void change(String rootKey) {
        sso(shop.key(), "POST", "/v1/auth/token/refresh", token(State.ROTATED));
        sso(shop.key(), "POST", "/v1/auth/token/revoke", token(State.REVOKED));
        SERVER.management("/admin/revoke")
                .method("POST")
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .contentType("application/json")
                .raw("{\"kind\":\"family\",\"id\":\"" + LOGINS.get(State.ENDED).family() + "\"}")
                .send()
                .granted();
        sso(rootKey, "PATCH", "/v1/user/" + LOGINS.get(State.USER_OFF).user(), "{\"is_enabled\": false}");
        CreatedWithKey others = SERVICES.get(Exchanger.ENTRY_OF_OTHERS);
        SERVER.apply("exchanges:\n"
                + entry(SERVICES.get(Exchanger.ENTRY_OFF), "enabled: false, ", "")
                + entry(others, "", ", audience: 'urn:uuid:" + others.id() + "'"));
        SERVER.apply("clients:\n"
                + client(closing, "enabled: false, authentication: service_key")
                + client(SERVICES.get(Exchanger.CLIENT_OFF), "enabled: false, authentication: service_key"));
        eventually(() -> bySso(new Cell(Exchanger.CLIENT_OFF, State.NEWEST)).status() == 401);
    }

    private static Map<String, Secret> becomeClients() {
        StringBuilder clients = new StringBuilder("clients:\n");
        SERVICES.forEach((exchanger, service) -> clients.append(
                client(service, "enabled: " + (exchanger != Exchanger.CLIENT_OFF) + ", secret: generate")));
        Map<String, Secret> secrets = SERVER.node(0).apply(clients.toString()).secrets();
        eventually(() ->
                byOauth(new Cell(Exchanger.TILL, State.NEWEST), secrets).status() != 401);
        return secrets;
    }

    /** The entry of a service, as it was made. */
    private static String client(CreatedWithKey service, String more) {
        return """
                - {id: ID, project: sso, grants: [password, refresh_token, token-exchange], scopes: [sso],
                   audiences: ['urn:uuid:ID'], serves: ['urn:uuid:ID'], assigned_users_only: true, MORE}
                """.replace("ID", service.id()).replace("MORE", more);
    }

    /** The entry by which a service exchanges what the shop has handed on. */
    private static String entry(CreatedWithKey service, String more, String subject) {
        return """
                - {id: '%s', %sclient: %s, subject: {client: %s, types: [refresh_token]%s},
                   targets: ['urn:uuid:%s'], scopes: [sso], refresh: true}
                """.formatted(exchange(shop.id(), service.id()), more, service.id(), shop.id(), subject, service.id());
    }

    private static String exchange(String from, String to) {
        return "sso:" + from + ":" + to;
    }

    private static String token(State state) {
        return "{\"token\": \"" + LOGINS.get(state).handedOn() + "\"}";
    }

    private static TokenAnswer sso(String key, String method, String path, String json) {
        TokenAnswer answer = send(key, method, path, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static TokenAnswer send(String key, String method, String path, String json) {
        return SERVER.call(path)
                .method(method)
                .header("Authorization", key)
                .contentType("application/json")
                .raw(json)
                .send();
    }

    private static TokenAnswer bySso(Cell cell) {
        return send(SERVICES.get(cell.exchanger()).key(), "POST", "/api/v1/auth/token/exchange", token(cell.state()));
    }

    private static TokenAnswer byOauth(Cell cell, Map<String, Secret> secrets) {
        String id = SERVICES.get(cell.exchanger()).id();
        return SERVER.token()
                .basic(id, secrets.get(id).reveal())
                .grant(EXCHANGE)
                .form("subject_token", LOGINS.get(cell.state()).handedOn())
                .form("subject_token_type", REFRESH_TOKEN)
                .send();
    }
}
