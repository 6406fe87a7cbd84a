package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.Subject;
import io.bourse.user.Assignments;
import io.vertx.core.Future;

/** Whom clients may have tokens for that are for assigned users only. */
final class AssignedUsers {

    private final Assignments assignments;

    AssignedUsers(Assignments assignments) {
        this.assignments = assignments;
    }

    /** Whether it is asked at all: clients that are for everybody cost no look-up, nor does what one has for itself. */
    static boolean isAsked(Client client, Subject subject) {
        return client.assignedUsersOnly() && !subject.equals(Subject.client(client.id()));
    }

    /** As of now, with every change behind it that is under way. */
    Future<Boolean> mayHave(Client client, Subject subject) {
        if (!isAsked(client, subject)) {
            return Future.succeededFuture(true);
        }
        return subject.isUser() ? assignments.isAssigned(subject.id(), client.id()) : Future.succeededFuture(false);
    }
}
