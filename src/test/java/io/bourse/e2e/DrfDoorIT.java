package io.bourse.e2e;

import static io.bourse.e2e.DrfWorld.APP;
import static io.bourse.e2e.DrfWorld.SERVER;
import static io.bourse.e2e.DrfWorld.bearing;
import static io.bourse.e2e.DrfWorld.byApp;
import static io.bourse.e2e.DrfWorld.done;
import static io.bourse.e2e.DrfWorld.isAlive;
import static io.bourse.e2e.DrfWorld.isRefreshable;
import static io.bourse.e2e.DrfWorld.login;
import static io.bourse.e2e.DrfWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.e2e.DrfWorld.Way;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that drf-social-oauth2 documents, as it is written there, and in every other way that it may be made. */
class DrfDoorIT {

    @BeforeAll
    static void entries() {
        DrfWorld.entries();
    }

    private static List<String> members(JsonNode object) {
        List<String> members = new ArrayList<>();
        object.fieldNames().forEachRemaining(members::add);
        return members;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aTokenForAUser(Way way) {
        TokenAnswer answer = DrfWorld.password(way.call("token")).send().granted();

        assertThat(members(answer.json()))
                .containsExactly("access_token", "expires_in", "token_type", "scope", "refresh_token");
        assertThat(answer.json().get("expires_in").isIntegralNumber()).isTrue();
        assertThat(answer.json().get("expires_in").asInt()).isEqualTo(36_000);
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.text("scope")).isEqualTo("read write");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        assertThat(isAlive(answer)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void refreshing(Way way) {
        TokenAnswer login = login(somebody());

        TokenAnswer answer = DrfWorld.refresh(way.call("token"), login).send().granted();

        assertThat(members(answer.json()))
                .containsExactly("access_token", "expires_in", "token_type", "scope", "refresh_token");
        assertThat(answer.claims().get("sub")).isEqualTo(login.claims().get("sub"));
        assertThat(answer.refreshToken()).isNotEqualTo(login.refreshToken());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void convertingAnExternalToken(Way way) {
        String subject = somebody();
        String token = SERVER.external("/oidc/token", subject)
                .form("email", "dj@idp.example")
                .send()
                .text("id_token");

        TokenAnswer answer =
                DrfWorld.convert(way.call("convert-token"), token).send().granted();

        assertThat(members(answer.json()))
                .containsExactly("access_token", "expires_in", "token_type", "scope", "refresh_token", "user");
        assertThat(members(answer.json().get("user"))).containsExactly("email", "first_name", "last_name");
        assertThat(answer.json().get("user").get("email").asText()).isEqualTo("dj@idp.example");
        assertThat(answer.claims().get("client_id").asText()).isEqualTo(APP);
        assertThat(login(subject).claims().get("sub")).isEqualTo(answer.claims().get("sub"));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void revokingASingleToken(Way way) {
        TokenAnswer login = login(somebody());

        done(byApp(way.call("revoke-token")).form("token", login.accessToken()).send());

        assertThat(isAlive(login)).isFalse();
        assertThat(isRefreshable(login)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void revokingTheTokenOfTheHeader(Way way) {
        TokenAnswer login = login(somebody());

        done(bearing(way.call("revoke-token"), login).form("client_id", APP).send());

        assertThat(isAlive(login)).isFalse();
        assertThat(isRefreshable(login)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void revokingAllTokensOfAUser(Way way) {
        String subject = somebody();
        TokenAnswer login = login(subject);
        TokenAnswer other = login(subject);

        done(bearing(way.call("invalidate-sessions"), login)
                .form("client_id", APP)
                .send());

        assertThat(isAlive(login)).isFalse();
        assertThat(isAlive(other)).isFalse();
        assertThat(isRefreshable(login)).isFalse();
        assertThat(isRefreshable(other)).isFalse();
        assertThat(isAlive(login(subject))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void revokingOnlyRefreshTokens(Way way) {
        String subject = somebody();
        TokenAnswer login = login(subject);
        TokenAnswer other = login(subject);

        done(bearing(way.call("invalidate-refresh-tokens"), login)
                .form("client_id", APP)
                .send());

        assertThat(isAlive(login)).isTrue();
        assertThat(isAlive(other)).isTrue();
        assertThat(isRefreshable(login)).isFalse();
        assertThat(isRefreshable(other)).isFalse();
        assertThat(isRefreshable(login(subject))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void disconnectingABackend(Way way) {
        TokenAnswer login = DrfWorld.password(DrfWorld.call("token")).send().granted();
        String ada = login.claims().get("sub").asText();
        DrfAccountIT.link(ada, DrfWorld.PROVIDER, somebody());

        done(bearing(way.call("disconnect-backend"), login)
                .form("backend", DrfWorld.PROVIDER)
                .form("association_id", "1")
                .send());

        assertThat(DrfAccountIT.links(ada)).isZero();
    }
}
