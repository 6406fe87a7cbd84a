package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.IdentityProviders;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.bourse.token.Authorization;
import io.bourse.token.Lineage;
import io.bourse.token.OwnTokens;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * A foreign token against ours: {@code backend} names the provider's entry, {@code token} is what it issued. The user is
 * who is linked to the provider's subject; an e-mail address links nobody.
 */
public final class ConvertTokenGrant implements Grant {

    /** No entry has a longer id. */
    private static final int MAX_BACKEND_LENGTH = 255;

    private final ProviderStore providers;
    private final IdentityProviders proofs;
    private final UserStore users;
    private final OwnTokens ownTokens;

    public ConvertTokenGrant(ProviderStore providers, IdentityProviders proofs, UserStore users, OwnTokens ownTokens) {
        this.providers = providers;
        this.proofs = proofs;
        this.users = users;
        this.ownTokens = ownTokens;
    }

    @Override
    public GrantType type() {
        return GrantType.CONVERT_TOKEN;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        String backend = request.require("backend");
        String token = request.require("token");
        Entitlement.check(request);
        if (backend.length() > MAX_BACKEND_LENGTH) {
            throw unknownBackend();
        }
        return providers
                .find(backend)
                .map(found -> trusted(found, request.client()))
                .compose(provider -> proofs.verify(provider, token)
                        .compose(identity -> userOf(provider, identity)
                                .compose(user -> authorize(request, provider, identity, user))));
    }

    /** Unknown, switched off and not for this client are one answer, and nobody is called. */
    private static Provider trusted(Optional<Provider> found, Client client) {
        return found.filter(Provider::enabled)
                .filter(provider -> provider.project().equals(client.project()))
                .filter(provider -> provider.accepts(client.id()))
                .orElseThrow(ConvertTokenGrant::unknownBackend);
    }

    private static OAuthException unknownBackend() {
        return OAuthException.parameter("backend", "names no provider that this client may use");
    }

    private Future<User> userOf(Provider provider, ExternalIdentity identity) {
        return switch (provider.provisioning()) {
            case CREATE -> users.findOrCreate(provider.project(), provider.id(), identity.subject(), identity.email());
            case NONE ->
                users.findByIdentity(provider.project(), provider.id(), identity.subject())
                        .map(found -> found.orElseThrow(() ->
                                OAuthException.invalidGrant("nobody is linked to this subject of " + provider.id())));
        };
    }

    private Future<Authorization> authorize(
            TokenRequest request, Provider provider, ExternalIdentity identity, User user) {
        List<String> ancestors = List.of(identity.ancestor());
        Lineage lineage = Lineage.of(
                null, null, ancestors, user.subject(), request.client().id(), null);
        return ownTokens.objection(lineage).map(objection -> {
            if (objection.isPresent()) {
                throw OAuthException.invalidGrant(objection.get());
            }
            return Logins.authorize(request, user.subject(), ancestors, "provider " + provider.id());
        });
    }
}
