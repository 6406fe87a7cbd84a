package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.user.PgLoginAttempts;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One kind of entry as it is listed, shown and removed. A new kind is a constant here and a line in {@link #ALL}.
 *
 * @param section its key in the file, and its name in addresses
 * @param columns with which {@code form} can do
 * @param id the first parameter of a statement as an id of the table
 * @param first what is before every id
 * @param form the entry as the file writes it; empty if the row is broken
 * @param ends what removing one revokes; empty if nothing comes from it
 * @param referrers what must go first: {@code kind} and {@code id} of each entry that names this one ($1)
 * @param belongings what goes with it
 */
record PgKind(
        EntryKind kind,
        String section,
        String table,
        String columns,
        String id,
        String first,
        Function<Row, Optional<ObjectNode>> form,
        Optional<RevokedKind> ends,
        String referrers,
        List<Belonging> belongings) {

    /**
     * Rows that are deleted with an entry.
     *
     * @param statement takes one text
     * @param reference makes that text of the entry's id
     */
    record Belonging(String statement, UnaryOperator<String> reference) {}

    /** The most that the rows of a page have together, if it is more than one: they are read on an event loop. */
    static final int PAGE_BYTES = 1_048_576;

    private static final String TEXT_ID = "$1::text";
    private static final String USER_ID = "$1::text::uuid";
    private static final String BEFORE_EVERY_UUID = "00000000-0000-0000-0000-000000000000";

    private static final String MEMBERS = """
            SELECT 'client' AS kind, id FROM client WHERE project = $1
            UNION ALL
            SELECT 'provider', id FROM provider WHERE project = $1
            UNION ALL
            SELECT 'user', coalesce(username, id::text) FROM app_user WHERE project = $1
            """;

    private static final String NAMING_CLIENT = """
            SELECT 'exchange' AS kind, id FROM exchange
             WHERE client = $1 OR entry #>> '{subject,client}' = $1 OR entry #>> '{actor,client}' = $1
            UNION ALL
            SELECT 'provider', id FROM provider WHERE entry -> 'clients' @> to_jsonb($1::text)
            UNION ALL
            SELECT 'client', id FROM client WHERE entry ->> 'may_act' = $1 AND id <> $1
            UNION ALL
            SELECT 'principal', id FROM principal WHERE client = $1
            """;

    private static final String NAMING_PROVIDER = """
            SELECT 'exchange' AS kind, id FROM exchange
             WHERE entry #>> '{subject,provider}' = $1 OR entry #>> '{actor,provider}' = $1
            UNION ALL
            SELECT 'client', id FROM client
             WHERE entry #>> '{identity,provider}' = $1 OR entry ->> 'login_provider' = $1
            UNION ALL
            SELECT 'principal', id FROM principal WHERE entry ->> 'provider' = $1
            """;

    private static final String SPEAKING_FOR_USER = """
            SELECT 'principal' AS kind, id FROM principal WHERE entry ->> 'user' = $1
            """;

    /** They would go on as if it had neither been switched off nor had a limit. */
    private static final String LISTING_TARGET = """
            SELECT 'client' AS kind, id FROM client
             WHERE entry -> 'audiences' @> to_jsonb($1::text) OR entry -> 'serves' @> to_jsonb($1::text)
            UNION ALL
            SELECT 'exchange', id FROM exchange
             WHERE entry -> 'targets' @> to_jsonb($1::text)
                OR entry #>> '{subject,audience}' = $1 OR entry #>> '{actor,audience}' = $1
            """;

    private static final String NOBODY = """
            SELECT '' AS kind, $1::text AS id WHERE false
            """;

    private static final Belonging FAMILIES = new Belonging(
            "DELETE FROM family WHERE subject_kind = 'user' AND subject_id = $1", UnaryOperator.identity());

    private static final Belonging LOGIN_ATTEMPTS =
            new Belonging("DELETE FROM login_attempt WHERE key = $1", PgLoginAttempts::stored);

    static final PgKind PROJECTS = new PgKind(
            EntryKind.PROJECT,
            "projects",
            "project",
            "id, coalesce(entry ->> 'enabled' = 'true', false) AS enabled",
            TEXT_ID,
            "",
            row -> Optional.of(FileForm.of(PgRegistryReads.project(row))),
            Optional.empty(),
            MEMBERS,
            List.of());

    static final PgKind CLIENTS = new PgKind(
            EntryKind.CLIENT,
            "clients",
            "client",
            "id, project, entry::text AS entry",
            TEXT_ID,
            "",
            row -> PgRegistryReads.client(row).map(FileForm::of),
            Optional.of(RevokedKind.CLIENT),
            NAMING_CLIENT,
            List.of());

    /** The identities of a user are deleted by the table's own rule. */
    static final PgKind USERS = new PgKind(
            EntryKind.USER,
            "users",
            "app_user",
            "id, project, username, email, password_hash, enabled, name, locale, timezone, password_allow_reset,"
                    + " password_require_update",
            USER_ID,
            BEFORE_EVERY_UUID,
            row -> Optional.of(FileForm.of(PgRegistryReads.user(row))),
            Optional.of(RevokedKind.USER),
            SPEAKING_FOR_USER,
            List.of(FAMILIES, LOGIN_ATTEMPTS));

    /** The identities that it vouched for are deleted by the table's own rule. */
    static final PgKind PROVIDERS = new PgKind(
            EntryKind.PROVIDER,
            "providers",
            "provider",
            "id, project, entry::text AS entry",
            TEXT_ID,
            "",
            row -> PgRegistryReads.provider(row).map(ProviderForm::of),
            Optional.of(RevokedKind.PROVIDER),
            NAMING_PROVIDER,
            List.of());

    static final PgKind EXCHANGES = new PgKind(
            EntryKind.EXCHANGE,
            "exchanges",
            "exchange",
            "id, client, entry::text AS entry",
            TEXT_ID,
            "",
            row -> PgRegistryReads.exchange(row).map(FileForm::of),
            Optional.of(RevokedKind.EXCHANGE),
            NOBODY,
            List.of());

    static final PgKind TARGETS = new PgKind(
            EntryKind.TARGET,
            "targets",
            "target",
            "id, entry::text AS entry",
            TEXT_ID,
            "",
            row -> PgTargetReads.target(row).map(FileForm::of),
            Optional.empty(),
            LISTING_TARGET,
            List.of());

    static final PgKind PRINCIPALS = new PgKind(
            EntryKind.PRINCIPAL,
            "principals",
            "principal",
            "id, ''::text AS project, client, entry::text AS entry",
            TEXT_ID,
            "",
            row -> PgPrincipalReads.principal(row).map(FileForm::of),
            Optional.of(RevokedKind.PRINCIPAL),
            NOBODY,
            List.of());

    static final List<PgKind> ALL = List.of(PROJECTS, CLIENTS, USERS, PROVIDERS, EXCHANGES, TARGETS, PRINCIPALS);

    /** @throws IllegalArgumentException if there is no such section */
    static PgKind of(String section) {
        return ALL.stream()
                .filter(kind -> kind.section().equals(section))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(section));
    }

    /** Whether the text may be an id of this kind; others are nobody's. */
    boolean isId(String text) {
        return (kind == EntryKind.USER ? Syntax.userId(text) : Syntax.id(text)).isEmpty();
    }

    /**
     * Entries after an id ($1), at most so many ($2), and with each the {@code bytes} of the rows up to it. Those that
     * begin beyond {@link #PAGE_BYTES} are not sent; the one that reaches over is, to tell that there are more, and so
     * is the second, since the first is shown however long it is.
     */
    String list() {
        return "SELECT " + columns + ", bytes FROM (SELECT page.*,"
                + " sum(octet_length(page::text)) OVER (ORDER BY id)::bigint AS bytes, octet_length(page::text) AS own,"
                + " row_number() OVER (ORDER BY id) AS place"
                + " FROM (SELECT * FROM " + table + " WHERE id > " + id + " ORDER BY id LIMIT $2) page) sized"
                + " WHERE bytes - own <= " + PAGE_BYTES + " OR place <= 2 ORDER BY id";
    }

    String find() {
        return "SELECT " + columns + " FROM " + table + " WHERE id = " + id;
    }

    String delete() {
        return "DELETE FROM " + table + " WHERE id = " + id;
    }

    /** At most so many ($2), in a stable order. */
    String referrersInOrder() {
        return "SELECT kind, id FROM (" + referrers + ") named ORDER BY kind, id LIMIT $2";
    }
}
