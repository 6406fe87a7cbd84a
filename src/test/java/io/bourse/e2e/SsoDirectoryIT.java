package io.bourse.e2e;

import static io.bourse.e2e.SsoWorld.PASSWORD;
import static io.bourse.e2e.SsoWorld.access;
import static io.bourse.e2e.SsoWorld.ok;
import static io.bourse.e2e.SsoWorld.redacted;
import static io.bourse.e2e.SsoWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.TestNode.CreatedWithKey;
import io.bourse.e2e.SsoWorld.Person;
import io.bourse.logging.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Users, keys and services of the sso door: made, listed, shown, changed and removed, and who sees which. */
class SsoDirectoryIT {

    private static final SsoWorld WORLD = SsoWorld.shared();
    private static final String NOBODY = UUID.randomUUID().toString();

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("data").forEach(each -> ids.add(each.get("id").asText()));
        return ids;
    }

    private static JsonNode data(TokenAnswer answer) {
        return ok(answer).get("data");
    }

    @Test
    void anAddressIsOneUsersWhateverItsCapitals() {
        String email = WORLD.email();
        String id = WORLD.user(email);
        WORLD.assign(WORLD.shop, id);
        String again = "{\"name\":\"Eve\",\"email\":\"%s\",\"password\":\"the password of Eve\"}";

        refused(WORLD.post(WORLD.shop.key(), "/v1/user", again.formatted(email)), 400, 3, "UserEmailConstraint");
        refused(
                WORLD.post(WORLD.till.key(), "/v1/user", again.formatted(email.toUpperCase(java.util.Locale.ROOT))),
                400,
                3,
                "UserEmailConstraint");

        assertThat(data(WORLD.get(WORLD.shop.key(), "/v1/user/" + id))
                        .get("name")
                        .asText())
                .isEqualTo("Ada");
        ok(WORLD.login(WORLD.shop.key(), email, PASSWORD));
        redacted(WORLD.login(WORLD.shop.key(), email, "the password of Eve"));
    }

    @Test
    void usersAreSeenByAllServicesAndChangedMemberByMember() {
        String id = WORLD.user(WORLD.email(), ",\"locale\":\"pt-BR\"");

        JsonNode changed = data(WORLD.patch(
                WORLD.till.key(), "/v1/user/" + id, "{\"name\":\"Ada King\",\"password_allow_reset\":true}"));
        assertThat(changed.get("name").asText()).isEqualTo("Ada King");
        assertThat(changed.get("locale").asText()).isEqualTo("pt-BR");
        assertThat(changed.get("password_allow_reset").asBoolean()).isTrue();
        assertThat(changed.get("is_enabled").asBoolean()).isTrue();

        ok(WORLD.patch(WORLD.rootKey, "/v1/user/" + id, "{\"is_enabled\":false}"));
        JsonNode shown = data(WORLD.get(WORLD.alone.key(), "/v1/user/" + id));
        assertThat(shown.has("is_enabled")).isFalse();
        assertThat(shown.get("name").asText()).isEqualTo("Ada King");
    }

    @Test
    void aUserWhoIsRemovedHasNothingLeft() {
        Person ada = WORLD.person();
        JsonNode login = WORLD.login(ada);

        assertThat(ok(WORLD.delete(WORLD.rootKey, "/v1/user/" + ada.id()))).isEmpty();

        refused(WORLD.get(WORLD.shop.key(), "/v1/user/" + ada.id()), 404, 5, "UserNotFound");
        refused(WORLD.delete(WORLD.rootKey, "/v1/user/" + ada.id()), 404, 5, "UserNotFound");
        refused(WORLD.get(WORLD.shop.key(), "/v1/key/" + ada.shopKey()), 404, 5, "KeyNotFound");
        redacted(WORLD.token(WORLD.shop.key(), "verify", access(login)));
    }

    @Test
    void usersAreListedByIdByNameAndByAddress() {
        String one = WORLD.email();
        String two = WORLD.email();
        String first = WORLD.user(one);
        String second = WORLD.user(two);
        String both = "id=" + first + "&id=" + second;

        JsonNode all = ok(WORLD.get(WORLD.shop.key(), "/v1/user?" + both));
        assertThat(ids(all)).containsExactly(first, second);
        assertThat(all.at("/meta/limit").asText()).isEqualTo("50");
        assertThat(ids(ok(WORLD.get(WORLD.shop.key(), "/v1/user?gt=" + first + "&" + both))))
                .containsExactly(second);
        assertThat(ids(ok(WORLD.get(WORLD.shop.key(), "/v1/user?lt=" + second + "&limit=1&" + both))))
                .containsExactly(first);
        assertThat(ids(ok(WORLD.get(WORLD.shop.key(), "/v1/user?email=" + two))))
                .containsExactly(second);
        assertThat(ids(ok(WORLD.get(WORLD.shop.key(), "/v1/user?name_ge=Ada&offset_id=" + first + "&" + both))))
                .containsExactly(second);
        assertThat(ids(ok(WORLD.get(WORLD.shop.key(), "/v1/user?name_le=Ada&limit=1&" + both))))
                .containsExactly(second);
        assertThat(ok(WORLD.get(WORLD.shop.key(), "/v1/user?limit=0&" + both)).has("data"))
                .isFalse();
        assertThat(ids(ok(WORLD.get(WORLD.shop.key(), "/v1/user?id=" + NOBODY))))
                .isEmpty();
    }

    @Test
    void aUserHasOneActiveTokenKeyAtAService() {
        Person ada = WORLD.person();
        String second = "{\"type\":\"%s\",\"name\":\"second\",\"user_id\":\"" + ada.id() + "\"%s}";

        refused(
                WORLD.post(WORLD.shop.key(), "/v1/key", second.formatted("TOKEN", "")),
                400,
                3,
                "KeyUserTokenConstraint");
        String spare = data(WORLD.post(WORLD.shop.key(), "/v1/key", second.formatted("TOKEN", ",\"is_enabled\":false")))
                .at("/key/id")
                .asText();
        refused(
                WORLD.patch(WORLD.shop.key(), "/v1/key/" + spare, "{\"is_enabled\":true}"),
                400,
                3,
                "KeyUserTokenConstraint");
        data(WORLD.post(WORLD.shop.key(), "/v1/key", second.formatted("TOTP", "")));
        refused(WORLD.post(WORLD.shop.key(), "/v1/key", second.formatted("TOTP", "")), 400, 3, "KeyUserTotpConstraint");
        data(WORLD.post(WORLD.shop.key(), "/v1/key", second.formatted("KEY", "")));
        data(WORLD.post(WORLD.shop.key(), "/v1/key", second.formatted("KEY", "")));
    }

    @Test
    void aTypeIsGivenByNameOrNumberAndTheFirstIsLeftAway() {
        String user = WORLD.user(WORLD.email());
        String body = "{\"type\":%s,\"name\":\"key\",\"user_id\":\"" + user + "\",\"nobody knows\":{\"this\":1}}";

        assertThat(data(WORLD.post(WORLD.shop.key(), "/v1/key", body.formatted("1")))
                        .at("/key/type")
                        .asText())
                .isEqualTo("TOKEN");
        assertThat(data(WORLD.post(WORLD.shop.key(), "/v1/key", body.formatted("\"KEY\"")))
                        .get("key")
                        .has("type"))
                .isFalse();
        for (String unknown : List.of("\"token\"", "\"API\"", "3", "-1", "1.5", "true", "[]")) {
            refused(WORLD.post(WORLD.shop.key(), "/v1/key", body.formatted(unknown)), 400, 3, "ValidationError");
        }
    }

    @Test
    void whoMayMakeWhichKey() {
        String user = WORLD.user(WORLD.email());
        String mine = "{\"name\":\"key\"}";
        String ofShop = "{\"name\":\"key\",\"service_id\":\"" + WORLD.shop.id() + "\"%s}";
        String ofNobody = "{\"name\":\"key\",\"user_id\":\"" + NOBODY + "\"}";

        refused(WORLD.post(WORLD.shop.key(), "/v1/key", mine), 400, 3, "ServiceCannotCreateServiceKey");
        refused(WORLD.post(WORLD.rootKey, "/v1/key", mine), 401, 16, "KeyServiceUndefined");
        refused(WORLD.post(WORLD.shop.key(), "/v1/key", ofShop.formatted("")), 401, 16, "KeyNotFound");
        refused(WORLD.post(WORLD.shop.key(), "/v1/key", ofNobody), 400, 3, "UserNotFound");
        refused(
                WORLD.post(WORLD.rootKey, "/v1/key", "{\"name\":\"key\",\"service_id\":\"" + NOBODY + "\"}"),
                400,
                3,
                "ServiceNotFound");

        String value = data(WORLD.post(WORLD.rootKey, "/v1/key", ofShop.formatted("")))
                .get("value")
                .asText();
        ok(WORLD.get(value, "/v1/service/" + WORLD.shop.id()));
        data(WORLD.post(WORLD.rootKey, "/v1/key", ofShop.formatted(",\"user_id\":\"" + user + "\"")));
    }

    @Test
    void keysAreSeenByTheirOwnServiceAndByRoot() {
        Person ada = WORLD.person();
        String path = "/v1/key/" + ada.shopKey();

        assertThat(data(WORLD.get(WORLD.shop.key(), path)).has("value")).isFalse();
        assertThat(WORLD.get(WORLD.shop.key(), "/v1/key?user_id=" + ada.id()).body())
                .doesNotContain("value");
        ok(WORLD.get(WORLD.rootKey, path + "?user_id=" + ada.id()));
        refused(WORLD.get(WORLD.rootKey, path + "?user_id=" + NOBODY), 404, 5, "KeyNotFound");
        refused(WORLD.get(WORLD.till.key(), path), 404, 5, "KeyNotFound");
        refused(WORLD.patch(WORLD.till.key(), path, "{\"is_enabled\":false}"), 404, 5, "KeyNotFound");
        refused(WORLD.delete(WORLD.till.key(), path), 404, 5, "KeyNotFound");
        assertThat(ids(ok(WORLD.get(WORLD.till.key(), "/v1/key?user_id=" + ada.id()))))
                .containsExactly(ada.tillKey());
        assertThat(ids(ok(WORLD.get(WORLD.rootKey, "/v1/key?type=TOKEN&user_id=" + ada.id()))))
                .containsExactlyInAnyOrder(ada.shopKey(), ada.tillKey());
        assertThat(ids(ok(
                        WORLD.get(WORLD.till.key(), "/v1/key?service_id=" + WORLD.shop.id() + "&user_id=" + ada.id()))))
                .isEmpty();
        assertThat(ids(ok(WORLD.get(WORLD.rootKey, "/v1/key?is_enabled=false&user_id=" + ada.id()))))
                .isEmpty();
    }

    @Test
    void aUsersKeyStandsForTheUserUntilItIsRevoked() {
        Person ada = WORLD.person();
        String body = "{\"name\":\"key\",\"user_id\":\"" + ada.id() + "\"}";
        String value =
                data(WORLD.post(WORLD.shop.key(), "/v1/key", body)).get("value").asText();
        String shown = "{\"key\":\"" + value + "\"}";

        JsonNode verified = ok(WORLD.post(WORLD.shop.key(), "/v1/auth/key/verify", shown));
        assertThat(verified.at("/user/id").asText()).isEqualTo(ada.id());
        assertThat(verified.at("/key/name").asText()).isEqualTo("key");
        redacted(WORLD.post(WORLD.till.key(), "/v1/auth/key/verify", shown));
        redacted(WORLD.post(WORLD.shop.key(), "/v1/auth/key/verify", "{\"key\":\"" + WORLD.shop.key() + "\"}"));
        refused(WORLD.get(value, "/v1/user"), 401, 16, "KeyNotFound");

        assertThat(ok(WORLD.post(WORLD.shop.key(), "/v1/auth/key/revoke", shown)))
                .isEmpty();
        redacted(WORLD.post(WORLD.shop.key(), "/v1/auth/key/verify", shown));
        redacted(WORLD.post(WORLD.till.key(), "/v1/auth/key/revoke", shown));
    }

    @Test
    void servicesAreForOperatorsAndEachForItself() {
        JsonNode kiosk = data(WORLD.post(
                WORLD.rootKey,
                "/v1/service",
                "{\"name\":\"stall\",\"url\":\"https://stall.example.com\",\"user_allow_register\":true}"));
        String path = "/v1/service/" + kiosk.get("id").asText();

        assertThat(kiosk.get("is_enabled").asBoolean()).isTrue();
        assertThat(ids(ok(WORLD.get(WORLD.rootKey, "/v1/service")))).contains(WORLD.shop.id(), WORLD.till.id());
        refused(WORLD.get(WORLD.shop.key(), "/v1/service"), 401, 16, "KeyNotFound");
        refused(
                WORLD.post(WORLD.shop.key(), "/v1/service", "{\"name\":\"x\",\"url\":\"https://x.example.com\"}"),
                401,
                16,
                "KeyNotFound");
        ok(WORLD.get(WORLD.shop.key(), "/v1/service/" + WORLD.shop.id()));
        refused(WORLD.get(WORLD.shop.key(), path), 404, 5, "ServiceNotFound");
        refused(WORLD.delete(WORLD.shop.key(), path), 404, 5, "ServiceNotFound");

        JsonNode changed = data(WORLD.patch(WORLD.rootKey, path, "{\"name\":\"booth\",\"is_enabled\":false}"));
        assertThat(changed.get("name").asText()).isEqualTo("booth");
        assertThat(changed.get("url").asText()).isEqualTo("https://stall.example.com");
        assertThat(changed.has("is_enabled")).isFalse();
        assertThat(ids(ok(WORLD.get(WORLD.rootKey, "/v1/service?is_enabled=false"))))
                .contains(kiosk.get("id").asText());

        assertThat(ok(WORLD.delete(WORLD.rootKey, path))).isEmpty();
        refused(WORLD.get(WORLD.rootKey, path), 404, 5, "ServiceNotFound");
    }

    /** What an operator wrote, or a provider said, may leave no room for what is asked for. */
    @Test
    void whatTheEntriesRefuseIsABadRequest() {
        String ofAProvider = UUID.randomUUID().toString();
        WORLD.server.database.execute(
                "INSERT INTO app_user (id, project, enabled) VALUES ('" + ofAProvider + "', 'sso', true)");
        CreatedWithKey stand = WORLD.server.node(0).createService("stand", false);
        WORLD.server.database.execute(
                "UPDATE client SET entry = entry || '{\"may_act\": \"nobody\"}' WHERE id = '" + stand.id() + "'");

        try (LogCapture log = LogCapture.of("bourse.request")) {
            refused(
                    WORLD.patch(WORLD.rootKey, "/v1/user/" + ofAProvider, "{\"password\":\"" + PASSWORD + "\"}"),
                    400,
                    3,
                    "ValidationError");
            refused(
                    WORLD.patch(WORLD.rootKey, "/v1/service/" + stand.id(), "{\"is_enabled\":false}"),
                    400,
                    3,
                    "ServiceRefusedByEntries");

            assertThat(log.events().stream()
                            .map(line -> String.valueOf(LogCapture.pairs(line).get("detail"))))
                    .anyMatch(why -> why.startsWith("password is of no use"))
                    .anyMatch(why -> why.startsWith("client " + stand.id() + ": may_act "))
                    .noneMatch(why -> why.contains(PASSWORD));
        }
    }

    @Test
    void theAddressForPasswordsCanBeTakenAwayAgain() {
        JsonNode made = data(WORLD.post(
                WORLD.rootKey,
                "/v1/service",
                "{\"name\":\"lane\",\"url\":\"https://lane.example.com\",\"provider_local_url\":\"\"}"));
        String path = "/v1/service/" + made.get("id").asText();
        String url = "https://lane.example.com/password";

        JsonNode set = data(WORLD.patch(WORLD.rootKey, path, "{\"provider_local_url\":\"" + url + "\"}"));
        JsonNode renamed = data(WORLD.patch(WORLD.rootKey, path, "{\"name\":\"alley\"}"));
        JsonNode unset = data(WORLD.patch(WORLD.rootKey, path, "{\"provider_local_url\":\"\"}"));

        assertThat(made.has("provider_local_url")).isFalse();
        assertThat(set.get("provider_local_url").asText()).isEqualTo(url);
        assertThat(renamed.get("provider_local_url").asText()).isEqualTo(url);
        assertThat(unset.has("provider_local_url")).isFalse();
        assertThat(unset.get("url").asText()).isEqualTo("https://lane.example.com");
        ok(WORLD.delete(WORLD.rootKey, path));
    }

    @Test
    void aServiceThatIsRemovedTakesItsTokensAlong() {
        CreatedWithKey fair = WORLD.server.node(0).createService("fair", true);
        String email = WORLD.email();
        WORLD.assign(fair, WORLD.user(email));
        String token = access(ok(WORLD.login(fair.key(), email, PASSWORD)));

        ok(WORLD.delete(WORLD.rootKey, "/v1/service/" + fair.id()));

        refused(WORLD.token(fair.key(), "verify", token), 401, 16, "RedactedError");
        assertThat(WORLD.server.database.number("SELECT count(*) FROM exchange WHERE id LIKE '%" + fair.id() + "%'"))
                .isZero();
    }
}
