package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.grant.ExchangeRequest.Token;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.ProvedToken;
import io.bourse.policy.TokenOrigin;
import io.bourse.policy.TokenSource;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Family;
import io.bourse.token.FamilyStore;
import io.bourse.token.Identity;
import io.bourse.token.Lineage;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Proves refresh tokens of ours that are to be exchanged: looked at and not redeemed, so that only the newest of its
 * login proves anything. A client shows its own, or what another has handed on to it, if an entry of its names that one's
 * refresh tokens and nothing else.
 */
public final class PresentedRefreshTokens {

    private final String issuer;
    private final RefreshTokens refreshTokens;
    private final FamilyStore families;
    private final ClientStore clients;
    private final OwnTokens ownTokens;
    private final ExchangedLogins exchangedLogins;
    private final AssignedUsers assigned;

    /** @param issuer our own */
    public PresentedRefreshTokens(
            String issuer,
            RefreshTokens refreshTokens,
            FamilyStore families,
            ClientStore clients,
            OwnTokens ownTokens,
            ExchangedLogins exchangedLogins,
            AssignedUsers assigned) {
        this.issuer = issuer;
        this.refreshTokens = refreshTokens;
        this.families = families;
        this.clients = clients;
        this.ownTokens = ownTokens;
        this.exchangedLogins = exchangedLogins;
        this.assigned = assigned;
    }

    /** Fails with {@code invalid_grant} if the token proves nothing, or not to this client. */
    Future<Presented> prove(TokenRequest request, Token token, Collection<TokenSource> sources) {
        request.trace().at(Step.PROOF);
        return family(request, token, sources)
                .compose(family -> requireAlive(request, token, family))
                .compose(family -> exchangedLogins
                        .entryOf(request, family)
                        .compose(entry -> holder(request.client(), family)
                                .compose(holder -> assigned.admit(holder, family.identity())
                                        // who could not refresh it either
                                        .map(holder))
                                .map(holder -> presented(holder, family, entry.orElse(null)))));
    }

    private Future<Family> family(TokenRequest request, Token token, Collection<TokenSource> sources) {
        Client client = request.client();
        if (refreshTokens.verify(token.value(), client.id()).isEmpty() && !mayBeHandedOn(client, sources)) {
            return Future.failedFuture(notProved(client));
        }
        Optional<UUID> claimed = RefreshTokens.claimedFamily(token.value());
        return claimed.isEmpty()
                ? Future.failedFuture(notProved(client))
                : family(client, token, claimed.get(), sources);
    }

    private Future<Family> family(Client client, Token token, UUID claimed, Collection<TokenSource> sources) {
        return families.find(claimed).map(found -> {
            Family family = found.filter(FamilyStore.Found::live)
                    .map(FamilyStore.Found::family)
                    .filter(it -> isPresentable(it.client(), client, sources))
                    .orElseThrow(() -> OAuthException.invalidGrant("unknown, revoked, ended or not handed on"));
            int generation = refreshTokens
                    .verify(token.value(), family.client())
                    .orElseThrow(() -> notProved(client))
                    .generation();
            if (generation < family.generation()) {
                throw OAuthException.invalidGrant("replaced");
            }
            return family;
        });
    }

    private static OAuthException notProved(Client client) {
        return OAuthException.invalidGrant(
                "not a refresh token of ours for client " + client.id() + ", nor one handed on to it");
    }

    private static boolean mayBeHandedOn(Client client, Collection<TokenSource> sources) {
        return sources.stream()
                .anyMatch(source -> source.isHandedOn() && !source.origin().equals(new TokenOrigin.Ours(client.id())));
    }

    private static boolean isPresentable(ClientId holder, Client client, Collection<TokenSource> sources) {
        return holder.equals(client.id())
                || sources.stream()
                        .anyMatch(
                                source -> source.isHandedOn() && source.origin().equals(new TokenOrigin.Ours(holder)));
    }

    private Future<Family> requireAlive(TokenRequest request, Token token, Family family) {
        return ownTokens
                .objection(Lineage.of(family), family.identity().subject(), family.client())
                .map(objection -> {
                    if (objection.isPresent()) {
                        throw OAuthException.invalidGrant(objection.get());
                    }
                    request.trace()
                            .hear(
                                    Step.PROOF,
                                    () -> token.role() + "_token is the newest of family " + family.id()
                                            + ", and is looked at only");
                    return family;
                });
    }

    private Future<Client> holder(Client client, Family family) {
        return family.client().equals(client.id())
                ? Future.succeededFuture(client)
                : clients.find(family.client())
                        .map(found -> found.orElseThrow(() -> OAuthException.invalidGrant("its client is gone")));
    }

    /** @param entry the entry that made the login and may have become narrower since; null if none did */
    private Presented presented(Client holder, Family family, @Nullable Exchange entry) {
        Identity identity = family.identity();
        List<String> audiences = family.audiences().isEmpty() ? holder.audiences() : family.audiences();
        ProvedToken proved = new ProvedToken(
                new TokenOrigin.Ours(family.client()),
                TokenType.REFRESH_TOKEN,
                issuer,
                identity.subject().id(),
                family.client().value(),
                entry == null
                        ? audiences
                        : audiences.stream().filter(entry.targets()::contains).toList(),
                entry == null ? family.scopes() : family.scopes().intersect(entry.scopes()),
                family.expiresAt(),
                identity.actors(),
                !identity.actors().isEmpty(),
                entry == null ? mayAct(holder) : null,
                false);
        return new Presented.Own(proved, Lineage.of(family).asAncestors(), identity, family.id());
    }

    /** A refresh token says no more than the access token that it would be turned into. */
    private @Nullable MayAct mayAct(Client holder) {
        return holder.mayAct() == null
                ? null
                : new MayAct(issuer, holder.mayAct().value(), holder.mayAct().value());
    }
}
