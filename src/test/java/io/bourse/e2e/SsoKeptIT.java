package io.bourse.e2e;

import static io.bourse.e2e.SsoWorld.access;
import static io.bourse.e2e.SsoWorld.ok;
import static io.bourse.e2e.SsoWorld.redacted;
import static io.bourse.e2e.SsoWorld.refresh;
import static io.bourse.e2e.SsoWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.app.TestNode.CreatedWithKey;
import io.bourse.e2e.SsoWorld.Person;
import io.bourse.logging.LogCapture;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sso door keeps of calls that fail, or cannot keep, and by which key each was made. */
class SsoKeptIT {

    private static final SsoWorld WORLD = SsoWorld.shared();
    private static final String UNKEEPABLE = ",\"audit\":\"test:Unkeepable\"}";
    private static final int A_MINUTE = 60;

    private final Person ada = WORLD.person();
    private JsonNode login;

    /** A table that takes no such deed stands for one that takes none at all. */
    @BeforeEach
    void refuseOne() {
        WORLD.server.database.execute(
                "ALTER TABLE service_audit ADD CONSTRAINT unkeepable CHECK (type <> 'test:Unkeepable')");
        login = WORLD.login(ada);
    }

    @AfterEach
    void allowAll() {
        WORLD.server.database.execute("ALTER TABLE service_audit DROP CONSTRAINT unkeepable");
    }

    private static JsonNode unkept(CreatedWithKey service, String call, String token) {
        return ok(WORLD.post(service.key(), "/v1/auth/token/" + call, "{\"token\":\"" + token + "\"" + UNKEEPABLE));
    }

    @Test
    void whatCannotBeKeptTakesNothingBack() {
        JsonNode exchanged = unkept(WORLD.till, "exchange", refresh(login));
        JsonNode refreshed = unkept(WORLD.shop, "refresh", refresh(login));

        assertThat(exchanged.has("audit")).isFalse();
        assertThat(exchanged.at("/user/id").asText()).isEqualTo(ada.id());
        unkept(WORLD.shop, "verify", access(refreshed));
        assertThat(unkept(WORLD.shop, "revoke", access(refreshed))).isEmpty();
        redacted(WORLD.token(WORLD.shop.key(), "verify", access(refreshed)));
    }

    @Test
    void aKeyIsRevokedThoughThatCannotBeKept() {
        String value = ok(WORLD.post(
                        WORLD.shop.key(), "/v1/key", "{\"name\":\"key\",\"user_id\":\"" + ada.id() + "\"}"))
                .at("/data/value")
                .asText();
        String shown = "{\"key\":\"" + value + "\"";

        assertThat(ok(WORLD.post(WORLD.shop.key(), "/v1/auth/key/revoke", shown + UNKEEPABLE)))
                .isEmpty();

        redacted(WORLD.post(WORLD.shop.key(), "/v1/auth/key/verify", shown + "}"));
    }

    @Test
    void garbageFillsNoTable() {
        CreatedWithKey noisy = WORLD.server.node(0).createService("noisy", false);
        int calls = 3 * A_MINUTE;
        for (int i = 0; i < calls; i++) {
            redacted(WORLD.token(noisy.key(), "verify", "garbage"));
        }

        // The minute may end meanwhile.
        assertThat(kept(noisy)).isBetween((long) A_MINUTE, 2L * A_MINUTE);
    }

    @Test
    void aNewPasswordIsSaidToBeOneAndTheLogNamesTheKey() {
        String email = WORLD.email();
        String user = WORLD.user(email);
        WORLD.assign(WORLD.shop, user);
        String password = "chosen for this test";
        try (LogCapture log = LogCapture.of("bourse.audit")) {
            ok(WORLD.patch(WORLD.shop.key(), "/v1/user/" + user, "{\"password\":\"" + password + "\"}"));
            ok(WORLD.login(WORLD.shop.key(), email, password));

            JsonNode deed = ok(WORLD.get(WORLD.shop.key(), "/v1/audit?type=sso:UserUpdate&subject=" + user))
                    .at("/data/0");
            assertThat(deed.at("/data/data/password").asText()).isEqualTo("changed");
            assertThat(deed.toString()).doesNotContain(password);
            String key = deed.get("key_id").asText();
            assertThat(key).isNotEmpty();
            assertThat(log.events().stream().map(LogCapture::pairs))
                    .anySatisfy(line -> assertThat(line)
                            .containsAllEntriesOf(Map.of("grant", "sso:UserUpdate", "key_id", key, "detail", user)))
                    .anySatisfy(
                            line -> assertThat(line).containsAllEntriesOf(Map.of("grant", "password", "key_id", key)));
        }
    }

    @Test
    void whyItWasRefusedOnlyOurLogTells() {
        try (LogCapture audit = LogCapture.of("bourse.audit");
                LogCapture requests = LogCapture.of("bourse.request")) {
            TokenAnswer answer = WORLD.token(WORLD.till.key(), "verify", access(login));
            redacted(answer);
            refused(asUser(WORLD.till, access(login) + "x"), 401, 16, "KeyNotFound");

            String why = "of client " + WORLD.shop.id();
            assertThat(answer.body()).doesNotContain(WORLD.shop.id());
            assertThat(audit.events().stream().map(LogCapture::pairs))
                    .anySatisfy(line -> assertThat(line)
                            .containsAllEntriesOf(Map.of("grant", "sso:AuthTokenVerify", "detail", why)))
                    .anySatisfy(line -> assertThat(line)
                            .containsAllEntriesOf(Map.of("grant", "sso:UserList", "outcome", "KeyNotFound"))
                            .containsKey("detail"));
            assertThat(requests.events().stream().map(LogCapture::pairs))
                    .anySatisfy(line ->
                            assertThat(line).containsAllEntriesOf(Map.of("error", "invalid_token", "detail", why)));
        }
    }

    /** A table that refuses one key stands for a database that is away. */
    @Test
    void whatIsUnavailableIsSaidSoEverywhereAndNobodyWaitsForARow() {
        CreatedWithKey late = WORLD.server.node(0).createService("late", false);
        WORLD.server.database.execute("ALTER TABLE service_key ADD CONSTRAINT unmakeable CHECK (name <> 'unmakeable')");
        try (LogCapture log = LogCapture.of("bourse.audit")) {
            TokenAnswer answer =
                    WORLD.post(late.key(), "/v1/key", "{\"name\":\"unmakeable\",\"user_id\":\"" + ada.id() + "\"}");

            refused(answer, 503, 14, "Unavailable");
            assertThat(answer.header("Retry-After")).matches("[1-5]");
            assertThat(log.events().stream().map(LogCapture::pairs))
                    .anySatisfy(line -> assertThat(line)
                            .containsAllEntriesOf(Map.of("grant", "sso:KeyCreate", "outcome", "Unavailable"))
                            .containsKey("detail"));
            assertThat(kept(late)).isZero();
        } finally {
            WORLD.server.database.execute("ALTER TABLE service_key DROP CONSTRAINT unmakeable");
        }
    }

    /** A key that was stolen and revoked is seen to be tried. */
    @Test
    void whoeverTriesAKeyOfOursIsNamedByItThoughNotBelieved() {
        CreatedWithKey lost = WORLD.server.node(0).createService("lost", false);
        String key = ok(WORLD.get(lost.key(), "/v1/key")).at("/data/0/id").asText();
        long before = kept(lost);
        try (LogCapture log = LogCapture.of("bourse.audit")) {
            refused(WORLD.get(lost.key(), "/v1/service"), 401, 16, "KeyNotFound");
            refused(asUser(lost, "garbage"), 401, 16, "KeyNotFound");
            ok(WORLD.patch(WORLD.rootKey, "/v1/key/" + key, "{\"is_enabled\":false}"));
            refused(WORLD.token(lost.key(), "exchange", "t"), 401, 16, "RedactedError");

            saysWhy(log, "sso:ServiceList", key, "key " + key + " does not open this call");
            saysWhy(log, "sso:UserList", key, "the token has not three parts");
            saysWhy(log, "sso:AuthTokenExchange", key, "key " + key + " is switched off");
        }
        assertThat(kept(lost)).isEqualTo(before);
    }

    @Test
    void whyAUserWasNotBelievedOnlyOurLogTells() {
        CreatedWithKey host = WORLD.server.node(0).createService("host", false);
        String shown = ok(WORLD.get(host.key(), "/v1/key")).at("/data/0/id").asText();
        JsonNode made = ok(WORLD.post(host.key(), "/v1/key", "{\"name\":\"key\",\"user_id\":\"" + ada.id() + "\"}"));
        String value = made.at("/data/value").asText();
        String id = made.at("/data/key/id").asText();
        try (LogCapture log = LogCapture.of("bourse.audit")) {
            refused(as(host, "token " + access(login)), 401, 16, "KeyNotFound");
            saysWhy(log, "sso:UserList", shown, "a token of client " + WORLD.shop.id());

            refused(as(host, "key unknown"), 401, 16, "KeyNotFound");
            saysWhy(log, "sso:UserList", shown, "no key of ours");

            refused(as(host, "key " + host.key()), 401, 16, "KeyNotFound");
            saysWhy(log, "sso:UserList", shown, "key " + shown + " is no user's at this service");

            ok(WORLD.patch(WORLD.rootKey, "/v1/user/" + ada.id(), "{\"is_enabled\":false}"));
            refused(as(host, "key " + value), 401, 16, "KeyNotFound");
            saysWhy(log, "sso:UserList", shown, "user " + ada.id() + " is switched off or gone");

            ok(WORLD.post(host.key(), "/v1/auth/key/revoke", "{\"key\":\"" + value + "\"}"));
            refused(as(host, "key " + value), 401, 16, "KeyNotFound");
            saysWhy(log, "sso:UserList", shown, "key " + id + " is revoked");
        }
    }

    private static void saysWhy(LogCapture log, String asked, String key, String why) {
        assertThat(log.events().stream().map(LogCapture::pairs))
                .anySatisfy(line -> assertThat(line)
                        .containsAllEntriesOf(
                                Map.of("grant", asked, "key_id", key, "outcome", "KeyNotFound", "detail", why)));
    }

    private static long kept(CreatedWithKey service) {
        return WORLD.server.database.number(
                "SELECT count(*) FROM service_audit WHERE service = '" + service.id() + "'");
    }

    /** Whoever exchanged it, or acts for the user, is not the user. */
    @Test
    void onlyATokenOfTheUsersOwnLoginSaysThatTheUserCalls() {
        JsonNode atTill = ok(WORLD.token(WORLD.till.key(), "exchange", refresh(login)));

        ok(asUser(WORLD.shop, access(login)));
        refused(asUser(WORLD.till, access(atTill)), 401, 16, "KeyNotFound");
    }

    private static TokenAnswer asUser(CreatedWithKey service, String token) {
        return as(service, "token " + token);
    }

    private static TokenAnswer as(CreatedWithKey service, String user) {
        return WORLD.server
                .call("/v1/user?limit=1")
                .method("GET")
                .header("Authorization", service.key())
                .header("User-Authorization", user)
                .send();
    }
}
