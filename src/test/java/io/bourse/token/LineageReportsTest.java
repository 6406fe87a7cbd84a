package io.bourse.token;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.TokenResponse;
import io.bourse.token.LineageReport.Ancestor;
import io.bourse.token.LineageReport.Cause;
import io.bourse.token.LineageReport.Kind;
import io.bourse.user.User;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LineageReportsTest {

    private static final String STOCK = "https://api.example/stock";

    private final TokenRig rig = new TokenRig();
    private final LineageReports reports =
            new LineageReports(rig.ownTokens, rig.refreshTokens, rig.families, rig.index, rig.clock);
    private final Client demo = rig.register(client("demo"));
    private final Client gateway = rig.register(client("gateway").audiences(STOCK));
    private final User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
    private final TokenResponse login = rig.issue(TokenRig.login(demo, ada));

    private LineageReport report(String token) {
        return reports.report(token).await();
    }

    private TokenResponse exchanged() {
        rig.clock.advance(Duration.ofSeconds(1));
        return rig.issue(TokenRig.exchange(gateway, rig.verify(login.accessToken()), STOCK));
    }

    private static List<String> texts(LineageReport report) {
        return report.causes().stream().map(Cause::text).toList();
    }

    @Test
    void anExchangedTokenTellsWhatItCameFromTheNewestFirst() {
        TokenResponse exchanged = exchanged();

        LineageReport report = report(exchanged.accessToken());

        assertThat(report.alive()).isTrue();
        assertThat(report.kind()).isEqualTo(Kind.ACCESS_TOKEN);
        assertThat(report.id()).isEqualTo(exchanged.tokenId());
        assertThat(report.client()).isEqualTo(gateway.id());
        assertThat(report.ancestors())
                .extracting(Ancestor::role, Ancestor::id)
                .startsWith(tuple("client", "gateway"), tuple("token", exchanged.tokenId()))
                .contains(
                        tuple("token", login.tokenId()),
                        tuple("login", login.familyId()),
                        tuple("client", "demo"),
                        tuple("user", ada.id()));
        assertThat(report.ancestors().get(report.ancestors().size() - 1).role()).isEqualTo("key");
    }

    @Test
    void whatARevocationKilledNamesIt() {
        TokenResponse exchanged = exchanged();
        rig.clock.advance(Duration.ofSeconds(1));
        rig.revoke(RevokedKind.CLIENT, "demo");

        LineageReport report = report(exchanged.accessToken());

        assertThat(report.alive()).isFalse();
        assertThat(texts(report)).containsExactly("revoked: client demo, at " + rig.clock.instant());
        assertThat(report.causes().get(0).fact()).isNotNull();
    }

    @Test
    void everyReasonIsTold() {
        TokenResponse exchanged = exchanged();
        rig.revoke(RevokedKind.TOKEN, login.tokenId());
        rig.users.put(new User(ada.id(), ada.project(), "ada", null, null, false));
        rig.clock.advance(Duration.ofDays(1));

        assertThat(texts(report(exchanged.accessToken())))
                .hasSize(3)
                .anyMatch(text -> text.startsWith("expired at "))
                .anyMatch(text -> text.startsWith("revoked: token " + login.tokenId()))
                .anyMatch(text -> text.contains("unknown or disabled"));
    }

    @Test
    void aSessionTokenIsCalledWhatItIs() {
        Authorization exchange = TokenRig.exchange(gateway, rig.verify(login.accessToken()), STOCK);
        TokenResponse session = rig.issue(exchange.forSessionOf(TestRsaKeys.one()));

        LineageReport report = report(session.accessToken());

        assertThat(report.alive()).isTrue();
        assertThat(report.kind()).isEqualTo(Kind.SESSION_TOKEN);
        assertThat(report.id()).isEqualTo(session.tokenId());
    }

    @Test
    void aRefreshTokenIsFoundWithoutItsClient() {
        LineageReport report = report(login.refreshToken());

        assertThat(report.alive()).isTrue();
        assertThat(report.kind()).isEqualTo(Kind.REFRESH_TOKEN);
        assertThat(report.id()).isEqualTo(login.familyId());
        assertThat(report.client()).isEqualTo(demo.id());
    }

    @Test
    void aRefreshTokenThatWasReplacedOrWhoseLoginIsRevokedIsDead() {
        Family family = rig.families
                .find(UUID.fromString(login.familyId()))
                .await()
                .orElseThrow()
                .family();
        rig.families
                .rotate(new FamilyStore.Redemption(
                        family.id(), 0, demo.id(), family.scopes(), List.of(), demo.refreshIdle()))
                .await();
        assertThat(texts(report(login.refreshToken())))
                .containsExactly("replaced: the login is at generation 1, this is 0");

        rig.families.revoke(family.id()).await();

        String newest = rig.refreshTokens.encode(family.id(), 1, demo.id());
        assertThat(texts(report(newest)))
                .hasSize(2)
                .contains("its login was revoked")
                .anyMatch(text -> text.startsWith("revoked: family " + family.id()));
    }

    @Test
    void whatIsNotOursIsUnknownAndDead() {
        String forged = login.refreshToken().substring(0, 20) + "AAAA"
                + login.refreshToken().substring(24);
        for (String token : List.of("", "not a token", "brt_", forged, login.accessToken() + "A")) {
            LineageReport report = report(token);

            assertThat(report.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(report.alive()).isFalse();
        }
    }

    @Test
    void aTokenOfAKeyThatWasRevokedSaysSo() {
        String kid = rig.verify(login.accessToken()).lineage().keys().iterator().next();
        rig.revoke(RevokedKind.KEY, kid);
        rig.ring.revoke(kid);

        LineageReport report = report(login.accessToken());

        assertThat(report.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(texts(report)).containsExactly("revoked: key " + kid + ", at " + rig.clock.instant());
    }

    @Test
    void nothingIsSaidWhileRevocationsAreNotKnown() {
        rig.fresh.set(false);

        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> reports.report(login.accessToken()));
    }

    @Test
    void asJsonItHoldsNoToken() throws IOException {
        rig.revoke(RevokedKind.TOKEN, login.tokenId());
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            report(login.accessToken()).writeTo(json);
            json.writeEndObject();
        }

        assertThat(text.toString())
                .contains("\"alive\":false", "\"kind\":\"access token\"", login.tokenId(), "\"kind\":\"token\"")
                .doesNotContain(login.accessToken());
    }
}
