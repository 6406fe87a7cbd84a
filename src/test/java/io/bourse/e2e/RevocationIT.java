package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7009; reliability.md 12, 15, 91 to 94. */
class RevocationIT {

    private final TokenServer server = TokenServer.shared();
    private final TokenAnswer login = server.login();

    private void revoked(TokenAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void anAccessTokenDiesAndItsLoginLivesOn() {
        revoked(server.revoke(login.accessToken()).asDemo().send());

        assertThat(server.active(login.accessToken())).isFalse();
        TokenAnswer next = server.refresh(login.refreshToken()).send().granted();
        assertThat(server.active(next.accessToken())).isTrue();
    }

    @Test
    void aRefreshTokenDiesWithTheWholeLogin() {
        TokenAnswer next = server.refresh(login.refreshToken()).send().granted();
        revoked(server.revoke(next.refreshToken()).asDemo().send());

        assertThat(server.active(login.accessToken())).isFalse();
        assertThat(server.active(next.accessToken())).isFalse();
        server.refresh(next.refreshToken()).send().refused(400, "invalid_grant");
        server.introspect(next.refreshToken()).asDemo().send().inactive();
    }

    @Test
    void aReplacedRefreshTokenStillEndsItsLogin() {
        String second = server.refresh(login.refreshToken()).send().granted().refreshToken();
        TokenAnswer third = server.refresh(second).send().granted();
        revoked(server.revoke(login.refreshToken()).asDemo().send());

        assertThat(server.active(third.accessToken())).isFalse();
        server.refresh(third.refreshToken()).send().refused(400, "invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "id_token", "garbage \"hint\"", ""})
    void aHintIsOnlyAHint(String hint) {
        revoked(server.revoke(login.accessToken())
                .form("token_type_hint", hint)
                .asDemo()
                .send());
        assertThat(server.active(login.accessToken())).isFalse();

        revoked(server.revoke(login.refreshToken())
                .form("token_type_hint", hint)
                .asDemo()
                .send());
        server.refresh(login.refreshToken()).send().refused(400, "invalid_grant");
    }

    @Test
    void anotherClientsTokenLives() {
        for (String token : List.of(login.accessToken(), login.refreshToken())) {
            revoked(server.revoke(token).asGateway().send());
            revoked(server.revoke(token).form("client_id", "spa").send());
        }

        assertThat(server.active(login.accessToken())).isTrue();
        server.refresh(login.refreshToken()).send().granted();
    }

    @Test
    void whatIsNotAliveIsRevokedAlready() {
        revoked(server.revoke(login.accessToken()).asDemo().send());
        revoked(server.revoke(login.accessToken()).asDemo().send());
        revoked(server.revoke(login.refreshToken()).asDemo().send());
        revoked(server.revoke(login.refreshToken()).asDemo().send());
        for (String garbage : List.of(
                "garbage",
                "a.b.c",
                "brt_" + "A".repeat(76),
                login.accessToken() + "x",
                server.idp.mintJwt("somebody"),
                server.node(0).sign("at+jwt", login.claims().toString().replaceAll("\"exp\":\\d+", "\"exp\":5")))) {
            revoked(server.revoke(garbage).asDemo().send());
        }
    }

    @Test
    void aPublicClientRevokesItsOwn() {
        TokenAnswer spa = server.convert("demo-oidc", server.idp.mintJwt("browser-user"))
                .form("client_id", "spa")
                .send()
                .granted();
        revoked(server.revoke(spa.refreshToken()).form("client_id", "spa").send());

        assertThat(server.active(spa.accessToken())).isFalse();
    }

    @Test
    void aRequestWithoutATokenOrACallerIsRefused() {
        server.call("/oauth2/revoke").asDemo().send().refused(400, "invalid_request");
        server.revoke("").asDemo().send().refused(400, "invalid_request");
        server.revoke(login.accessToken())
                .form("token", login.refreshToken())
                .asDemo()
                .send()
                .refused(400, "invalid_request");
        server.revoke(login.accessToken()).send().refused(401, "invalid_client");
        server.revoke(login.accessToken()).basic("demo", "wrong-secret").send().refused(401, "invalid_client");

        assertThat(server.active(login.accessToken())).isTrue();
    }
}
