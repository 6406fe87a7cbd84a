package io.bourse.audit;

/** Where decisions are recorded. */
@FunctionalInterface
public interface AuditLog {

    /** Records one decision. Neither blocks nor fails. */
    void record(AuditEvent event);
}
