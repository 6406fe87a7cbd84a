package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.client.Signer;
import io.bourse.jose.BearerKey;
import io.bourse.jose.ClaimedIssuer;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthException;
import io.bourse.principal.Principal;
import io.bourse.principal.PrincipalStore;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.provider.ProviderStore;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.vertx.core.Future;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keys that session tokens name: those of a provider that a principal's entry names, and our own. Whoever signs with the
 * key need not know whose token it is; the token says it.
 */
public final class SessionKeys {

    private final String issuer;
    private final OwnTokens ownTokens;
    private final ProviderStore providers;
    private final PrincipalStore principals;
    private final ClientStore clients;
    private final ForeignTokens foreignTokens;

    /** @param issuer our own */
    public SessionKeys(
            String issuer,
            OwnTokens ownTokens,
            ProviderStore providers,
            PrincipalStore principals,
            ClientStore clients,
            ForeignTokens foreignTokens) {
        this.issuer = issuer;
        this.ownTokens = ownTokens;
        this.providers = providers;
        this.principals = principals;
        this.clients = clients;
        this.foreignTokens = foreignTokens;
    }

    /** Whom an entry lets sign with session tokens of a provider. */
    private record Trust(Provider provider, Principal principal, Client client) {}

    /**
     * The key that the token names, once the token is proved; fails with {@code invalid_client}, {@code
     * invalid_grant} or {@code invalid_token}.
     *
     * @param wanted the client that the request names, where several principals take tokens of one issuer; null if none
     */
    Future<SignerKey> find(String jwt, @Nullable ClientId wanted) {
        String claimed = ClaimedIssuer.of(jwt)
                .filter(name -> name.length() <= Provider.Jwks.MAX_ISSUER_LENGTH)
                .orElse("");
        if (claimed.isEmpty()) {
            return Future.failedFuture(OAuthException.invalidClient("the session token is no JWT with an iss"));
        }
        return claimed.equals(issuer) ? ownKey(jwt) : foreignKey(jwt, claimed, wanted);
    }

    private Future<SignerKey> ownKey(String jwt) {
        return ownTokens
                .verifySession(jwt)
                .compose(session -> clients.find(session.token().client())
                        .map(found ->
                                new SignerKey(client(found, session.token()), session.key(), new OwnSession(session))));
    }

    /** With no more than the token may ask for. */
    private static Client client(Optional<Client> found, OwnToken token) {
        Client enabled = found.filter(Client::enabled)
                .orElseThrow(() -> OAuthException.invalidClient("the session token's client is unknown or disabled"));
        Client within = enabled.within(token.scopes(), token.audiences());
        if (within.scopes().isEmpty() && !token.scopes().isEmpty()) {
            throw OAuthException.invalidClient("the session token's client has lost its scopes");
        }
        return within;
    }

    private Future<SignerKey> foreignKey(String jwt, String claimed, @Nullable ClientId wanted) {
        return trusts(claimed)
                .map(trusts -> only(trusts, wanted))
                .compose(trust -> foreignTokens
                        .prove(trust.provider(), jwt, Trace.NONE)
                        .map(proved -> new SignerKey(trust.client(), key(jwt), session(trust, proved))));
    }

    private Signer session(Trust trust, ExternalIdentity proved) {
        return new ForeignSession(trust.principal(), trust.provider(), proved, trust.client(), foreignTokens);
    }

    private Future<List<Trust>> trusts(String claimed) {
        return providers
                .findByIssuer(claimed)
                .compose(found -> all(found.stream()
                        .filter(Provider::enabled)
                        .map(provider -> principals
                                .findByProvider(provider.id())
                                .compose(signing -> all(signing.stream().map(principal -> trust(provider, principal))))
                                .map(SessionKeys::flat))))
                .map(SessionKeys::flat);
    }

    /** None or one. */
    private Future<List<Trust>> trust(Provider provider, Principal principal) {
        return clients.find(principal.client())
                .map(found -> found
                        .filter(client -> principal.enabled() && RegisteredKeys.isOf(principal, client))
                        .filter(client -> ForeignTokens.isTrusted(provider, client))
                        .map(client -> new Trust(provider, principal, client))
                        .stream()
                        .toList());
    }

    private static <T> Future<List<T>> all(Stream<Future<T>> several) {
        List<Future<T>> asked = several.toList();
        return Future.all(asked).map(done -> asked.stream().map(Future::result).toList());
    }

    private static <T> List<T> flat(List<List<T>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    private static Trust only(List<Trust> trusts, @Nullable ClientId wanted) {
        List<Trust> fitting = trusts.stream()
                .filter(trust -> wanted == null || trust.client().id().equals(wanted))
                .toList();
        if (fitting.size() != 1) {
            throw OAuthException.invalidClient(
                    fitting.size() + " principals that are switched on take session tokens of that issuer");
        }
        return fitting.get(0);
    }

    private static RSAPublicKey key(String jwt) {
        try {
            return RsaPublicKeys.parseJwk(BearerKey.of(jwt)
                    .orElseThrow(() -> OAuthException.invalidClient("the session token names no key in jwk")));
        } catch (InvalidJwkException unusable) {
            throw OAuthException.invalidClient("the session token's jwk: " + unusable.getMessage());
        }
    }
}
