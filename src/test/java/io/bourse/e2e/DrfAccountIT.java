package io.bourse.e2e;

import static io.bourse.e2e.DrfWorld.APP;
import static io.bourse.e2e.DrfWorld.PROVIDER;
import static io.bourse.e2e.DrfWorld.SERVER;
import static io.bourse.e2e.DrfWorld.SPA;
import static io.bourse.e2e.DrfWorld.bearing;
import static io.bourse.e2e.DrfWorld.byApp;
import static io.bourse.e2e.DrfWorld.call;
import static io.bourse.e2e.DrfWorld.done;
import static io.bourse.e2e.DrfWorld.isAlive;
import static io.bourse.e2e.DrfWorld.isRefreshable;
import static io.bourse.e2e.DrfWorld.login;
import static io.bourse.e2e.DrfWorld.says;
import static io.bourse.e2e.DrfWorld.somebody;
import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.logging.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bearer ends at the drf door: whose tokens and links, and what lives on. */
class DrfAccountIT {

    private static final String UNKNOWN = "{\"detail\":\"The application for this client_id does not exist.\"}";
    private static final String NOT_FOUND =
            "{\"detail\":\"The application linked to the provided client_id could not be found.\"}";
    private static final String NO_LOGIN = "{\"detail\":\"Authentication credentials were not provided.\"}";
    private static final String FORBIDDEN = "{\"detail\":\"You do not have permission to perform this action.\"}";

    @BeforeAll
    static void entries() {
        DrfWorld.entries();
    }

    static void link(String user, String provider, String subject) {
        SERVER.database.execute("INSERT INTO user_identity (project, provider, subject, user_id)"
                + " VALUES ('demo', '%s', '%s', '%s')".formatted(provider, subject, user));
    }

    static long links(String user) {
        return SERVER.database.number("SELECT count(*) FROM user_identity WHERE user_id = '%s'".formatted(user));
    }

    private static TokenCall spa(String name) {
        return call(name).form("client_id", SPA);
    }

    private static TokenAnswer spaLogin(String subject) {
        return spa("convert-token")
                .form("grant_type", "convert_token")
                .form("backend", PROVIDER)
                .form("token", SERVER.idp.mintJwt(subject))
                .send()
                .granted();
    }

    /** What another client makes of a login. */
    private static TokenAnswer exchanged(TokenAnswer login, String audience) {
        return SERVER.token()
                .basic("dj-other", "dj-other-secret")
                .grant(EXCHANGE)
                .form("subject_token", login.accessToken())
                .form("subject_token_type", ACCESS_TOKEN)
                .form("audience", audience)
                .send()
                .granted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"revoke-token", "invalidate-sessions", "invalidate-refresh-tokens", "disconnect-backend"})
    void withoutALiveTokenNothingIsDone(String name) {
        TokenAnswer dead = login(somebody());
        done(bearing(call("revoke-token"), dead).form("client_id", APP).send());
        List<String> headers = List.of("Bearer " + dead.accessToken(), "Bearer a.b.c", "Bearer", "Bearer ");

        for (String header : headers) {
            TokenAnswer answer = call(name)
                    .header("Authorization", header)
                    .form("client_id", APP)
                    .form("backend", PROVIDER)
                    .form("association_id", "1")
                    .send();
            if (!(name.equals("revoke-token") && header.strip().equals("Bearer"))) {
                says(answer, 401, NO_LOGIN);
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
            } else {
                assertThat(answer.status()).isEqualTo(401);
            }
        }
        if (!name.equals("revoke-token")) {
            says(call(name).form("client_id", APP).send(), 401, NO_LOGIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"revoke-token", "invalidate-sessions", "invalidate-refresh-tokens"})
    void theApplicationHasToBeNamed(String name) {
        TokenAnswer login = login(somebody());

        says(bearing(call(name), login).send(), 400, "{\"client_id\":[\"client_id is required.\"]}");
        says(
                bearing(call(name), login).form("client_id", " ").send(),
                400,
                "{\"client_id\":[\"client_id cannot be blank.\"]}");
        says(
                bearing(call(name), login).form("client_id", "no-such-client").send(),
                400,
                name.equals("revoke-token") ? UNKNOWN : NOT_FOUND);
        assertThat(isAlive(login)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalidate-sessions", "invalidate-refresh-tokens"})
    void onlyThisUserAtThisApplicationIsSignedOut(String name) {
        String subject = somebody();
        TokenAnswer login = login(subject);
        TokenAnswer elsewhere = spaLogin(subject);
        TokenAnswer neighbour = login(somebody());

        done(bearing(call(name), login).form("client_id", APP).send());

        assertThat(isRefreshable(login)).isFalse();
        assertThat(isAlive(elsewhere)).isTrue();
        spa("token")
                .form("grant_type", "refresh_token")
                .form("refresh_token", elsewhere.refreshToken())
                .send()
                .granted();
        assertThat(isAlive(neighbour)).isTrue();
        assertThat(isRefreshable(neighbour)).isTrue();
    }

    /** An API that was shown a token of one application signs nobody out of another, nor takes a link away that is not its. */
    @ParameterizedTest
    @ValueSource(strings = {SPA, "dj-off", "dj-stranger", "no-such-client"})
    void noOtherApplicationThanTheTokensIsReached(String application) {
        String subject = somebody();
        TokenAnswer login = login(subject);
        TokenAnswer elsewhere = spaLogin(subject);

        for (String name : List.of("invalidate-sessions", "invalidate-refresh-tokens")) {
            says(bearing(call(name), login).form("client_id", application).send(), 400, NOT_FOUND);
        }

        assertThat(isAlive(elsewhere)).isTrue();
        assertThat(isAlive(login)).isTrue();
        spa("token")
                .form("grant_type", "refresh_token")
                .form("refresh_token", elsewhere.refreshToken())
                .send()
                .granted();
    }

    @Test
    void aBackendThatTheApplicationMayNotUseIsUnknownToIt() {
        String subject = somebody();
        TokenAnswer login = spaLogin(subject);
        link(login.claims().get("sub").asText(), "dj-link", subject);

        says(disconnect(login, "dj-link").send(), 400, "{\"backend\":[\"Invalid backend.\"]}");
        assertThat(links(login.claims().get("sub").asText())).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalidate-sessions", "invalidate-refresh-tokens", "disconnect-backend"})
    void whoActsForAUserOrExchangedTheirTokenIsNotTheUser(String name) {
        TokenAnswer login = login(somebody());
        TokenAnswer service = byApp(call("token"))
                .form("grant_type", "client_credentials")
                .send()
                .granted();

        for (TokenAnswer other : List.of(
                exchanged(login, "https://api.example/dj-exchanged"), exchanged(login, DrfWorld.API), service)) {
            says(
                    bearing(call(name), other)
                            .form("client_id", APP)
                            .form("backend", PROVIDER)
                            .form("association_id", "1")
                            .send(),
                    403,
                    FORBIDDEN);
        }
        assertThat(isAlive(login)).isTrue();
        assertThat(isRefreshable(login)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalidate-sessions", "invalidate-refresh-tokens"})
    void noRefreshThatIsUnderWayGetsAway(String name) {
        for (int round = 0; round < 10; round++) {
            TokenAnswer login = login(somebody());
            List<CompletableFuture<TokenAnswer>> refreshes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                refreshes.add(DrfWorld.refresh(call("token"), login).sendAsync());
            }

            done(bearing(call(name), login).form("client_id", APP).send());

            assertThat(isRefreshable(login)).isFalse();
            refreshes.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() == 200)
                    .forEach(answer -> assertThat(isRefreshable(answer)).isFalse());
        }
    }

    private TokenCall disconnect(TokenAnswer login, String backend) {
        return bearing(call("disconnect-backend"), login)
                .form("backend", backend)
                .form("association_id", "1");
    }

    @Test
    void theLastWayInStays() {
        String subject = somebody();
        TokenAnswer login = login(subject);
        String user = login.claims().get("sub").asText();

        says(
                disconnect(login, PROVIDER).send(),
                400,
                "{\"detail\":\"This is the only way to sign in to this account, so it cannot be disconnected.\"}");
        assertThat(links(user)).isEqualTo(1);

        link(user, "dj-link", subject);
        done(disconnect(login, PROVIDER).send());

        assertThat(links(user)).isEqualTo(1);
        assertThat(isAlive(login)).isTrue();
        assertThat(login(subject).claims().get("sub"))
                .as("whom the provider's token leads to from now on")
                .isNotEqualTo(login.claims().get("sub"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-provider", "dj-idp-off", "../x"})
    void anUnknownBackendIsRefused(String backend) {
        says(disconnect(login(somebody()), backend).send(), 400, "{\"backend\":[\"Invalid backend.\"]}");
    }

    @Test
    void bothFieldsAreRequired() {
        TokenAnswer login = login(somebody());

        says(
                bearing(call("disconnect-backend"), login).send(),
                400,
                "{\"backend\":[\"backend is required.\"],\"association_id\":[\"association_id is required.\"]}");
        for (String odd : List.of("", "x", "1.5", "0x1", "9".repeat(30), "true")) {
            says(
                    bearing(call("disconnect-backend"), login)
                            .form("backend", "")
                            .form("association_id", odd)
                            .send(),
                    400,
                    "{\"backend\":[\"backend cannot be blank.\"],"
                            + "\"association_id\":[\"association_id must be a valid integer.\"]}");
        }
        String ada = DrfWorld.password(call("token")).send().granted().accessToken();
        for (String number : List.of("1", "1.0", "-1", "\"1\"")) {
            done(call("disconnect-backend")
                    .header("Authorization", "Bearer " + ada)
                    .contentType("application/json")
                    .raw("{\"backend\":\"dj-idp\",\"association_id\":" + number + "}")
                    .send());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalidate-sessions", "invalidate-refresh-tokens"})
    void whatIsDoneOrRefusedIsInTheAudit(String name) {
        TokenAnswer login = login(somebody());
        try (LogCapture log = LogCapture.of("bourse.audit")) {
            TokenAnswer refused =
                    bearing(call(name), login).form("client_id", "dj-off").send();
            TokenAnswer done = bearing(call(name), login).form("client_id", APP).send();

            assertThat(audited(log, refused))
                    .containsEntry("grant", name.replace('-', '_'))
                    .containsEntry("outcome", "invalid_request");
            assertThat(audited(log, done))
                    .containsEntry("grant", name.replace('-', '_'))
                    .containsEntry("outcome", "success")
                    .containsEntry("client_id", APP)
                    .containsEntry("detail", "at " + APP)
                    .hasEntrySatisfying(
                            "sub",
                            subject -> assertThat(subject.toString())
                                    .contains(login.claims().get("sub").asText()));
        }
    }

    private static Map<String, Object> audited(LogCapture log, TokenAnswer answer) {
        return log.events().stream()
                .map(LogCapture::pairs)
                .filter(pairs -> answer.decision().equals(pairs.get("decision_id")))
                .findFirst()
                .orElseThrow();
    }
}
