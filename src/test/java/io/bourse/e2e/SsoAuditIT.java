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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sso door keeps of what was done by keys, and who reads it. */
class SsoAuditIT {

    private static final SsoWorld WORLD = SsoWorld.shared();

    /** The newest deeds of this type, the newest last, as they are shown to this key. */
    private static List<JsonNode> deeds(String key, String query) {
        List<JsonNode> deeds = new ArrayList<>();
        ok(WORLD.get(key, "/v1/audit?" + query)).path("data").forEach(deeds::add);
        return deeds;
    }

    private static JsonNode newest(String key, String query) {
        List<JsonNode> deeds = deeds(key, query);
        assertThat(deeds).as(query).isNotEmpty();
        return deeds.get(deeds.size() - 1);
    }

    private static JsonNode data(TokenAnswer answer) {
        return ok(answer).get("data");
    }

    @Test
    void aFailedExchangeLeavesADeedAtTheServiceThatTried() {
        Person ada = WORLD.person();
        redacted(WORLD.token(WORLD.till.key(), "exchange", access(WORLD.login(ada))));

        JsonNode deed = newest(WORLD.till.key(), "type=sso:AuthTokenExchange");

        assertThat(deed.get("status_code").asInt()).isEqualTo(3);
        assertThat(deed.get("service_id").asText()).isEqualTo(WORLD.till.id());
        assertThat(deed.at("/data/type").asText()).isEqualTo("error");
        assertThat(deed.at("/data/data/code").asInt()).isEqualTo(3);
        assertThat(deeds(WORLD.shop.key(), "id=" + deed.get("id").asText())).isEmpty();
        refused(WORLD.get(WORLD.shop.key(), "/v1/audit/" + deed.get("id").asText()), 404, 5, "AuditNotFound");
        assertThat(data(WORLD.get(WORLD.rootKey, "/v1/audit/" + deed.get("id").asText())))
                .isEqualTo(deed);
    }

    @Test
    void loginsAndChangesAreAlwaysKeptAndLooksOnlyIfTheyFail() {
        Person ada = WORLD.person();
        JsonNode login = WORLD.login(ada);
        ok(WORLD.token(WORLD.shop.key(), "verify", access(login)));
        ok(WORLD.token(WORLD.shop.key(), "refresh", refresh(login)));
        ok(WORLD.patch(WORLD.shop.key(), "/v1/user/" + ada.id(), "{\"name\":\"Ada King\"}"));
        redacted(WORLD.login(WORLD.shop.key(), ada.email(), "not the password"));

        JsonNode kept = newest(WORLD.shop.key(), "type=sso:AuthLocalLogin&user_id=" + ada.id());
        JsonNode change = newest(WORLD.shop.key(), "type=sso:UserUpdate&subject=" + ada.id());
        JsonNode failed = newest(WORLD.shop.key(), "type=sso:AuthLocalLogin");

        assertThat(kept.get("status_code").asInt()).isZero();
        assertThat(change.at("/data/data/name/previous").asText()).isEqualTo("Ada");
        assertThat(change.at("/data/data/name/current").asText()).isEqualTo("Ada King");
        assertThat(failed.get("status_code").asInt()).isEqualTo(3);
        assertThat(failed.has("user_id")).isFalse();
        assertThat(deeds(WORLD.shop.key(), "type=sso:AuthTokenVerify&user_id=" + ada.id()))
                .isEmpty();
        assertThat(deeds(WORLD.shop.key(), "type=sso:AuthTokenRefresh&user_id=" + ada.id()))
                .isEmpty();
    }

    @Test
    void noDeedHoldsASecret() {
        Person ada = WORLD.person();
        JsonNode login = WORLD.login(ada);
        redacted(WORLD.token(WORLD.till.key(), "verify", access(login)));
        ok(WORLD.token(WORLD.shop.key(), "revoke", refresh(login)));

        String all = WORLD.get(WORLD.rootKey, "/v1/audit?limit=1000").body();

        assertThat(all).doesNotContain(access(login), refresh(login), PASSWORD, WORLD.shop.key(), WORLD.rootKey);
    }

    @Test
    void aServiceKeepsDeedsOfItsOwnBesideWhatItAsks() {
        Person ada = WORLD.person();
        String token = access(WORLD.login(ada));

        String id = ok(WORLD.post(
                        WORLD.shop.key(),
                        "/v1/auth/token/verify",
                        "{\"token\":\"" + token + "\",\"audit\":\"shop:CartOpened\"}"))
                .get("audit")
                .asText();

        JsonNode deed = data(WORLD.get(WORLD.shop.key(), "/v1/audit/" + id));
        assertThat(deed.get("type").asText()).isEqualTo("shop:CartOpened");
        assertThat(deed.get("user_id").asText()).isEqualTo(ada.id());
        assertThat(deed.has("status_code")).isFalse();
    }

    @Test
    void whatIsWrittenStaysAndCanBeAddedTo() {
        JsonNode made = data(WORLD.post(
                WORLD.shop.key(),
                "/v1/audit",
                "{\"type\":\"shop:Order\",\"data\":{\"first\":1,\"nested\":{\"a\":[true]}}}"));
        String path = "/v1/audit/" + made.get("id").asText();

        JsonNode added = data(WORLD.patch(
                WORLD.shop.key(),
                path,
                "{\"status_code\":200,\"subject\":\"order 1\",\"data\":{\"first\":2,\"second\":2}}"));
        JsonNode again = data(WORLD.patch(WORLD.shop.key(), path, "{\"status_code\":500,\"subject\":\"order 2\"}"));

        assertThat(added.at("/data/first").asInt()).isEqualTo(1);
        assertThat(added.at("/data/second").asInt()).isEqualTo(2);
        assertThat(again.get("status_code").asInt()).isEqualTo(200);
        assertThat(again.get("subject").asText()).isEqualTo("order 1");
        refused(WORLD.patch(WORLD.till.key(), path, "{\"subject\":\"x\"}"), 404, 5, "AuditNotFound");
        refused(WORLD.get(WORLD.shop.key(), path + "?subject=other"), 404, 5, "AuditNotFound");
        assertThat(WORLD.delete(WORLD.shop.key(), path).status()).isEqualTo(405);
    }

    @Test
    void deedsAreReadPageByPageInTheOrderOfTime() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(data(WORLD.post(WORLD.shop.key(), "/v1/audit", "{\"type\":\"shop:Page\"}"))
                    .get("id")
                    .asText());
        }
        String from = "type=shop:Page&ge=2020-01-01T00:00:00Z";

        assertThat(ids(deeds(WORLD.shop.key(), from + "&limit=2"))).containsExactly(made.get(0), made.get(1));
        assertThat(ids(deeds(WORLD.shop.key(), from + "&limit=2&offset_id=" + made.get(1))))
                .containsExactly(made.get(2));
        assertThat(ids(deeds(WORLD.shop.key(), "type=shop:Page&limit=2"))).containsExactly(made.get(1), made.get(2));
        assertThat(ids(deeds(WORLD.shop.key(), "type=shop:Page&offset_id=" + made.get(1))))
                .containsExactly(made.get(0));
        assertThat(deeds(WORLD.shop.key(), "type=shop:Page&le=2020-01-01T00:00:00Z"))
                .isEmpty();
        assertThat(deeds(WORLD.till.key(), "type=shop:Page")).isEmpty();
    }

    private static List<String> ids(List<JsonNode> deeds) {
        return deeds.stream().map(deed -> deed.get("id").asText()).toList();
    }

    @Test
    void theUserForWhomAServiceCallsIsBelievedAndKept() {
        Person ada = WORLD.person();
        String token = access(WORLD.login(ada));

        data(asUser(WORLD.shop.key(), "token " + token));
        assertThat(newest(WORLD.shop.key(), "type=shop:ForUser").get("user_id").asText())
                .isEqualTo(ada.id());
        JsonNode key =
                data(WORLD.post(WORLD.shop.key(), "/v1/key", "{\"name\":\"key\",\"user_id\":\"" + ada.id() + "\"}"));
        data(asUser(WORLD.shop.key(), "key " + key.get("value").asText()));
        assertThat(newest(WORLD.shop.key(), "type=shop:ForUser").get("user_key_id"))
                .isEqualTo(key.at("/key/id"));

        refused(asUser(WORLD.till.key(), "token " + token), 401, 16, "KeyNotFound");
        refused(asUser(WORLD.till.key(), "key " + key.get("value").asText()), 401, 16, "KeyNotFound");
        refused(asUser(WORLD.shop.key(), "key " + WORLD.shop.key()), 401, 16, "KeyNotFound");
        refused(asUser(WORLD.shop.key(), "token garbage"), 401, 16, "KeyNotFound");
    }

    private static TokenAnswer asUser(String key, String user) {
        return WORLD.server
                .call("/v1/audit")
                .header("Authorization", key)
                .header("User-Authorization", user)
                .contentType("application/json")
                .raw("{\"type\":\"shop:ForUser\"}")
                .send();
    }

    /** Anybody could fill the table. */
    @Test
    void whoShowsNoKeyOfOursLeavesNoRow() {
        long before = WORLD.server.database.number("SELECT count(*) FROM service_audit");

        refused(WORLD.get("nobody", "/v1/user"), 401, 16, "KeyNotFound");
        refused(WORLD.token("nobody", "exchange", "t"), 401, 16, "RedactedError");

        assertThat(WORLD.server.database.number("SELECT count(*) FROM service_audit"))
                .isEqualTo(before);
    }
}
