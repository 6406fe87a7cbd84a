package io.bourse.door.sso;

import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.oauth.OAuthException;
import io.bourse.service.KeyType;
import io.bourse.service.Page;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A query, in which some names may be repeated. Every method fails with {@code ValidationError}. */
final class Query {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_YEAR = 9_999;

    private final Form form;
    private final Set<String> lists;

    private Query(Form form, Set<String> lists) {
        this.form = form;
        this.lists = lists;
    }

    /** @param lists names that may be repeated */
    static Query of(Call call, String... lists) {
        try {
            Set<String> repeatable = Set.of(lists);
            return new Query(call.query(repeatable), repeatable);
        } catch (OAuthException malformed) {
            throw SsoFailure.validation(malformed);
        }
    }

    Optional<String> text(String name) {
        return form.optional(name);
    }

    List<String> texts(String name) {
        List<String> values = form.all(name);
        values.forEach(Check::text);
        return values;
    }

    @Nullable
    UUID id(String name) {
        return form.optional(name).map(Check::id).orElse(null);
    }

    List<UUID> ids(String name) {
        return texts(name).stream().map(Check::id).toList();
    }

    /** Constants by name or number. */
    List<KeyType> types() {
        return texts("type").stream().map(Query::type).toList();
    }

    private static KeyType type(String text) {
        for (KeyType type : KeyType.values()) {
            if (type.name().equals(text) || Integer.toString(type.ordinal()).equals(text)) {
                return type;
            }
        }
        throw SsoFailure.validation("type is no constant that we know");
    }

    @Nullable
    Boolean flag(String name) {
        return form.optional(name)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw SsoFailure.validation(name + " is neither true nor false");
                })
                .orElse(null);
    }

    /** Within the years that a timestamp of protocol buffers has: 1 to 9999. */
    @Nullable
    Instant time(String name) {
        return form.optional(name).map(text -> time(name, text)).orElse(null);
    }

    private static Instant time(String name, String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            if (time.getYear() < 1 || time.getYear() > MAX_YEAR) {
                throw SsoFailure.validation(name + " is not within the years 1 to " + MAX_YEAR);
            }
            return time.toInstant();
        } catch (DateTimeException malformed) {
            throw SsoFailure.validation(name + " is no time of RFC 3339");
        }
    }

    /** How many are asked for, whatever a page has. */
    int limit() {
        try {
            long limit = form.optional("limit").map(Long::parseLong).orElse((long) DEFAULT_LIMIT);
            if (limit < 0) {
                throw SsoFailure.validation("limit is no number from 0");
            }
            return (int) Math.min(limit, Page.MAX_LIMIT);
        } catch (NumberFormatException malformed) {
            throw SsoFailure.validation("limit is no number from 0");
        }
    }

    Page page() {
        return new Page(id("gt"), id("lt"), limit());
    }

    /** What was asked, as the answer repeats it. */
    void write(Fields fields, String... names) {
        for (String name : names) {
            if (lists.contains(name)) {
                fields.texts(name, form.all(name));
            } else if (name.equals("limit")) {
                fields.text("limit", Integer.toString(limit()));
            } else if (name.startsWith("is_")) {
                fields.choice(name, flag(name));
            } else {
                fields.text(name, form.optional(name).orElse(null));
            }
        }
    }
}
