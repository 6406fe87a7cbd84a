package io.bourse.revocation;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.keys.SigningKeys;
import io.bourse.oauth.Subject;
import io.bourse.token.FamilyStore;
import io.bourse.token.Party;
import io.vertx.core.Future;
import java.util.List;

/**
 * Carries out revocations, whoever asks for them. Times are the database's: a node's clock that is behind would leave
 * alive what began just before.
 */
public final class Revoker {

    private final ChangeLog changeLog;
    private final FamilyStore families;
    private final SigningKeys keys;

    public Revoker(ChangeLog changeLog, FamilyStore families, SigningKeys keys) {
        this.changeLog = changeLog;
        this.families = families;
        this.keys = keys;
    }

    /**
     * Succeeds when the revocation is durable and in force on this node; the others hear of it at once. Fails with
     * {@link io.bourse.db.StoreException} if that is not known. May be repeated: what is dead stays so.
     */
    public Future<Void> carryOut(RevokeCommand command) {
        if (command instanceof RevokeCommand.Family family) {
            return families.revoke(family.id());
        }
        if (command instanceof RevokeCommand.Logins logins) {
            return families.endLogins(Subject.user(logins.user()), logins.client());
        }
        if (command.kind() == RevokedKind.KEY) {
            return keys.revoke(command.ref(), Party.REMEMBERED);
        }
        return changeLog.write(transaction -> transaction
                .now()
                .compose(now -> transaction.append(
                        List.of(new Change.Revoked(command.kind(), command.ref(), now, command.until(now))))));
    }
}
