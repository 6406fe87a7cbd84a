package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.app.TestNode.CreatedWithKey;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was refused to a client because its user was not assigned left no trace: it works once the user is. */
class AssignedUsersIT {

    private static final String ADMIN_KEY = "the-admin-key-of-this-test-0123456789";
    private static final String ISSUER = "https://provider.example/assigned";
    private static final String SECRET = "a-secret-of-this-test";

    private static final TokenServer SERVER = TokenServer.start(
            1, Map.of("BOURSE_ADMIN_KEY", ADMIN_KEY, "BOURSE_REPLAY_WINDOW", "0s", "BOURSE_LOGIN_ATTEMPTS", "2"));

    private static String rootKey;
    private static CreatedWithKey shop;

    @BeforeAll
    static void entries() {
        rootKey = SERVER.node(0).createRootKey("ops");
        shop = SERVER.node(0).createService("shop", true);
        become("shop", true);
        become("open", false);
        for (String provisioning : new String[] {"create", "link"}) {
            SERVER.apply("""
                    providers: [{id: au-%s, project: sso, clients: [%s], provisioning: %s, single_use: true,
                                 jwks: {issuer: '%s', keys: [%s], algorithms: [RS256], audience: [au]}}]
                    """.formatted(provisioning, shop.id(), provisioning, ISSUER, Keys.PROVIDER.publicJwk()));
        }
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    /** A client of the shop's project; its own entry as one that has a secret. */
    private static void become(String name, boolean assignedUsersOnly) {
        SERVER.apply("""
                clients: [{id: %s, project: sso, secret: %s, grants: [password, refresh_token, convert_token],
                           scopes: [sso], audiences: ['urn:uuid:%s'], assigned_users_only: %s}]
                """.formatted(id(name), SECRET, shop.id(), assignedUsersOnly));
    }

    private static String id(String name) {
        return name.equals("shop") ? shop.id() : name;
    }

    private static String sso(String path, String json) {
        TokenAnswer answer = SERVER.call(path)
                .method("POST")
                .header("Authorization", rootKey)
                .contentType("application/json")
                .raw(json)
                .send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().at("/data/id").asText();
    }

    /** Nobody is assigned to anything yet. */
    private record Person(String id, String email) {

        static Person register() {
            String email = UUID.randomUUID() + "@example.com";
            return new Person(sso("/v1/user", """
                    {"name": "Ada", "email": "%s", "password": "%s"}""".formatted(email, PASSWORD)), email);
        }

        void assign() {
            sso("/v1/key", """
                    {"type": "TOKEN", "name": "token", "user_id": "%s", "service_id": "%s"}""".formatted(id, shop.id()));
        }

        TokenAnswer login(String client, String password) {
            return SERVER.token()
                    .basic(AssignedUsersIT.id(client), SECRET)
                    .grant("password")
                    .form("username", email)
                    .form("password", password)
                    .send();
        }
    }

    private static String assertion(String email) {
        JsonObject claims = Keys.claims(ISSUER, UUID.randomUUID().toString(), "au")
                .put("email", email)
                .put("email_verified", true);
        return Keys.sign(Keys.PROVIDER, claims);
    }

    private static TokenAnswer convert(String provider, String token) {
        return SERVER.token()
                .basic(shop.id(), SECRET)
                .grant("convert_token")
                .form("backend", provider)
                .form("token", token)
                .send();
    }

    private static TokenAnswer refresh(String refreshToken) {
        return SERVER.token()
                .basic(shop.id(), SECRET)
                .grant("refresh_token")
                .form("refresh_token", refreshToken)
                .send();
    }

    private static long rows() {
        return SERVER.database.number("SELECT (SELECT count(*) FROM app_user) + (SELECT count(*) FROM user_identity)"
                + " + (SELECT count(*) FROM single_use WHERE purpose = 'foreign_token')");
    }

    @Test
    void aStrangerIsNotMadeAndTheOperatorIsToldWhy() {
        String token = assertion("stranger@example.com");
        long before = rows();

        convert("au-create", token).refused(400, "invalid_grant");
        TokenAnswer explained = SERVER.management("/admin/explain")
                .method("POST")
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .form("client_id", shop.id())
                .form("grant_type", "convert_token")
                .form("backend", "au-create")
                .form("token", token)
                .send();

        assertThat(rows()).isEqualTo(before);
        assertThat(explained.text("step")).as(explained.body()).isEqualTo("subject");
        assertThat(explained.text("detail")).endsWith("is not assigned to client " + shop.id());
    }

    @Test
    void whomAnAddressLeadsToIsNotLinkedAndTheTokenIsGoodLater() {
        Person ada = Person.register();
        String token = assertion(ada.email());
        long before = rows();

        convert("au-link", token).refused(400, "invalid_grant");
        assertThat(rows()).isEqualTo(before);

        ada.assign();
        assertThat(convert("au-link", token).granted().claims().get("sub").asText())
                .isEqualTo(ada.id());
        convert("au-link", token).refused(400, "invalid_grant");
    }

    @Test
    void aRefreshTokenIsGoodLater() {
        Person ada = Person.register();
        become("shop", false);
        TokenServer.eventually(() -> ada.login("shop", PASSWORD).status() == 200);
        String token = ada.login("shop", PASSWORD).granted().refreshToken();
        become("shop", true);

        TokenServer.eventually(() -> ada.login("shop", PASSWORD).status() == 400);
        refresh(token).refused(400, "invalid_grant");
        refresh(token).refused(400, "invalid_grant");

        ada.assign();
        String next = refresh(token).granted().refreshToken();
        refresh(next).granted();
        refresh(token).refused(400, "invalid_grant");
    }

    @Test
    void guessesThereLockNobodyOutElsewhere() {
        Person ada = Person.register();

        for (int i = 0; i < 3; i++) {
            ada.login("shop", "wrong").refused(400, "invalid_grant");
        }

        ada.login("open", PASSWORD).granted();
    }
}
