package io.bourse.token;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** A family as its row holds it. */
final class PgFamilyRow {

    static final String COLUMNS = """
            id, generation, behind, client, subject_kind, subject_id, identity::text AS identity, scopes, audiences, ancestors,
            created_at, idle_until, ends_at, login, rotated_at, revoked_at
            """;

    private PgFamilyRow() {}

    /** What a new row is to hold, in the order of {@link PgFamilyStore#CREATE}. */
    static Tuple of(Family family) {
        return Tuple.tuple()
                .addUUID(family.id())
                .addInteger(family.generation())
                .addString(family.client().value())
                .addString(family.identity().subject().kind().claim())
                .addString(family.identity().subject().id())
                .addString(StoredIdentity.write(family.identity()))
                .addArrayOfString(array(family.scopes()))
                .addArrayOfString(array(family.audiences()))
                .addArrayOfString(array(family.ancestors()))
                .addOffsetDateTime(utc(family.createdAt()))
                .addOffsetDateTime(utc(family.idleUntil()))
                .addOffsetDateTime(utc(family.endsAt()))
                .addString(family.method() == null ? null : family.method().text());
    }

    static Family family(Row row) {
        Subject.Kind kind = Subject.Kind.valueOf(row.getString("subject_kind").toUpperCase(Locale.ROOT));
        return new Family(
                row.getUUID("id"),
                row.getInteger("generation"),
                new ClientId(row.getString("client")),
                StoredIdentity.read(new Subject(kind, row.getString("subject_id")), row.getString("identity")),
                Scopes.of(row.getArrayOfStrings("scopes")),
                List.of(row.getArrayOfStrings("audiences")),
                List.of(row.getArrayOfStrings("ancestors")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("idle_until").toInstant(),
                row.getOffsetDateTime("ends_at").toInstant(),
                LoginMethod.of(row.getString("login")).orElse(null));
    }

    static String[] array(Scopes scopes) {
        return scopes.tokens().toArray(String[]::new);
    }

    static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
