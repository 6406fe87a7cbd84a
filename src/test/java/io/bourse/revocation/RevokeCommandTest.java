package io.bourse.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.changelog.Change;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.FixedClock;
import io.bourse.oauth.ClientId;
import io.bourse.token.Lineage;
import io.bourse.token.RevocationIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RevokeCommandTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID FAMILY = UUID.fromString("0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b");

    private static AuditEvent audited(RevokeCommand command) {
        return command.namedIn(AuditEvent.of(new Origin("decision", "request", "admin", "127.0.0.1"), "success"));
    }

    @Test
    void aTokenAndALoginAreNamedInTheAuditAsTheyAreWhenIssued() {
        assertThat(audited(new RevokeCommand.Token("jti", NOW)).tokenId()).isEqualTo("jti");
        assertThat(audited(new RevokeCommand.Family(FAMILY)).familyId()).isEqualTo(FAMILY.toString());
    }

    @Test
    void everythingElseIsNamedInWords() {
        ClientId demo = new ClientId("demo");

        assertThat(List.of(
                        RevokeCommand.user("ada"),
                        RevokeCommand.client(demo),
                        RevokeCommand.userAtClient("ada", demo),
                        RevokeCommand.provider("google"),
                        RevokeCommand.exchange("orders-to-stock"),
                        RevokeCommand.key("kid"),
                        new RevokeCommand.ForeignToken("xhash"),
                        new RevokeCommand.Logins("ada", demo)))
                .extracting(command -> audited(command).detail())
                .containsExactly(
                        "revoked user ada",
                        "revoked client demo",
                        "revoked user at client ada demo",
                        "revoked provider google",
                        "revoked exchange orders-to-stock",
                        "revoked key kid",
                        "revoked foreign token xhash",
                        "revoked refresh tokens of user at client ada demo");
    }

    @Test
    void aForeignTokenIsATokenToTheIndex() {
        assertThat(new RevokeCommand.ForeignToken("xhash").kind()).isEqualTo(RevokedKind.TOKEN);
    }

    @Test
    void aTokensFactIsKeptUntilItExpiresAndAPartysAsLongAsTheLongestLogin() {
        Instant expiresAt = NOW.plus(Duration.ofMinutes(5));

        assertThat(new RevokeCommand.Token("jti", expiresAt).until(NOW))
                .isBetween(expiresAt.plusSeconds(10), expiresAt.plusSeconds(120));
        assertThat(RevokeCommand.provider("google").until(NOW))
                .isAfter(NOW.plus(Client.MAX_REFRESH_LIFETIME).plusSeconds(10));
    }

    /** What it is worth does not end with what we made of it: it may be brought again after years. */
    @Test
    void aForeignTokenIsDeadForGood() {
        FixedClock clock = new FixedClock();
        RevocationIndex index = new RevocationIndex();
        RevokeCommand command = new RevokeCommand.ForeignToken("xhash");
        index.accept(
                new Change.Revoked(command.kind(), command.ref(), clock.instant(), command.until(clock.instant())));

        clock.advance(Duration.ofDays(3_650));
        index.forgetBefore(clock.instant());

        assertThat(index.killerOf(Lineage.of(List.of("xhash")))).isPresent();
    }
}
