package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.Optional;

/** The one gate that asks whether the parties of a token are still switched on; every grant and check passes it. */
public final class Standing {

    private final ClientStore clients;
    private final UserStore users;

    public Standing(ClientStore clients, UserStore users) {
        this.clients = clients;
        this.users = users;
    }

    /** Why a token of this client for this subject is worth nothing; empty if both are in good standing. */
    public Future<Optional<String>> objection(Subject subject, ClientId client) {
        return objection(client).compose(objection -> {
            if (objection.isPresent() || subject.equals(Subject.client(client))) {
                return Future.succeededFuture(objection);
            }
            return switch (subject.kind()) {
                case USER -> objectionToUser(subject.id());
                case CLIENT -> objection(new ClientId(subject.id()));
                // its provider vouches for it; when that is switched off, a revocation says so
                case WORKLOAD -> Future.succeededFuture(objection);
            };
        });
    }

    private Future<Optional<String>> objection(ClientId client) {
        return clients.find(client)
                .map(found -> found.filter(Client::enabled).isPresent()
                        ? Optional.empty()
                        : Optional.of("client " + client + " is unknown or disabled"));
    }

    private Future<Optional<String>> objectionToUser(String id) {
        return users.find(id)
                .map(found -> found.filter(User::enabled).isPresent()
                        ? Optional.empty()
                        : Optional.of("user " + id + " is unknown or disabled"));
    }
}
