package io.bourse.e2e;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever had a part in a token can be revoked, and then all that came from it is dead, here at once and on the other
 * node soon: a login at demo by a provider's token, exchanged by the gateway, exchanged again by the warehouse, which
 * also gets a refresh token.
 */
class RevocationOfEverythingIT {

    private static final int NEAR = 0;
    private static final int FAR = 1;

    private static final Duration PROMISE = Duration.ofSeconds(2);

    /** Longer than what is revoked with an entry that is switched off reaches ahead. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String SHELF = "https://api.example/shelf";
    private static final String ADMIN_KEY = "an-admin-key-of-enough-characters";
    private static final TokenServer SERVER = TokenServer.start(2, Map.of("BOURSE_ADMIN_KEY", ADMIN_KEY));

    private static int logins;

    static {
        SERVER.apply("""
                clients:
                  - id: warehouse
                    secret: warehouse-secret
                    serves: [https://api.example/stock]
                    grants: [token-exchange, refresh_token]
                    scopes: [read]
                    audiences: [https://api.example/shelf]
                exchanges:
                  - id: stock-to-shelf
                    client: warehouse
                    subject:
                      client: gateway
                      audience: https://api.example/stock
                    targets: [https://api.example/shelf]
                    scopes: [read]
                    refresh: true
                """);
    }

    private String name;
    private String foreign;
    private Chain chain;
    private Chain other;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void logIn() {
        name = "user" + ++logins;
        foreign = SERVER.idp.mintJwt(name);
        eventually(
                "both nodes know the entries, and nothing before reaches so far",
                PATIENCE,
                () -> worksEverywhere(chain(SERVER.convert("probe" + name))));
        chain = chain(convert(foreign).granted());
        other = chain(SERVER.convert("other" + name));
    }

    private static boolean worksEverywhere(Chain probe) {
        return probe.lives(NEAR).equals(ALIVE)
                && probe.lives(FAR).equals(ALIVE)
                && refresh(FAR, probe.atWarehouse(), "warehouse").status() == 200;
    }

    /** A login and what was made of it, each from the one before. */
    private record Chain(TokenAnswer login, TokenAnswer atGateway, TokenAnswer atWarehouse) {

        List<Boolean> lives(int node) {
            return List.of(
                    active(node, login, "demo"),
                    active(node, atGateway, "gateway"),
                    active(node, atWarehouse, "warehouse"));
        }
    }

    private static final List<Boolean> ALIVE = List.of(true, true, true);
    private static final List<Boolean> DEAD = List.of(false, false, false);
    private static final List<Boolean> LOGIN_ALONE = List.of(true, false, false);

    private static TokenAnswer convert(String foreignToken) {
        return SERVER.token()
                .asDemo()
                .grant("convert_token")
                .form("backend", "demo-oidc")
                .form("token", foreignToken)
                .send();
    }

    private static Chain chain(TokenAnswer login) {
        TokenAnswer atGateway = exchangeAgain(login).granted();
        return new Chain(login, atGateway, exchange("warehouse", atGateway).granted());
    }

    private static TokenAnswer exchangeAgain(TokenAnswer login) {
        return exchange("gateway", login);
    }

    private static TokenAnswer exchange(String client, TokenAnswer subject) {
        return SERVER.token()
                .basic(client, client + "-secret")
                .grant(TokenServer.EXCHANGE)
                .form("subject_token", subject.accessToken())
                .form("subject_token_type", TokenServer.ACCESS_TOKEN)
                .send();
    }

    private static boolean active(int node, TokenAnswer answer, String client) {
        return SERVER.call(node, "/oauth2/introspect")
                .basic(client, client + "-secret")
                .form("token", answer.accessToken())
                .send()
                .granted()
                .json()
                .get("active")
                .asBoolean();
    }

    private static TokenAnswer refresh(int node, TokenAnswer answer, String client) {
        return SERVER.call(node, "/oauth2/token")
                .basic(client, client + "-secret")
                .grant("refresh_token")
                .form("refresh_token", answer.refreshToken())
                .send();
    }

    private static TokenAnswer admin(String path, String body) {
        return SERVER.management(NEAR, path)
                .method("POST")
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .contentType("application/json")
                .raw(body)
                .send();
    }

    private static void revoke(String members) {
        TokenAnswer answer = admin("/admin/revoke", "{" + members + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static JsonNode lineage(TokenAnswer token) {
        return admin("/admin/lineage", "{\"token\": \"" + token.accessToken() + "\"}")
                .granted()
                .json();
    }

    private static String id(TokenAnswer token, String claim) {
        return token.claims().get(claim).asText();
    }

    /** Here at once, there soon; and the rest of the lineage's promises. */
    private static void died(Chain chain, List<Boolean> left) {
        assertThat(chain.lives(NEAR)).isEqualTo(left);
        eventually("dead there", PROMISE, () -> chain.lives(FAR).equals(left));
        exchange("warehouse", chain.atGateway()).refused(400, "invalid_request");
        refresh(NEAR, chain.atWarehouse(), "warehouse").refused(400, "invalid_grant");
        refresh(FAR, chain.atWarehouse(), "warehouse").refused(400, "invalid_grant");
        if (!left.get(0)) {
            exchangeAgain(chain.login()).refused(400, "invalid_request");
        }
        assertThat(lineage(chain.atWarehouse()).get("alive").asBoolean()).isFalse();
    }

    private void loginIsDeadToo() {
        refresh(NEAR, chain.login(), "demo").refused(400, "invalid_grant");
        refresh(FAR, chain.login(), "demo").refused(400, "invalid_grant");
    }

    private void loginLivesOnAndCanBeExchangedAgain() {
        Chain anew = chain(chain.login());
        assertThat(anew.lives(NEAR)).isEqualTo(ALIVE);
        assertThat(anew.lives(FAR)).isEqualTo(ALIVE);
        refresh(NEAR, chain.login(), "demo").granted();
    }

    /** Another's tokens, and a new login of the same user. */
    private void everythingElseLives() {
        assertThat(other.lives(NEAR)).isEqualTo(ALIVE);
        assertThat(other.lives(FAR)).isEqualTo(ALIVE);
        newLoginsWork();
    }

    private void newLoginsWork() {
        Chain again = chain(SERVER.convert(name));
        assertThat(again.lives(NEAR)).isEqualTo(ALIVE);
        eventually("alive there", PROMISE, () -> again.lives(FAR).equals(ALIVE));
        refresh(FAR, again.atWarehouse(), "warehouse").granted();
    }

    @Test
    void aTokenByItselfEndsWithWhatCameFromItAndItsLoginLives() {
        revoke("\"kind\": \"token\", \"token\": \"" + chain.login().accessToken() + "\"");

        died(chain, DEAD);
        refresh(NEAR, chain.login(), "demo").granted();
        everythingElseLives();
    }

    @Test
    void aTokenInTheMiddleLeavesWhatItWasMadeFrom() {
        SERVER.revoke(chain.atGateway().accessToken()).asGateway().send();

        died(chain, LOGIN_ALONE);
        loginLivesOnAndCanBeExchangedAgain();
        everythingElseLives();
    }

    @Test
    void aRefreshTokenEndsItsWholeLogin() {
        revoke("\"kind\": \"token\", \"token\": \"" + chain.login().refreshToken() + "\"");

        died(chain, DEAD);
        loginIsDeadToo();
        everythingElseLives();
    }

    @Test
    void aFamilyEnds() {
        revoke("\"kind\": \"family\", \"id\": \"" + id(chain.login(), "sid") + "\"");

        died(chain, DEAD);
        loginIsDeadToo();
        everythingElseLives();
    }

    @Test
    void aUserEnds() {
        revoke("\"kind\": \"user\", \"id\": \"" + id(chain.login(), "sub") + "\"");

        died(chain, DEAD);
        loginIsDeadToo();
        everythingElseLives();
    }

    @Test
    void aClientOfTheLoginEnds() {
        revoke("\"kind\": \"client\", \"id\": \"demo\"");

        died(chain, DEAD);
        died(other, DEAD);
        loginIsDeadToo();
        newLoginsWork();
    }

    @Test
    void aClientOnTheWayEndsWhatWentThroughItsHandsAndMayGoOn() {
        revoke("\"kind\": \"client\", \"id\": \"gateway\"");

        died(chain, LOGIN_ALONE);
        loginLivesOnAndCanBeExchangedAgain();
        newLoginsWork();
    }

    @Test
    void aUserAtAClientEndsThereAlone() {
        revoke("\"kind\": \"user-at-client\", \"id\": \"" + id(chain.login(), "sub") + "\", \"client\": \"gateway\"");

        died(chain, LOGIN_ALONE);
        loginLivesOnAndCanBeExchangedAgain();
        everythingElseLives();
    }

    @Test
    void aProviderEndsWhatItProved() {
        TokenAnswer byPassword = SERVER.login();

        revoke("\"kind\": \"provider\", \"id\": \"demo-oidc\"");

        died(chain, DEAD);
        died(other, DEAD);
        loginIsDeadToo();
        assertThat(chain(byPassword).lives(NEAR)).isEqualTo(ALIVE);
        refresh(NEAR, byPassword, "demo").granted();
        newLoginsWork();
    }

    @Test
    void anExchangeEntryEndsWhatItAllowedAndGoesOnAllowing() {
        revoke("\"kind\": \"exchange\", \"id\": \"gateway-orders-to-stock\"");

        died(chain, LOGIN_ALONE);
        died(other, LOGIN_ALONE);
        loginLivesOnAndCanBeExchangedAgain();
        newLoginsWork();
    }

    @Test
    void aForeignTokenEndsAndIsBelievedNoMore() {
        String id = "";
        for (JsonNode ancestor : lineage(chain.atWarehouse()).get("ancestors")) {
            id = ancestor.get("role").asText().equals("foreign token")
                    ? ancestor.get("id").asText()
                    : id;
        }

        revoke("\"kind\": \"foreign-token\", \"id\": \"" + id + "\"");

        died(chain, DEAD);
        loginIsDeadToo();
        convert(foreign).refused(400, "invalid_grant");
        everythingElseLives();
    }

    @Test
    void aSigningKeyEndsWhatItSignedAndWhatCameFromThatAndAnotherSignsAtOnce() {
        String kid = chain.login().tokenHeader().get("kid").asText();

        revoke("\"kind\": \"key\", \"id\": \"" + kid + "\"");

        assertThat(jwks(NEAR)).doesNotContain(kid);
        died(chain, DEAD);
        died(other, DEAD);
        eventually("gone there", PROMISE, () -> !jwks(FAR).contains(kid));
        TokenAnswer refreshed = refresh(NEAR, chain.login(), "demo").granted();
        assertThat(refreshed.tokenHeader().get("kid").asText()).isNotEqualTo(kid);
        eventually("believed there", PROMISE, () -> active(FAR, refreshed, "demo"));
        newLoginsWork();
        TokenAnswer again = admin("/admin/revoke", "{\"kind\": \"key\", \"id\": \"" + kid + "\"}");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("warning")).contains("not known here");
        assertThat(admin("/admin/revoke", "{\"kind\": \"key\", \"id\": \"" + kid.substring(1) + "\"}")
                        .status())
                .isEqualTo(404);
    }

    private static String jwks(int node) {
        return SERVER.call(node, "/.well-known/jwks.json").method("GET").send().body();
    }

    /** What was switched off and on again does for older logins what it did before; what it made is dead for good. */
    @Test
    void anExchangeEntryThatIsSwitchedOffAndOnTakesOlderLoginsAgain() {
        switched("stock-to-shelf", "false");

        assertThat(chain.lives(NEAR)).isEqualTo(List.of(true, true, false));
        eventually("dead there", PROMISE, () -> !chain.lives(FAR).get(2));
        refresh(NEAR, chain.atWarehouse(), "warehouse").refused(400, "invalid_grant");
        exchange("warehouse", chain.atGateway()).refused(400, "invalid_request");

        switched("stock-to-shelf", "true");

        eventually("exchanges again, and that lives", PATIENCE, () -> {
            TokenAnswer anew = exchange("warehouse", chain.atGateway());
            return anew.status() == 200 && active(NEAR, anew, "warehouse") && active(FAR, anew, "warehouse");
        });
        assertThat(chain.lives(NEAR)).isEqualTo(List.of(true, true, false));
        refresh(NEAR, chain.atWarehouse(), "warehouse").refused(400, "invalid_grant");
    }

    private static void switched(String exchange, String enabled) {
        SERVER.apply("""
                exchanges:
                  - id: %s
                    enabled: %s
                    client: warehouse
                    subject:
                      client: gateway
                      audience: https://api.example/stock
                    targets: [%s]
                    scopes: [read]
                    refresh: true
                """.formatted(exchange, enabled, SHELF));
    }

    @Test
    void aProjectThatIsSwitchedOffAndOnRevivesNothing() {
        project(false);

        assertThat(SERVER.token().asDemo().grant("client_credentials").send().status())
                .isEqualTo(401);

        project(true);

        eventually("new logins live", PATIENCE, () -> {
            TokenAnswer login = convert(SERVER.idp.mintJwt(name));
            return login.status() == 200 && active(NEAR, login, "demo") && active(FAR, login, "demo");
        });
        died(chain, DEAD);
        loginIsDeadToo();
    }

    private static void project(boolean enabled) {
        SERVER.apply("projects:\n  - id: demo\n    enabled: " + enabled + "\n");
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatMayHaveBeenMeant() {
        TokenAnswer misspelt = admin("/admin/revoke", "{\"kind\": \"client\", \"id\": \"gatewya\"}");
        TokenAnswer nobody = admin("/admin/revoke", "{\"kind\": \"user\", \"id\": \"nobody-at-all-is-called-so\"}");
        TokenAnswer noKind = admin("/admin/revoke", "{\"kind\": \"clients\", \"id\": \"gateway\"}");
        TokenAnswer noToken = admin("/admin/revoke", "{\"kind\": \"token\", \"token\": \"none\"}");
        TokenAnswer dry = admin(
                "/admin/revoke?dry_run=true", "{\"kind\": \"user\", \"id\": \"" + id(chain.login(), "sub") + "\"}");

        assertThat(misspelt.status()).isEqualTo(404);
        assertThat(misspelt.text("error_description")).contains("did you mean gateway?");
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(noKind.status()).isEqualTo(400);
        assertThat(noKind.text("error_description")).contains("user-at-client");
        assertThat(noToken.status()).isEqualTo(400);
        assertThat(dry.json().get("live_logins").asInt()).isEqualTo(2);
        assertThat(chain.lives(NEAR)).isEqualTo(ALIVE);
    }
}
