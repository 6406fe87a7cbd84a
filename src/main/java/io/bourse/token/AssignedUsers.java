package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.user.Assignments;
import io.vertx.core.Future;

/** Whom clients may have tokens for that are for assigned users only. */
public final class AssignedUsers {

    private final Assignments assignments;

    public AssignedUsers(Assignments assignments) {
        this.assignments = assignments;
    }

    /** Whether it is asked at all: clients that are for everybody cost no look-up, nor does what one has for itself. */
    public static boolean isAsked(Client client, Subject subject) {
        return client.assignedUsersOnly() && !subject.equals(Subject.client(client.id()));
    }

    /** As of now, with every change behind it that is under way. */
    public Future<Boolean> mayHave(Client client, Subject subject) {
        if (!isAsked(client, subject)) {
            return Future.succeededFuture(true);
        }
        return subject.isUser() ? assignments.isAssigned(subject.id(), client.id()) : Future.succeededFuture(false);
    }

    /**
     * Fails with {@code invalid_grant} if the client may have no tokens for the subject. Whoever makes or spends something
     * for the subject asks before.
     */
    public Future<Admitted> admit(Client client, Identity identity) {
        Subject subject = identity.subject();
        return mayHave(client, subject).map(may -> {
            if (!may) {
                throw OAuthException.invalidGrant(subject + " is not assigned to client " + client.id());
            }
            return new Admitted(client, identity);
        });
    }
}
