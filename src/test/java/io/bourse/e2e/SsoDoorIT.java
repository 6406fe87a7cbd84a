package io.bourse.e2e;

import static io.bourse.e2e.SsoWorld.PASSWORD;
import static io.bourse.e2e.SsoWorld.access;
import static io.bourse.e2e.SsoWorld.ok;
import static io.bourse.e2e.SsoWorld.redacted;
import static io.bourse.e2e.SsoWorld.refresh;
import static io.bourse.e2e.SsoWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.e2e.SsoWorld.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sso door: the documented walk from a user to tokens of another service, and how users log in. */
class SsoDoorIT {

    private static final SsoWorld WORLD = SsoWorld.shared();

    /** Every call as mojzu/sso documents it, word for word but for the values. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1", "/v1"})
    void theDocumentedWalk(String base) {
        String email = WORLD.email();
        JsonNode user = ok(WORLD.post(
                        WORLD.shop.key(),
                        base + "/user",
                        "{\"is_enabled\":true,\"name\":\"Ada Lovelace\",\"email\":\"" + email
                                + "\",\"locale\":\"en\",\"timezone\":\"Etc/UTC\",\"password_allow_reset\":true,"
                                + "\"password_require_update\":false,\"password\":\"" + PASSWORD + "\"}"))
                .get("data");
        for (String key : List.of(WORLD.shop.key(), WORLD.till.key())) {
            JsonNode made = ok(WORLD.post(
                            key,
                            base + "/key",
                            "{\"is_enabled\":true,\"type\":\"TOKEN\",\"name\":\"a key\",\"user_id\":\""
                                    + user.get("id").asText() + "\"}"))
                    .get("data");
            assertThat(made.get("value").asText()).matches("[A-Z2-7]{34}");
            assertThat(made.at("/key/type").asText()).isEqualTo("TOKEN");
        }

        JsonNode login = ok(WORLD.post(
                WORLD.shop.key(),
                base + "/auth/provider/local/login",
                "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}"));
        JsonNode exchanged = ok(
                WORLD.post(WORLD.till.key(), base + "/auth/token/exchange", "{\"token\":\"" + refresh(login) + "\"}"));
        JsonNode verified = ok(
                WORLD.post(WORLD.till.key(), base + "/auth/token/verify", "{\"token\":\"" + access(exchanged) + "\"}"));

        assertThat(login.get("user")).isEqualTo(user);
        assertThat(exchanged.get("user")).isEqualTo(user);
        assertThat(verified.get("user")).isEqualTo(user);
        assertThat(verified.get("access")).isEqualTo(exchanged.get("access"));
        assertThat(names(login)).containsExactly("meta", "user", "access", "refresh");
        assertThat(names(exchanged)).containsExactly("user", "access", "refresh");
        assertThat(names(verified)).containsExactly("user", "access");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** They are given already, and a refresh token is used up: a failure would take them away. */
    @Test
    void tokensWhoseUserCannotBeReadAreGivenWithTheIdAlone() {
        Person ada = WORLD.person();
        WORLD.server.database.execute("ALTER TABLE app_user RENAME COLUMN created_at TO unreadable");
        JsonNode login;
        try {
            login = WORLD.login(ada);
        } finally {
            WORLD.server.database.execute("ALTER TABLE app_user RENAME COLUMN unreadable TO created_at");
        }

        assertThat(names(login.get("user"))).containsExactly("id");
        assertThat(login.at("/user/id").asText()).isEqualTo(ada.id());
        ok(WORLD.token(WORLD.shop.key(), "verify", access(login)));
        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
    }

    @Test
    void whatIsFalseIsLeftAwayAndSecondsAreText() {
        String email = WORLD.email();
        JsonNode user =
                ok(WORLD.get(WORLD.shop.key(), "/v1/user/" + WORLD.user(email))).get("data");

        assertThat(names(user))
                .containsExactly("created_at", "updated_at", "id", "is_enabled", "name", "email", "locale", "timezone");
        assertThat(user.get("locale").asText()).isEqualTo("en");
        assertThat(user.get("timezone").asText()).isEqualTo("Etc/UTC");
        assertThat(Instant.parse(user.get("created_at").asText()))
                .isBefore(Instant.now().plusSeconds(60));

        WORLD.assign(WORLD.shop, user.get("id").asText());
        JsonNode login = ok(WORLD.login(WORLD.shop.key(), email, PASSWORD));
        for (String token : List.of("access", "refresh")) {
            assertThat(login.at("/" + token + "/token_expires").isTextual()).isTrue();
        }
        assertThat(expiry(login, "access")).isBetween(in(3_590), in(3_610));
        assertThat(expiry(login, "refresh")).isBetween(in(86_390), in(86_410));
        assertThat(login.at("/meta/password_strength").asInt()).isBetween(1, 4);
    }

    private static long expiry(JsonNode answer, String token) {
        return Long.parseLong(answer.at("/" + token + "/token_expires").asText());
    }

    private static long in(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    /** One body, whatever it is. */
    @Test
    void aLoginThatIsRefusedSaysNothingOfWhy() {
        Person ada = WORLD.person();
        String disabled = WORLD.email();
        WORLD.assign(WORLD.shop, WORLD.user(disabled, ",\"is_enabled\":false"));
        String elsewhere = WORLD.email();
        WORLD.assign(WORLD.till, WORLD.user(elsewhere));

        redacted(WORLD.login(WORLD.shop.key(), ada.email(), "not the password"));
        redacted(WORLD.login(WORLD.shop.key(), WORLD.email(), PASSWORD));
        redacted(WORLD.login(WORLD.shop.key(), disabled, PASSWORD));
        redacted(WORLD.login(WORLD.shop.key(), elsewhere, PASSWORD));
        ok(WORLD.login(WORLD.till.key(), elsewhere, PASSWORD));
        refused(WORLD.login(WORLD.shop.key(), "no address", PASSWORD), 400, 3, "ValidationError");
    }

    @Test
    void whoeverMustReplaceThePasswordIsToldSoOnceItWasRight() {
        String email = WORLD.email();
        String id = WORLD.user(email, ",\"password_require_update\":true");
        WORLD.assign(WORLD.shop, id);

        refused(WORLD.login(WORLD.shop.key(), email, PASSWORD), 403, 7, "RedactedError");
        redacted(WORLD.login(WORLD.shop.key(), email, "not the password"));

        ok(WORLD.patch(WORLD.shop.key(), "/v1/user/" + id, "{\"password\":\"another one to use\"}"));
        ok(WORLD.login(WORLD.shop.key(), email, "another one to use"));
        redacted(WORLD.login(WORLD.shop.key(), email, PASSWORD));
    }

    @Test
    void aServiceThatIsSwitchedOffIsBelievedNoMore() {
        var off = WORLD.server.node(0).createService("off", false);
        ok(WORLD.get(off.key(), "/v1/user"));
        ok(WORLD.patch(WORLD.rootKey, "/v1/service/" + off.id(), "{\"is_enabled\":false}"));

        refused(WORLD.login(off.key(), WORLD.person().email(), PASSWORD), 401, 16, "RedactedError");
        refused(WORLD.get(off.key(), "/v1/user"), 401, 16, "KeyNotFound");
    }

    @Test
    void aKeyIsShownRawOrWithItsScheme() {
        for (String scheme : List.of("", "key ", "Bearer ")) {
            ok(WORLD.get(scheme + WORLD.shop.key(), "/v1/user?limit=1"));
        }
        refused(WORLD.get("token " + WORLD.shop.key(), "/v1/user"), 401, 16, "KeyUndefined");
        refused(WORLD.get("Basic " + WORLD.shop.key(), "/v1/user"), 401, 16, "KeyUndefined");
        refused(WORLD.get("nobody", "/v1/user"), 401, 16, "KeyNotFound");
        refused(WORLD.server.call("/v1/user").method("GET").send(), 401, 16, "KeyUndefined");
        TokenAnswer none = WORLD.server
                .call("/v1/auth/token/verify")
                .contentType("application/json")
                .raw("{\"token\":\"t\"}")
                .send();
        refused(none, 401, 16, "RedactedError");
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void aRootKeyOpensNothingBelowAuth() {
        refused(WORLD.login(WORLD.rootKey, WORLD.person().email(), PASSWORD), 401, 16, "RedactedError");
        refused(WORLD.token(WORLD.rootKey, "exchange", "t"), 401, 16, "RedactedError");
    }

    @Test
    void theGatewayAnswersPing() {
        TokenAnswer pong = WORLD.server.call("/ping").method("GET").send();

        assertThat(pong.status()).isEqualTo(200);
        assertThat(pong.body()).isEqualTo("Pong");
    }
}
