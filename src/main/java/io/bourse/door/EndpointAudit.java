package io.bourse.door;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.client.Client;
import io.bourse.grant.DecisionLog;
import io.bourse.revocation.RevokeCommand;
import io.bourse.token.OwnToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what is decided at an endpoint that issues nothing to the audit. */
public final class EndpointAudit {

    private final AuditLog log;
    private final String asked;

    /** @param asked names in the audit what the endpoint is for, as a grant type does elsewhere */
    public EndpointAudit(AuditLog log, String asked) {
        this.log = log;
        this.asked = asked;
    }

    /** @param client null if none was believed */
    public void refused(Origin origin, @Nullable Client client, Throwable failure) {
        log.record(AuditEvent.of(origin, DecisionLog.errorOf(failure).code())
                .asked(asked, client == null ? null : client.id().value())
                .because(failure.getMessage(), null));
    }

    /**
     * What a user had done by a token of their own.
     *
     * @param where the client or provider that it was about, which is registered
     */
    public void done(Origin origin, OwnToken shown, String where) {
        log.record(AuditEvent.of(origin, DecisionLog.SUCCESS)
                .asked(asked, shown.client().value())
                .about(shown.subject().toString(), null)
                .because("at " + where, null));
    }

    /** @param ended empty if there was nothing to end */
    public void revoked(Origin origin, Client client, Optional<RevokeCommand> ended) {
        AuditEvent event = AuditEvent.of(origin, DecisionLog.SUCCESS)
                .asked(asked, client.id().value())
                .because(ended.isPresent() ? null : "no token of this client's", null);
        log.record(ended.map(command -> command.namedIn(event)).orElse(event));
    }
}
