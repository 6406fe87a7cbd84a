package io.bourse.revocation;

import io.bourse.changelog.Change.EntryKind;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.entry.PgNames;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.bourse.token.LineageReport;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands of what people name, for the command line and the admin API. A name that is not there is refused with
 * {@link io.bourse.entry.UnknownNameException}: a fact about nobody would end nothing and look like success. Ids of tokens
 * and logins are taken as they are, since we keep no list of them, and so are those of keys, which do not stay listed.
 */
public final class NamedRevocations {

    /** What can be named, by the word that people use. */
    public enum Kind {
        FAMILY,
        USER,
        CLIENT,
        USER_AT_CLIENT,
        PROVIDER,
        EXCHANGE,
        PRINCIPAL,
        KEY,
        FOREIGN_TOKEN;

        /** {@code user-at-client}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Kind> of(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }

    /** The thumbprint of RFC 7638, as every signing key of ours is called. */
    private static final String KEY_ID = "[A-Za-z0-9_-]{43}";

    private static final String FOREIGN_ID = "x[A-Za-z0-9_-]{43}";

    private final PgNames names;

    public NamedRevocations(PgNames names) {
        this.names = names;
    }

    /**
     * What is to be revoked.
     *
     * @param id of a user also the user name, or {@code provider|name} of a workload
     * @param client null unless the kind is {@code USER_AT_CLIENT}
     * @param project of a user name; null if it is the only one
     */
    public record Named(
            Kind kind,
            String id,
            @Nullable String client,
            @Nullable String project) {}

    /** The command. Fails with {@code invalid_request} if the id has not the form of one. */
    public Future<RevokeCommand> command(Named named) {
        String id = named.id();
        return switch (named.kind()) {
            case FAMILY -> Future.succeededFuture(new RevokeCommand.Family(familyId(id)));
            case FOREIGN_TOKEN -> Future.succeededFuture(new RevokeCommand.ForeignToken(foreignId(id)));
            case USER -> names.subject(id, named.project()).map(RevokeCommand::user);
            case CLIENT -> client(id).map(RevokeCommand::client);
            case USER_AT_CLIENT ->
                names.subject(id, named.project())
                        .compose(user -> client(String.valueOf(named.client()))
                                .map(client -> RevokeCommand.userAtClient(user, client)));
            case PROVIDER -> names.require(EntryKind.PROVIDER, id).map(known -> RevokeCommand.provider(id));
            case EXCHANGE -> names.require(EntryKind.EXCHANGE, id).map(known -> RevokeCommand.exchange(id));
            case PRINCIPAL -> names.require(EntryKind.PRINCIPAL, id).map(known -> RevokeCommand.principal(id));
            case KEY -> key(id).map(RevokeCommand::key);
        };
    }

    /** Of any form but that of a key it is misspelt; of that form it may name one that is gone and was stolen before. */
    private Future<String> key(String id) {
        return id.matches(KEY_ID)
                ? Future.succeededFuture(id)
                : names.require(EntryKind.KEY, id).map(id);
    }

    /** What should give pause to whoever revokes this, to be asked before it is done; empty if nothing does. */
    public Future<Optional<String>> doubt(RevokeCommand command) {
        if (command.kind() != RevokedKind.KEY) {
            return Future.succeededFuture(Optional.empty());
        }
        return names.isThere(EntryKind.KEY, command.ref())
                .map(there -> there
                        ? Optional.empty()
                        : Optional.of("signing key " + command.ref() + " is not known here: retired and removed,"
                                + " revoked before, or misspelt"));
    }

    private Future<ClientId> client(String id) {
        return names.require(EntryKind.CLIENT, id).map(known -> new ClientId(id));
    }

    private static UUID familyId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException malformed) {
            throw OAuthException.parameter(
                    "id", "is not the id of a login, which is a UUID (sid of its access tokens)");
        }
    }

    private static String foreignId(String id) {
        if (!id.matches(FOREIGN_ID)) {
            throw OAuthException.parameter("id", "is not the id of a foreign token, which lineage and audit tell");
        }
        return id;
    }

    /**
     * The command that ends a token of ours, whoever's it is: a refresh token's whole login, an access token alone.
     *
     * @throws OAuthException {@code invalid_request} if it is none of ours
     */
    public static RevokeCommand commandOf(LineageReport report) {
        return switch (report.kind()) {
            case ACCESS_TOKEN, JWT, SESSION_TOKEN ->
                new RevokeCommand.Token(id(report), Objects.requireNonNull(report.expiresAt()));
            case REFRESH_TOKEN -> new RevokeCommand.Family(UUID.fromString(id(report)));
            case UNKNOWN -> throw OAuthException.parameter("token", "is not a token of ours");
        };
    }

    private static String id(LineageReport report) {
        return Objects.requireNonNull(report.id());
    }
}
