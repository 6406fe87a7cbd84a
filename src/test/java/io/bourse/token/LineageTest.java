package io.bourse.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.crypto.UuidV7;
import io.bourse.fakes.FixedClock;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LineageTest {

    private static final ClientId CLIENT = new ClientId("demo");
    private static final Subject ADA = Subject.user("ada");
    /** The lineage id of a foreign token: a SHA-256 in base64url. */
    private static final String FOREIGN = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    private final FixedClock clock = new FixedClock();
    private final UuidV7 ids = new UuidV7(clock, new SecureRandom());

    private String idAfter(Duration pause) {
        clock.advance(pause);
        return ids.next().toString();
    }

    @Test
    void itNamesTheTokenItsFamilyAndItsAncestors() {
        String family = idAfter(Duration.ZERO);
        String token = idAfter(Duration.ZERO);

        Lineage lineage = Lineage.of(token, family, List.of("older", FOREIGN), ADA, CLIENT, "key");

        assertThat(lineage.ids()).containsExactly(token, family, "older", FOREIGN);
        assertThat(lineage.asAncestors()).containsExactly(token, family, "older", FOREIGN, "client:" + CLIENT.value());
    }

    @Test
    void aTokenIsAsOldAsTheOldestOfOurIdsInIt() {
        long login = clock.millis();
        String family = idAfter(Duration.ZERO);
        String ancestor = idAfter(Duration.ofMinutes(1));
        String token = idAfter(Duration.ofMinutes(1));

        assertThat(Lineage.of(token, null, List.of(ancestor, family), ADA, CLIENT, "key")
                        .origin())
                .isEqualTo(login);
        assertThat(Lineage.of(token, null, List.of(ancestor), ADA, CLIENT, "key")
                        .origin())
                .isEqualTo(login + 60_000);
        assertThat(Lineage.of(token, null, List.of(), ADA, CLIENT, "key").origin())
                .isEqualTo(login + 120_000);
    }

    @Test
    void aForeignTokenSaysNothingOfItsTime() {
        String token = idAfter(Duration.ZERO);

        assertThat(Lineage.of(token, null, List.of(FOREIGN), ADA, CLIENT, "key").origin())
                .isEqualTo(clock.millis());
        assertThat(Lineage.of(null, null, List.of(FOREIGN), ADA, CLIENT, null).origin())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFamilyIsOfItsOwnLineage() {
        UUID id = ids.next();
        Instant now = clock.instant();
        Family family = new Family(
                id, 3, CLIENT, ADA, Scopes.of("read"), List.of(), List.of(FOREIGN), now, now, now.plusSeconds(60));

        Lineage lineage = Lineage.of(family);

        assertThat(lineage.ids()).containsExactly(id.toString(), FOREIGN);
        assertThat(lineage.origin()).isEqualTo(now.toEpochMilli());
        assertThat(lineage.keyId()).isNull();
    }
}
