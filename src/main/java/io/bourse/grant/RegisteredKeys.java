package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.client.Signer;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.PrincipalStore;
import io.bourse.token.Party;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API keys that were registered for principals. */
public final class RegisteredKeys {

    private final PrincipalStore principals;
    private final ClientStore clients;
    private final UserStore users;

    public RegisteredKeys(PrincipalStore principals, ClientStore clients, UserStore users) {
        this.principals = principals;
        this.clients = clients;
        this.users = users;
    }

    /** The key; empty if no principal has it, or it or its client is switched off. */
    Future<Optional<SignerKey>> find(String keyId) {
        if (keyId.length() > Principal.MAX_KEY_ID_LENGTH) {
            return Future.succeededFuture(Optional.empty());
        }
        return principals
                .findByKeyId(keyId)
                .compose(found -> found.filter(Principal::enabled)
                        .map(this::key)
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<SignerKey>> key(Principal principal) {
        if (!(principal.proof() instanceof ApiKey proof)) {
            return Future.succeededFuture(Optional.empty());
        }
        return clients.find(principal.client())
                .map(found -> found.filter(client -> isOf(principal, client))
                        .map(client -> new SignerKey(client, proof.publicKey(), new KeyHolder(principal, proof))));
    }

    /** Whether the principal may have tokens through this client. */
    static boolean isOf(Principal principal, Client client) {
        return client.enabled() && client.project().equals(principal.project());
    }

    /** Whoever holds the private half. */
    private final class KeyHolder implements Signer {

        private final Principal principal;
        private final ApiKey proof;

        KeyHolder(Principal principal, ApiKey proof) {
            this.principal = principal;
            this.proof = proof;
        }

        @Override
        public String described() {
            return "principal " + principal.id() + " with its API key";
        }

        @Override
        public List<String> ancestors(Instant begun) {
            return List.of(Party.principal(principal.id(), begun).asAncestor());
        }

        @Override
        public @Nullable Instant notAfter() {
            return null;
        }

        @Override
        public Future<Spoken> identify() {
            if (proof.user() == null) {
                return Future.succeededFuture(speaking(Subject.client(principal.client())));
            }
            // Whoever is being switched off must not get a token on a node that has not heard of it.
            return users.settled(proof.user())
                    .map(found -> found.filter(User::enabled)
                            .filter(user -> user.project().equals(principal.project()))
                            .map(user -> speaking(user.subject()))
                            .orElseThrow(() -> OAuthException.invalidClient(
                                    "the user of principal " + principal.id() + " is unknown or disabled")));
        }

        private Spoken speaking(Subject subject) {
            return new Spoken(subject, List.of(), Map.of());
        }
    }
}
