package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bourse.e2e.SignedCall.Reply;
import io.bourse.fakes.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The big list of naughty strings in the fields of the doors. Each is answered in the words of its door; nothing of it comes
 * back, and nothing is written. A field gets a part of the list, and the next one the part after it.
 */
class HostileStringsInDoorsIT {

    private static final SsoWorld SSO = SsoWorld.shared();
    private static final TokenServer SERVER = SSO.server;
    private static final OracleWorld ORACLE = OracleWorld.on(SERVER);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int EVERY = 10;

    /** For what costs an Argon2id. */
    private static final int SELDOM = 80;

    private static final String STATE = """
            SELECT (SELECT count(*) FROM app_user) + (SELECT count(*) FROM user_identity)
                 + (SELECT count(*) FROM family) + (SELECT count(*) FROM client) + (SELECT count(*) FROM service)
                 + (SELECT count(*) FROM service_key) + (SELECT count(*) FROM service_account)
            """;

    private static final AtomicInteger FIELDS = new AtomicInteger();

    private long before;

    /** What came back. */
    private record Said(int status, String body) {

        static Said of(TokenCall call) {
            TokenAnswer answer = call.send();
            return new Said(answer.status(), answer.body());
        }

        static Said of(SignedCall call) {
            Reply reply = call.send();
            return new Said(reply.status(), reply.body());
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }

        Set<String> members() {
            Set<String> names = new TreeSet<>();
            json().fieldNames().forEachRemaining(names::add);
            return names;
        }
    }

    /** How a door says no. */
    private enum Door {
        DRF {
            @Override
            boolean isItsWord(Said said) {
                boolean ofFields = !said.members().isEmpty()
                        && said.members().stream()
                                .allMatch(name -> said.json().get(name).isArray());
                return said.members().equals(Set.of("detail"))
                        || said.members().equals(Set.of("error"))
                        || isOauth(said)
                        || ofFields;
            }
        },
        ORACLE {
            @Override
            boolean isItsWord(Said said) {
                return said.members().equals(Set.of("code", "message")) || isOauth(said);
            }
        },
        MEDPLUM {
            @Override
            boolean isItsWord(Said said) {
                return isOauth(said)
                        || said.json().path("resourceType").asText().equals("OperationOutcome");
            }
        },
        XOXODAY {
            @Override
            boolean isItsWord(Said said) {
                return isOauth(said);
            }
        },
        SSO {
            @Override
            boolean isItsWord(Said said) {
                return said.members().equals(Set.of("error", "code", "message"))
                        && said.json().get("error").asText().matches("[A-Za-z]+");
            }
        };

        abstract boolean isItsWord(Said said);

        private static boolean isOauth(Said said) {
            return said.members().equals(Set.of("error", "error_description"));
        }
    }

    @BeforeEach
    void remember() {
        before = SERVER.database.number(STATE);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(SERVER.database.number(STATE)).isEqualTo(before);
    }

    private static Arguments field(Door door, String name, Function<String, Said> call) {
        return Arguments.of(door, name, EVERY, call);
    }

    private static Arguments dear(Door door, String name, Function<String, Said> call) {
        return Arguments.of(door, name, SELDOM, call);
    }

    static Stream<Arguments> fields() {
        return Stream.of(drf(), oracle(), medplum(), xoxoday(), sso()).flatMap(each -> each);
    }

    private static TokenCall drf(String name) {
        return SERVER.call("/auth/" + name).as(BodyType.JSON);
    }

    private static Stream<Arguments> drf() {
        String bearer = "Bearer " + SERVER.convert("hostile").accessToken();
        return Stream.of(
                field(
                        Door.DRF,
                        "grant_type",
                        text -> Said.of(drf("token").post("demo", "demo-secret").grant(text))),
                field(
                        Door.DRF,
                        "scope",
                        text -> Said.of(drf("token")
                                .post("demo", "demo-secret")
                                .grant("client_credentials")
                                .form("scope", text + " x"))),
                field(
                        Door.DRF,
                        "refresh_token",
                        text -> Said.of(drf("token")
                                .post("demo", "demo-secret")
                                .grant("refresh_token")
                                .form("refresh_token", text))),
                field(
                        Door.DRF,
                        "client_id",
                        text -> Said.of(drf("token").grant("client_credentials").form("client_id", text))),
                dear(
                        Door.DRF,
                        "client_secret",
                        text -> Said.of(drf("token").grant("client_credentials").post("demo", text))),
                dear(
                        Door.DRF,
                        "username",
                        text -> Said.of(drf("token")
                                .post("demo", "demo-secret")
                                .grant("password")
                                .form("username", text)
                                .form("password", "a password of nobody"))),
                field(
                        Door.DRF,
                        "backend",
                        text -> Said.of(drf("convert-token")
                                .form("client_id", "spa")
                                .grant("convert_token")
                                .form("backend", text)
                                .form("token", "x"))),
                field(
                        Door.DRF,
                        "token of a provider",
                        text -> Said.of(drf("convert-token")
                                .form("client_id", "spa")
                                .grant("convert_token")
                                .form("backend", "demo-oidc")
                                .form("token", text))),
                field(
                        Door.DRF,
                        "client_id of a conversion",
                        text -> Said.of(drf("convert-token")
                                .form("client_id", text)
                                .grant("convert_token")
                                .form("backend", "demo-oidc")
                                .form("token", "x"))),
                field(
                        Door.DRF,
                        "token to be revoked",
                        text -> Said.of(
                                drf("revoke-token").form("client_id", "spa").form("token", text))),
                field(
                        Door.DRF,
                        "client_id of a sign-out",
                        text -> Said.of(drf("invalidate-sessions")
                                .header("Authorization", bearer)
                                .form("client_id", text))),
                field(
                        Door.DRF,
                        "backend to be disconnected",
                        text -> Said.of(drf("disconnect-backend")
                                .header("Authorization", bearer)
                                .form("backend", text)
                                .form("association_id", text))));
    }

    private static Said signed(Function<SignedCall, SignedCall> change) {
        return Said.of(change.apply(ORACLE.call(OracleWorld.ada()).unlikeOthers()));
    }

    private static Stream<Arguments> oracle() {
        return Stream.of(
                field(Door.ORACLE, "scope", text -> signed(call -> call.scope(encode("x " + text)))),
                field(
                        Door.ORACLE,
                        "client_id",
                        text -> signed(call -> call.body(SignedCall.RESUME + "&client_id=" + encode(text + "x")))),
                field(
                        Door.ORACLE,
                        "requested_token_type",
                        text -> signed(call -> call.body(SignedCall.RESUME.replace(ACCESS_TOKEN, encode(text + "x"))))),
                field(
                        Door.ORACLE,
                        "keyId",
                        text -> signed(call -> call.authorization(header ->
                                header.replaceFirst("ocid1[^\"]*", "").replace("keyId=\"", "keyId=\"" + line(text))))),
                field(
                        Door.ORACLE,
                        "grant_type",
                        text -> Said.of(SERVER.call("/oauth2/v1/token").asDemo().grant(text))));
    }

    private static Said exchange(String member, String text) {
        TokenCall call = SERVER.call("/auth/exchange").as(BodyType.JSON);
        if (!member.equals("clientId")) {
            call.form("clientId", "medplum-app");
        }
        if (!member.equals("externalAccessToken")) {
            call.form("externalAccessToken", "of-nobody");
        }
        return Said.of(call.form(member, text));
    }

    private static Stream<Arguments> medplum() {
        Stream<Arguments> members = Stream.of("externalAccessToken", "clientId", "projectId", "scope", "nonce")
                .map(name -> field(Door.MEDPLUM, name, text -> exchange(name, text)));
        return Stream.concat(
                members, Stream.of(field(Door.MEDPLUM, "a member that nobody reads", text -> exchange(text, text))));
    }

    private static TokenCall xoxoday(String grant) {
        return SERVER.call("/v1/oauth/token/user")
                .as(BodyType.JSON)
                .post("demo", "demo-secret")
                .grant(grant);
    }

    private static Stream<Arguments> xoxoday() {
        return Stream.of(
                field(Door.XOXODAY, "grant_type", text -> Said.of(xoxoday(text))),
                field(
                        Door.XOXODAY,
                        "refresh_token",
                        text -> Said.of(xoxoday("refresh_token").form("refresh_token", text))),
                field(
                        Door.XOXODAY,
                        "scope",
                        text -> Said.of(xoxoday("client_credentials").form("scope", text + " x"))),
                field(
                        Door.XOXODAY,
                        "subject_token",
                        text -> Said.of(xoxoday(EXCHANGE)
                                .form("subject_token", text)
                                .form("subject_token_type", ACCESS_TOKEN))),
                field(
                        Door.XOXODAY,
                        "client_id",
                        text -> Said.of(SERVER.call("/v1/oauth/token/user")
                                .as(BodyType.JSON)
                                .grant("refresh_token")
                                .form("client_id", text))),
                dear(
                        Door.XOXODAY,
                        "password",
                        text -> Said.of(xoxoday("password")
                                .form("username", "nobody of this list")
                                .form("password", text))));
    }

    private static Said sso(String path, String member, String text, String... others) {
        var message = JsonNodeFactory.instance.objectNode().put(member, text);
        for (int i = 0; i < others.length; i += 2) {
            message.put(others[i], others[i + 1]);
        }
        TokenAnswer answer = SSO.post(SSO.shop.key(), path, message.toString());
        return new Said(answer.status(), answer.body());
    }

    private static Stream<Arguments> sso() {
        SsoWorld.Person known = SSO.person();
        String user = "/v1/user";
        return Stream.of(
                field(Door.SSO, "name", text -> sso(user, "name", text, "email", known.email())),
                field(Door.SSO, "email", text -> sso(user, "email", text, "name", "x")),
                field(Door.SSO, "locale", text -> sso(user, "locale", text, "name", "x", "email", known.email())),
                field(Door.SSO, "timezone", text -> sso(user, "timezone", text, "name", "x", "email", known.email())),
                dear(Door.SSO, "password", text -> sso(user, "password", text, "name", "x", "email", known.email())),
                field(
                        Door.SSO,
                        "name of a key",
                        text -> sso("/v1/key", "name", text, "type", "TOKEN", "user_id", known.id())),
                field(Door.SSO, "type of a key", text -> sso("/v1/key", "type", text, "name", "x")),
                field(Door.SSO, "user of a key", text -> sso("/v1/key", "user_id", text, "name", "x")),
                field(
                        Door.SSO,
                        "email of a login",
                        text -> sso(
                                "/v1/auth/provider/local/login", "email", text, "password", "a password of nobody")),
                field(Door.SSO, "token to be exchanged", text -> sso("/v1/auth/token/exchange", "token", text)),
                field(Door.SSO, "token to be verified", text -> sso("/v1/auth/token/verify", "token", text)),
                field(Door.SSO, "key to be verified", text -> sso("/v1/auth/key/verify", "key", text)),
                field(
                        Door.SSO,
                        "id in the path",
                        text -> Said.of(SERVER.call("/v1/user/x" + encode(text))
                                .method("GET")
                                .header("Authorization", SSO.shop.key()))));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without what would end the header. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "");
    }

    /** The part of the list that is this field's. */
    private static List<String> strings(int every) {
        List<String> strings = new ArrayList<>();
        JsonNode all = Vectors.json("naughty-strings/blns.json");
        for (int i = FIELDS.getAndIncrement() % every; i < all.size(); i += every) {
            strings.add(all.get(i).asText());
        }
        return strings;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("fields")
    void areRefusedInTheWordsOfTheDoor(Door door, String name, int every, Function<String, Said> call) {
        for (String text : strings(every)) {
            Said said = call.apply(text);

            if (said.status() == 204) {
                assertThat(said.body()).isEmpty();
            } else {
                assertThat(said.status()).as(text).isBetween(400, 499);
                assertThat(door.isItsWord(said)).as("%s: %s", text, said).isTrue();
            }
            if (TokenAnswer.isTelling(text)) {
                assertThat(said.body()).doesNotContain(text);
            }
        }
    }
}
