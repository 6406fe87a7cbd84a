package io.bourse.service;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values stand in rows and parameters. */
final class PgColumns {

    private PgColumns() {}

    static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time.toInstant();
    }

    /** Null, which filters nothing, for an empty list. */
    static UUID @Nullable [] uuids(List<UUID> values) {
        return values.isEmpty() ? null : values.toArray(UUID[]::new);
    }

    /** As {@link #uuids}. */
    static String @Nullable [] texts(List<String> values) {
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }
}
