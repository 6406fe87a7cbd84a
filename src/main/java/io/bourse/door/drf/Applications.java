package io.bourse.door.drf;

import io.bourse.client.Client;
import io.bourse.client.ClientCredentials;
import io.bourse.client.ClientStore;
import io.bourse.door.Credentials;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Clients, as the dialect calls and names them: by {@code client_id} in the body, whatever else says who they are. */
final class Applications {

    private static final String ID = "client_id";

    private final ClientStore clients;

    Applications(ClientStore clients) {
        this.clients = clients;
    }

    /** The application that the body names. Unknown and switched off are one answer, which the dialect has of its own. */
    Future<Client> named(Form form) {
        return clients.find(new ClientId(form.require(ID)))
                .map(found -> found.filter(Client::enabled).orElseThrow(Applications::unknown));
    }

    static DrfFailure unknown() {
        return DrfFailure.detail(
                400,
                "The application for this client_id does not exist.",
                OAuthException.invalidClient("unknown, disabled or of another token"));
    }

    /** What proves this application; a secret that a public one sends is not looked at. */
    static ClientCredentials credentials(Call call, Form form, Client named) {
        Credentials.requireOneHeader(call);
        return named.isPublic() ? new ClientCredentials.NameOnly(named.id()) : credentials(call, form);
    }

    /** What proves the caller. A name in the body is no second method beside one in the header, if it is the same. */
    static ClientCredentials credentials(Call call, Form form) {
        Optional<String> header = Credentials.basic(call);
        if (header.isEmpty()
                || form.optional(ID).isEmpty()
                || form.optional("client_secret").isPresent()) {
            return Credentials.of(call, form);
        }
        ClientId named = new ClientId(form.require(ID));
        Map<String, String> others = new HashMap<>(form.parameters());
        others.remove(ID);
        ClientCredentials credentials = ClientCredentials.parse(header.get(), others);
        if (!named.equals(credentials.claimed())) {
            throw OAuthException.invalidClient("the header and the body name two clients");
        }
        return credentials;
    }
}
