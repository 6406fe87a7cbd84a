package io.bourse.token;

import io.bourse.client.Client;
import io.bourse.oauth.Actor;
import io.bourse.oauth.Subject;
import java.util.List;
import java.util.Objects;

/**
 * A client, and for whom it may have tokens. For anybody but the client itself only {@link AssignedUsers} can make one, so
 * that there is no {@link Authorization} for which they were not asked.
 */
public final class Admitted {

    private final Client client;
    private final Identity identity;

    Admitted(Client client, Identity identity) {
        this.client = client;
        this.identity = identity;
    }

    /** A client for itself, which needs no assignment. */
    public static Admitted itself(Client client) {
        return new Admitted(client, Identity.of(Subject.client(client.id())));
    }

    public Client client() {
        return client;
    }

    public Identity identity() {
        return identity;
    }

    /** The same subject, for whom these act, the newest first. */
    public Admitted with(List<Actor> actors) {
        return new Admitted(client, new Identity(identity.subject(), actors, identity.attributes()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Admitted that && client.equals(that.client) && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
        return Objects.hash(client, identity);
    }

    @Override
    public String toString() {
        return "Admitted[" + client + ", " + identity + "]";
    }
}
