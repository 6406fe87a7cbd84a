package io.bourse.admin;

import io.bourse.audit.AuditEvent;
import io.bourse.audit.AuditEvent.Origin;
import io.bourse.audit.AuditLog;
import io.bourse.config.Secret;
import io.bourse.crypto.Secrets;
import io.bourse.db.StoreException;
import io.bourse.entry.EntryProblems;
import io.bourse.http.Call;
import io.bourse.http.Guard;
import io.bourse.http.HttpFailure;
import io.bourse.oauth.OAuthException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets in whoever brings the key, and writes every call to the audit: who, what, and what came of it. */
final class AdminGuard implements Guard {

    private static final String SCHEME = "bearer ";
    private static final String ID = ":id";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Of the key only its hash is kept: two hashes are compared, so that not even the length of the key shows. */
    private final String keyHash;

    private final AuditLog audit;

    AdminGuard(Secret key, AuditLog audit) {
        this.keyHash = Secrets.sha256(key.reveal());
        this.audit = audit;
    }

    /** Every call gets a decision, so that whoever is refused can say which. */
    @Override
    public void began(Call call) {
        call.decided(UUID.randomUUID().toString());
    }

    @Override
    public void admit(Call call) {
        List<String> values = call.headers("Authorization");
        if (values.size() != 1 || !values.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw OAuthException.invalidToken(values.size() + " Authorization headers, no bearer token");
        }
        String given = values.get(0).substring(SCHEME.length()).strip();
        if (!Secrets.equal(Secrets.sha256(given), keyHash)) {
            throw OAuthException.invalidToken("not the admin key");
        }
    }

    @Override
    public void answered(Call call, int status, @Nullable Throwable failure) {
        Deed deed = call.noted(Deed.class).orElse(Deed.of(false));
        audit.record(AuditEvent.of(origin(call), AdminErrors.outcome(status, failure))
                .asked(what(call, deed), null)
                .about(deed.user() == null ? null : "user:" + deed.user(), null)
                .because(reason(failure), null)
                .changing(deed.changes()));
    }

    /** Where what the audit says of this call came from. */
    static Origin origin(Call call) {
        String decision = call.decisionId().orElse(call.requestId());
        return new Origin(decision, call.requestId(), call.door(), call.remote());
    }

    /** What a defect of ours says may quote what was sent. */
    private static @Nullable String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        if (failure instanceof EntryProblems problems) {
            return problems.problems().size() + " problems of entries";
        }
        boolean isOurs = failure instanceof AdminFailure
                || failure instanceof OAuthException
                || failure instanceof HttpFailure
                || failure instanceof StoreException;
        return isOurs ? failure.getMessage() : failure.getClass().getSimpleName();
    }

    /** Method and address as declared; an endpoint, which only those with the key reach, has told the rest. */
    private static String what(Call call, Deed deed) {
        String method = METHODS.contains(call.method()) ? call.method() : "other";
        String address =
                deed.entry() == null ? call.template() : call.template().replace(ID, deed.entry());
        return method + " " + address + (deed.dryRun() ? " (dry run)" : "");
    }
}
