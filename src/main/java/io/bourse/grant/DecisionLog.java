package io.bourse.grant;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.client.Client;
import io.bourse.db.StoreException;
import io.bourse.metrics.Metrics;
import io.bourse.oauth.Actor;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenResponse;
import io.bourse.token.Authorization;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what was decided to the audit and to the metrics: one line and one count for each decision. */
public final class DecisionLog {

    /** The outcome of a decision that was not refused. */
    public static final String SUCCESS = "success";

    private final AuditLog audit;
    private final Metrics metrics;
    private final Set<GrantType> known;

    /** @param known grant types that may be a metric's label; any other is counted as "unsupported" */
    public DecisionLog(AuditLog audit, Metrics metrics, Set<GrantType> known) {
        this.audit = audit;
        this.metrics = metrics;
        this.known = Set.copyOf(known);
    }

    /** As what a failed decision is recorded; a door's own failure tells by its cause. */
    public static OAuthError errorOf(Throwable failure) {
        if (failure instanceof OAuthException refusal) {
            return refusal.error();
        }
        if (failure.getCause() instanceof OAuthException meant) {
            return meant.error();
        }
        return failure instanceof StoreException ? OAuthError.TEMPORARILY_UNAVAILABLE : OAuthError.SERVER_ERROR;
    }

    Entry begin(Origin origin) {
        return new Entry(origin, System.nanoTime(), null, null);
    }

    /** One decision in the making; knows more with every step. */
    final class Entry {

        private final Origin origin;
        private final long startedNanos;
        private final @Nullable String grant;
        private final @Nullable Client client;

        private Entry(Origin origin, long startedNanos, @Nullable String grant, @Nullable Client client) {
            this.origin = origin;
            this.startedNanos = startedNanos;
            this.grant = grant;
            this.client = client;
        }

        Entry asking(GrantType type) {
            return new Entry(origin, startedNanos, known.contains(type) ? type.value() : "unsupported", client);
        }

        Entry by(Client authenticated) {
            return new Entry(origin, startedNanos, grant, authenticated);
        }

        void granted(Authorization authorization, TokenResponse response) {
            record(event(SUCCESS)
                    .about(authorization.subject().toString(), actorOf(authorization))
                    .because(null, authorization.rule())
                    .granting(
                            authorization.audiences(),
                            List.copyOf(authorization.scopes().tokens()))
                    .token(response.tokenId(), response.familyId(), authorization.ancestors()));
        }

        void refused(Throwable failure) {
            record(event(errorOf(failure).code()).because(failure.getMessage(), null));
        }

        /** Who proved to act now, else who acts since the token's story began. */
        private static @Nullable String actorOf(Authorization authorization) {
            if (authorization.actor() != null) {
                return authorization.actor().toString();
            }
            List<Actor> actors = authorization.identity().actors();
            return actors.isEmpty() ? null : actors.get(0).toString();
        }

        private AuditEvent event(String outcome) {
            return AuditEvent.of(origin, outcome)
                    .asked(grant, client == null ? null : client.id().value());
        }

        private void record(AuditEvent event) {
            audit.record(event);
            metrics.tokenRequest(
                    grant == null ? "unread" : grant, origin.door(), event.outcome(), System.nanoTime() - startedNanos);
        }
    }
}
