package io.bourse.e2e;

import static io.bourse.e2e.SsoWorld.PASSWORD;
import static io.bourse.e2e.SsoWorld.ok;
import static io.bourse.e2e.SsoWorld.redacted;
import static io.bourse.e2e.SsoWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.TestNode.CreatedWithKey;
import io.bourse.e2e.SsoWorld.Person;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one service cannot do to the users, deeds and entries of another, or of operators. */
class SsoRightsIT {

    private static final SsoWorld WORLD = SsoWorld.shared();

    private static String path(String user) {
        return "/v1/user/" + user;
    }

    private static void mayNotOwn(CreatedWithKey service, String user) {
        for (String change : List.of(
                "{\"password\":\"chosen by a stranger\"}",
                "{\"is_enabled\":true}",
                "{\"is_enabled\":false,\"password\":\"chosen by a stranger\"}",
                "{\"password_require_update\":true}",
                "{\"name\":\"Eve\",\"is_enabled\":true}")) {
            refused(WORLD.patch(service.key(), path(user), change), 404, 5, "UserNotFound");
        }
        refused(WORLD.delete(service.key(), path(user)), 404, 5, "UserNotFound");
        assertThat(ok(WORLD.get(WORLD.rootKey, path(user))).at("/data/name").asText())
                .isEqualTo("Ada");
    }

    private static void mayNotSwitchOff(CreatedWithKey service, String user) {
        refused(WORLD.patch(service.key(), path(user), "{\"is_enabled\":false}"), 404, 5, "UserNotFound");
    }

    @Test
    void aServiceTakesOverNoUserWhomItWasNotGiven() {
        String email = WORLD.email();
        String user = WORLD.user(email);
        mayNotOwn(WORLD.till, user);

        WORLD.assign(WORLD.till, user);

        mayNotOwn(WORLD.till, user);
        mayNotSwitchOff(WORLD.till, user);
        ok(WORLD.login(WORLD.till.key(), email, PASSWORD));
    }

    @Test
    void whoMadeAUserOwnsItWhileNoOtherServiceCanLetItIn() {
        Person ada = WORLD.person();
        String atTill = SsoWorld.access(ok(WORLD.login(WORLD.till.key(), ada.email(), PASSWORD)));
        mayNotOwn(WORLD.shop, ada.id());

        ok(WORLD.token(WORLD.till.key(), "revoke", atTill));

        ok(WORLD.patch(WORLD.shop.key(), path(ada.id()), "{\"password\":\"chosen by its shop\"}"));
        ok(WORLD.login(WORLD.shop.key(), ada.email(), "chosen by its shop"));
        ok(WORLD.delete(WORLD.shop.key(), path(ada.id())));
        refused(WORLD.get(WORLD.shop.key(), path(ada.id())), 404, 5, "UserNotFound");
    }

    /** It may be switched on again, and the password that was chosen meanwhile would log in there. */
    @Test
    void aUserWhoseKeyAtAnotherServiceIsOffIsNotOwned() {
        Person ada = WORLD.person();

        ok(WORLD.patch(WORLD.till.key(), "/v1/key/" + ada.tillKey(), "{\"is_enabled\":false}"));

        mayNotOwn(WORLD.shop, ada.id());
    }

    /** Any service may make keys of any user. */
    @ParameterizedTest
    @ValueSource(strings = {"\"KEY\"", "\"KEY\",\"is_enabled\":false", "\"TOTP\""})
    void aKeyThatAssignsNobodyTakesNoUserFromWhoMadeIt(String key) {
        String user = WORLD.user(WORLD.email());
        ok(WORLD.post(
                WORLD.alone.key(), "/v1/key", "{\"name\":\"key\",\"user_id\":\"" + user + "\",\"type\":" + key + "}"));

        ok(WORLD.patch(WORLD.shop.key(), path(user), "{\"password\":\"chosen by its shop\"}"));
        ok(WORLD.delete(WORLD.shop.key(), path(user)));
    }

    @Test
    void whoMadeAUserCanAlwaysSwitchItOff() {
        Person ada = WORLD.person();

        ok(WORLD.patch(WORLD.shop.key(), path(ada.id()), "{\"is_enabled\":false,\"name\":\"Ada\"}"));

        mayNotOwn(WORLD.shop, ada.id());
        redacted(WORLD.login(WORLD.till.key(), ada.email(), PASSWORD));
        ok(WORLD.patch(WORLD.rootKey, path(ada.id()), "{\"is_enabled\":true}"));
    }

    @Test
    void whomAnOperatorMadeOnlyOperatorsOwn() {
        String email = WORLD.email();
        String user = ok(WORLD.post(
                        WORLD.rootKey,
                        "/v1/user",
                        "{\"name\":\"Ada\",\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD)))
                .at("/data/id")
                .asText();
        WORLD.assign(WORLD.shop, user);

        mayNotOwn(WORLD.shop, user);
        mayNotSwitchOff(WORLD.shop, user);

        ok(WORLD.patch(WORLD.rootKey, path(user), "{\"is_enabled\":false}"));
        ok(WORLD.delete(WORLD.rootKey, path(user)));
    }

    @Test
    void aUserWhomAPrincipalNamesStaysAndIsNotSaidToBeGone() {
        String user = WORLD.user(WORLD.email());
        WORLD.server.apply("clients: [{id: sso-tools, project: sso, secret: a long secret, grants: [signed_request],"
                + " audiences: [t]}]\nprincipals: [{id: sso-laptop, client: sso-tools, user: " + user
                + ", key_id: t/sso/f, public_key: '" + RsaPublicKeys.text(TestRsaKeys.one()) + "'}]");

        refused(WORLD.delete(WORLD.shop.key(), path(user)), 400, 3, "UserIsNamedByEntries");
        refused(WORLD.delete(WORLD.till.key(), path(user)), 404, 5, "UserNotFound");

        ok(WORLD.get(WORLD.shop.key(), path(user)));
    }

    @Test
    void onlyAServiceThatWasGivenTheUserLearnsThatThePasswordWasRight() {
        String email = WORLD.email();
        String user = WORLD.user(email, ",\"password_require_update\":true");
        WORLD.assign(WORLD.shop, user);

        redacted(WORLD.login(WORLD.till.key(), email, PASSWORD));
        redacted(WORLD.login(WORLD.till.key(), email, "not the password"));
        refused(WORLD.login(WORLD.shop.key(), email, PASSWORD), 403, 7, "RedactedError");
    }

    /** Whatever an operator called an exchange, it did not come with the service. */
    @ParameterizedTest
    @ValueSource(strings = {"own:%s", "sso:%s:00000000-0000-7000-8000-000000000009"})
    void aServiceThatEntriesNameKeepsAllThatItHas(String name) {
        CreatedWithKey fair = WORLD.server.node(0).createService("fair", true);
        String own = ("exchanges: [{id: '" + name
                        + "', client: '%1$s', subject: {client: '%1$s', types: [access_token]},"
                        + " targets: ['urn:uuid:%1$s'], scopes: [sso]}]")
                .formatted(fair.id());
        WORLD.server.apply(own);
        String entries = "SELECT count(*) FROM exchange WHERE id LIKE '%" + fair.id() + "%'";
        long before = WORLD.server.database.number(entries);

        refused(WORLD.delete(WORLD.rootKey, "/v1/service/" + fair.id()), 400, 3, "ServiceIsNamedByEntries");

        assertThat(before).isPositive();
        assertThat(WORLD.server.database.number(entries)).isEqualTo(before);
    }

    @Test
    void aServiceWhoseEntryWasNarrowedIsNoPartnerOfThoseThatComeLater() {
        CreatedWithKey narrow = WORLD.server.node(0).createService("narrow", false);
        for (String lists : List.of("grants: [password, refresh_token], scopes: [sso]", "grants: [token-exchange]")) {
            WORLD.server.apply(("clients: [{id: '%1$s', project: sso, authentication: service_key, %2$s,"
                            + " audiences: ['urn:uuid:%1$s'], assigned_users_only: true}]")
                    .formatted(narrow.id(), lists));

            JsonNode later = ok(WORLD.post(
                    WORLD.rootKey, "/v1/service", "{\"name\":\"later\",\"url\":\"https://later.example.com\"}"));

            String id = later.at("/data/id").asText();
            assertThat(exchangesBetween(id, narrow.id())).isZero();
            assertThat(exchangesBetween(id, WORLD.shop.id())).isEqualTo(2);
        }
    }

    private static long exchangesBetween(String one, String other) {
        return WORLD.server.database.number(
                "SELECT count(*) FROM exchange WHERE id IN ('sso:%1$s:%2$s', 'sso:%2$s:%1$s')".formatted(one, other));
    }

    /** As after the setting that says whose services these are was changed. */
    @Test
    void theKeyOfAServiceOfAnotherProjectOpensNothing() {
        CreatedWithKey moved = WORLD.server.node(0).createService("moved", false);
        ok(WORLD.get(moved.key(), "/v1/user"));
        WORLD.server.apply("projects: [{id: elsewhere}]\n"
                + "clients: [{id: stranger, project: elsewhere, authentication: service_key, grants: [password],"
                + " scopes: [sso], audiences: [t]}]");
        WORLD.server.database.execute(
                "INSERT INTO service (id, name, url) VALUES ('stranger', 'stranger', 'https://stranger.example.com')");
        WORLD.server.database.execute(
                "UPDATE service_key SET service = 'stranger' WHERE service = '" + moved.id() + "'");

        refused(WORLD.get(moved.key(), "/v1/user"), 401, 16, "KeyNotFound");
        refused(
                WORLD.post(moved.key(), "/v1/user", "{\"name\":\"A\",\"email\":\"%s\"}".formatted(WORLD.email())),
                401,
                16,
                "KeyNotFound");
    }

    @Test
    void deedsOfTheSystemAreNobodysToWriteOrAddTo() {
        Person ada = WORLD.person();
        String token = SsoWorld.access(WORLD.login(ada));
        String deed = ok(WORLD.get(WORLD.shop.key(), "/v1/audit?type=sso:UserCreate&limit=1"))
                .at("/data/0/id")
                .asText();
        String forged = "\"sso:AuthLocalLogin\"";

        refused(WORLD.post(WORLD.shop.key(), "/v1/audit", "{\"type\":" + forged + "}"), 400, 3, "ValidationError");
        refused(WORLD.post(WORLD.rootKey, "/v1/audit", "{\"type\":\"SSO:x\"}"), 400, 3, "ValidationError");
        refused(
                WORLD.post(
                        WORLD.shop.key(),
                        "/v1/auth/token/verify",
                        "{\"token\":\"" + token + "\",\"audit\":" + forged + "}"),
                400,
                3,
                "ValidationError");
        refused(
                WORLD.patch(WORLD.shop.key(), "/v1/audit/" + deed, "{\"data\":{\"forged\":true}}"),
                404,
                5,
                "AuditNotFound");
        refused(WORLD.patch(WORLD.rootKey, "/v1/audit/" + deed, "{\"data\":{\"x\":true}}"), 404, 5, "AuditNotFound");
    }

    @Test
    void onlyWhoWroteADeedAddsToIt() {
        String deed = ok(WORLD.post(WORLD.shop.key(), "/v1/audit", "{\"type\":\"shop:Mine\"}"))
                .at("/data/id")
                .asText();

        refused(WORLD.patch(WORLD.rootKey, "/v1/audit/" + deed, "{\"subject\":\"x\"}"), 404, 5, "AuditNotFound");
        ok(WORLD.patch(WORLD.shop.key(), "/v1/audit/" + deed, "{\"subject\":\"x\"}"));
    }

    @Test
    void nobodyPagesByWhatTheyCannotSee() {
        String ofShop = ok(WORLD.post(WORLD.shop.key(), "/v1/audit", "{\"type\":\"shop:Page\"}"))
                .at("/data/id")
                .asText();
        ok(WORLD.post(WORLD.till.key(), "/v1/audit", "{\"type\":\"till:Page\"}"));
        WORLD.server.apply("projects: [{id: elsewhere}]\n"
                + "users: [{username: aaron, project: elsewhere, name: Aaron, password: not to be guessed}]");
        WORLD.user(WORLD.email());

        String since = "/v1/audit?ge=2020-01-01T00:00:00Z&offset_id=" + ofShop;
        assertThat(ok(WORLD.get(WORLD.till.key(), since)).has("data")).isFalse();
        assertThat(ok(WORLD.get(WORLD.till.key(), "/v1/audit?offset_id=" + ofShop))
                        .has("data"))
                .isFalse();
        for (String bound : List.of("name_ge=A", "name_le=Z")) {
            for (String user : usersOf("elsewhere")) {
                assertThat(ok(WORLD.get(WORLD.shop.key(), "/v1/user?" + bound + "&offset_id=" + user))
                                .has("data"))
                        .isFalse();
            }
        }
    }

    private static List<String> usersOf(String project) {
        return WORLD.server.database.texts("SELECT id::text FROM app_user WHERE project = '" + project + "'");
    }
}
