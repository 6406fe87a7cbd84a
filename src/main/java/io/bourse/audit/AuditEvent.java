package io.bourse.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision: who asked for what, for whom, and what came of it. Never a token, a secret, or a text of the caller's that
 * was not checked first.
 *
 * @param origin where the request came from
 * @param grant the grant type, or another literal that names what was asked; null if that was not known
 * @param client the authenticated client; null if there is none
 * @param subject as {@code user:id} or {@code client:id}; null if none was proved
 * @param actor null if nobody acts for the subject
 * @param outcome "success", or the error code
 * @param detail private text that says why; null on success
 * @param rule the entry that allowed or refused it; null if it did not come to that
 * @param tokenId {@code jti} of what was issued or revoked; null if nothing was
 * @param familyId null if no family is concerned
 * @param ancestors ids of the tokens that it was made from, newest first
 * @param changes a line for each entry of the registry that was changed
 */
public record AuditEvent(
        Origin origin,
        @Nullable String grant,
        @Nullable String client,
        @Nullable String subject,
        @Nullable String actor,
        String outcome,
        @Nullable String detail,
        @Nullable String rule,
        List<String> audiences,
        List<String> scopes,
        @Nullable String tokenId,
        @Nullable String familyId,
        List<String> ancestors,
        List<String> changes) {

    /**
     * The request that a decision was made for.
     *
     * @param door the dialect in which it came
     * @param remote address of the socket's other end
     * @param key the id of the key that the caller showed, believed or not; null if it was none that has an id
     */
    public record Origin(
            String decisionId,
            String requestId,
            String door,
            String remote,
            @Nullable String key) {

        /** Of a caller who has shown no key yet. */
        public Origin(String decisionId, String requestId, String door, String remote) {
            this(decisionId, requestId, door, remote, null);
        }

        /** The same, who shows this key. */
        public Origin by(String keyId) {
            return new Origin(decisionId, requestId, door, remote, keyId);
        }
    }

    public AuditEvent {
        audiences = List.copyOf(audiences);
        scopes = List.copyOf(scopes);
        ancestors = List.copyOf(ancestors);
        changes = List.copyOf(changes);
    }

    /** An event of which nothing is known but its origin and outcome; the other methods add the rest. */
    public static AuditEvent of(Origin origin, String outcome) {
        return new AuditEvent(
                origin, null, null, null, null, outcome, null, null, List.of(), List.of(), null, null, List.of(),
                List.of());
    }

    /** What was asked for, and by which client. */
    public AuditEvent asked(@Nullable String grantType, @Nullable String clientId) {
        return new AuditEvent(
                origin, grantType, clientId, subject, actor, outcome, detail, rule, audiences, scopes, tokenId,
                familyId, ancestors, changes);
    }

    /** For whom. */
    public AuditEvent about(@Nullable String provedSubject, @Nullable String provedActor) {
        return new AuditEvent(
                origin,
                grant,
                client,
                provedSubject,
                provedActor,
                outcome,
                detail,
                rule,
                audiences,
                scopes,
                tokenId,
                familyId,
                ancestors,
                changes);
    }

    /** Why it was decided so. */
    public AuditEvent because(@Nullable String reason, @Nullable String entry) {
        return new AuditEvent(
                origin, grant, client, subject, actor, outcome, reason, entry, audiences, scopes, tokenId, familyId,
                ancestors, changes);
    }

    /** What was granted. */
    public AuditEvent granting(List<String> grantedAudiences, List<String> grantedScopes) {
        return new AuditEvent(
                origin,
                grant,
                client,
                subject,
                actor,
                outcome,
                detail,
                rule,
                grantedAudiences,
                grantedScopes,
                tokenId,
                familyId,
                ancestors,
                changes);
    }

    /** Which token was issued or revoked, of which family, made from which others. */
    public AuditEvent token(@Nullable String jti, @Nullable String sid, List<String> lin) {
        return new AuditEvent(
                origin, grant, client, subject, actor, outcome, detail, rule, audiences, scopes, jti, sid, lin,
                changes);
    }

    /** Which entries of the registry were changed, and how; of a secret only that it was. */
    public AuditEvent changing(List<String> lines) {
        return new AuditEvent(
                origin, grant, client, subject, actor, outcome, detail, rule, audiences, scopes, tokenId, familyId,
                ancestors, lines);
    }
}
