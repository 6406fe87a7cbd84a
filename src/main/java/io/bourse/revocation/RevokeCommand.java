package io.bourse.revocation;

import io.bourse.audit.AuditEvent;
import io.bourse.bus.BusMessage;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.oauth.ClientId;
import io.bourse.token.FamilyStore;
import io.bourse.token.Party;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What is to be ended, with all that came from it. Names ids, never tokens: a command may be logged. */
public sealed interface RevokeCommand extends BusMessage {

    /** As far as a timestamp of the database needs to reach. */
    Instant FOR_GOOD = Instant.parse("9999-12-31T00:00:00Z");

    RevokedKind kind();

    /** What {@link RevokedKind} says. */
    String ref();

    /** Until when the fact is kept: nothing that it could kill is alive then. */
    default Instant until(Instant now) {
        return now.plus(Party.REMEMBERED);
    }

    /** The same event, naming what was revoked. */
    default AuditEvent namedIn(AuditEvent event) {
        return event.because("revoked " + this.described(), null);
    }

    /** For people: {@code client demo}. */
    default String described() {
        return kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + ref();
    }

    /**
     * One access token and all that was exchanged from it, which ends with it.
     *
     * @param id its {@code jti}
     * @param expiresAt when it would have ended anyway
     */
    record Token(String id, Instant expiresAt) implements RevokeCommand {

        @Override
        public RevokedKind kind() {
            return RevokedKind.TOKEN;
        }

        @Override
        public String ref() {
            return id;
        }

        @Override
        public Instant until(Instant now) {
            return expiresAt.plus(FamilyStore.MARGIN);
        }

        @Override
        public AuditEvent namedIn(AuditEvent event) {
            return event.token(id, null, List.of());
        }
    }

    /** A login: its refresh tokens, its access tokens and all that was exchanged from them. */
    record Family(UUID id) implements RevokeCommand {

        @Override
        public RevokedKind kind() {
            return RevokedKind.FAMILY;
        }

        @Override
        public String ref() {
            return id.toString();
        }

        @Override
        public AuditEvent namedIn(AuditEvent event) {
            return event.token(null, id.toString(), List.of());
        }
    }

    /**
     * All that something had a part in so far; made by the methods below. It may go on having a part in what is new, but
     * for a key.
     */
    record Part(RevokedKind kind, String ref) implements RevokeCommand {}

    /**
     * The refresh tokens of all logins that a user has at a client, and those that were exchanged from these logins; access
     * tokens live on, also exchanged ones.
     */
    record Logins(String user, ClientId client) implements RevokeCommand {

        @Override
        public RevokedKind kind() {
            return RevokedKind.USER_AT_CLIENT;
        }

        @Override
        public String ref() {
            return user + " " + client.value();
        }

        @Override
        public String described() {
            return "refresh tokens of " + RevokeCommand.super.described();
        }
    }

    /**
     * A token that a provider issued: it is believed no more, and all that was made from it ends. For good: we do not know
     * when a provider's token ends, and one that was forgotten could be brought again.
     *
     * @param id its lineage id, as audit and lineage reports have it
     */
    record ForeignToken(String id) implements RevokeCommand {

        @Override
        public RevokedKind kind() {
            return RevokedKind.TOKEN;
        }

        @Override
        public String ref() {
            return id;
        }

        @Override
        public Instant until(Instant now) {
            return FOR_GOOD;
        }

        @Override
        public String described() {
            return "foreign token " + id;
        }
    }

    /**
     * All that anybody was given so far as this user or workload, or by acting for others.
     *
     * @param id of a user, or {@code provider|name} of a workload
     */
    static RevokeCommand user(String id) {
        return new Part(RevokedKind.USER, id);
    }

    /** All that this client had a part in so far. */
    static RevokeCommand client(ClientId id) {
        return new Part(RevokedKind.CLIENT, id.value());
    }

    /** All that this client had for this user or workload so far. */
    static RevokeCommand userAtClient(String user, ClientId client) {
        return new Part(RevokedKind.USER_AT_CLIENT, user + " " + client.value());
    }

    /** All that this provider proved so far. */
    static RevokeCommand provider(String id) {
        return new Part(RevokedKind.PROVIDER, id);
    }

    /** All that this exchange entry allowed so far. */
    static RevokeCommand exchange(String id) {
        return new Part(RevokedKind.EXCHANGE, id);
    }

    /** All that this principal's signatures asked for so far. */
    static RevokeCommand principal(String id) {
        return new Part(RevokedKind.PRINCIPAL, id);
    }

    /**
     * All that this signing key ever signed, whatever time it says, and the key itself.
     *
     * @param id its {@code kid}
     */
    static RevokeCommand key(String id) {
        return new Part(RevokedKind.KEY, id);
    }
}
