package io.bourse.changelog;

import io.bourse.changelog.Change.EntryChanged;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Changes to test with. */
final class Changed {

    private Changed() {}

    static Revoked token(String id) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Revoked(RevokedKind.TOKEN, id, now, now.plus(Duration.ofHours(1)));
    }

    static EntryChanged client(String id) {
        return new EntryChanged(EntryKind.CLIENT, id);
    }
}
