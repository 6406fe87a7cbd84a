package io.bourse.client;

import io.bourse.client.Client.Authentication;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;

/** Believes or disbelieves a client. Unknown, disabled and wrong are one answer. */
public final class ClientAuthenticator {

    private final ClientStore clients;
    private final ClientSecrets secrets;
    private final ClientAssertions assertions;
    private final ForeignAssertions foreignAssertions;
    private final SignedRequests signedRequests;

    public ClientAuthenticator(
            ClientStore clients,
            ClientSecrets secrets,
            ClientAssertions assertions,
            ForeignAssertions foreignAssertions,
            SignedRequests signedRequests) {
        this.clients = clients;
        this.secrets = secrets;
        this.assertions = assertions;
        this.foreignAssertions = foreignAssertions;
        this.signedRequests = signedRequests;
    }

    /** As {@link #prove}, where it does not matter by what. Whoever signs for itself does not prove the client. */
    public Future<Client> authenticate(ClientCredentials credentials) {
        return credentials instanceof ClientCredentials.SignedRequest
                ? refuse("a signed request where the client must prove itself")
                : prove(credentials).map(ProvedClient::client);
    }

    /**
     * The client, enabled and proved by the method of its entry, or with one who signs the request and gets tokens through
     * it; fails with {@code invalid_client}.
     */
    public Future<ProvedClient> prove(ClientCredentials credentials) {
        if (credentials instanceof ClientCredentials.SharedSecret shared) {
            return bySecret(shared).map(ProvedClient::itself);
        }
        if (credentials instanceof ClientCredentials.Assertion assertion) {
            return byAssertion(assertion);
        }
        if (credentials instanceof ClientCredentials.SignedRequest signed) {
            return signedRequests.prove(signed);
        }
        return byName((ClientCredentials.NameOnly) credentials).map(ProvedClient::itself);
    }

    /**
     * The client whose key was shown and found active, where such keys are kept: enabled, and one that proves itself so.
     * Fails with {@code invalid_client}.
     */
    public Future<Client> requireHolder(ClientId holder) {
        return clients.find(holder)
                .compose(found -> found.filter(it -> usable(it, Authentication.SERVICE_KEY))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> refuse("a key of a client that is disabled or has none")));
    }

    private Future<Client> bySecret(ClientCredentials.SharedSecret shared) {
        return clients.find(shared.claimed()).compose(found -> {
            Client client =
                    found.filter(it -> usable(it, Authentication.SECRET)).orElse(null);
            if (client == null) {
                return secrets.refuse(shared.secret())
                        .compose(never -> refuse("unknown, disabled or without a secret"));
            }
            return secrets.match(client, shared.secret())
                    .compose(match ->
                            match ? Future.succeededFuture(client) : refuse("wrong secret of client " + client.id()));
        });
    }

    private Future<ProvedClient> byAssertion(ClientCredentials.Assertion assertion) {
        return assertion.claimed() == null
                ? byOwnAssertion(assertion)
                : clients.find(assertion.claimed())
                        .compose(found -> found.filter(it -> usable(it, Authentication.PROVIDER_JWT))
                                .map(client -> foreignAssertions
                                        .prove(client, assertion.jwt())
                                        .map(proof -> new ProvedClient(client, proof)))
                                .orElseGet(() -> byOwnAssertion(assertion)));
    }

    /** Signed by the client's own key: then it names the client itself. */
    private Future<ProvedClient> byOwnAssertion(ClientCredentials.Assertion assertion) {
        return Future.succeededFuture(assertion)
                .map(ClientAssertions::claimedClient)
                .compose(clients::find)
                .compose(found -> found.filter(it -> usable(it, Authentication.PRIVATE_KEY_JWT))
                        .map(client -> assertions.prove(client, assertion.jwt()).map(client))
                        .orElseGet(() -> refuse("unknown, disabled or without keys")))
                .map(ProvedClient::itself);
    }

    private Future<Client> byName(ClientCredentials.NameOnly name) {
        return clients.find(name.claimed())
                .compose(found -> found.filter(it -> usable(it, Authentication.NONE))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> refuse("unknown, disabled or not public")));
    }

    private static boolean usable(Client client, Authentication method) {
        return client.enabled() && client.authentication() == method;
    }

    private static Future<Client> refuse(String detail) {
        return Future.failedFuture(OAuthException.invalidClient(detail));
    }
}
