package io.bourse.fakes;

import io.bourse.changelog.Change;
import io.bourse.client.Client;
import io.bourse.crypto.Computation;
import io.bourse.crypto.UuidV7;
import io.bourse.grant.ExchangeTokens;
import io.bourse.grant.ExchangedLogins;
import io.bourse.grant.ForeignTokens;
import io.bourse.grant.PresentedRefreshTokens;
import io.bourse.grant.RefreshTokenGrant;
import io.bourse.grant.TokenExchangeGrant;
import io.bourse.jose.KeyRing;
import io.bourse.jose.OwnJwtVerifier;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenResponse;
import io.bourse.provider.IdentityProviders;
import io.bourse.token.Admitted;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.token.IdTokens;
import io.bourse.token.Identity;
import io.bourse.token.Introspector;
import io.bourse.token.Login;
import io.bourse.token.LoginMethod;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshPlan;
import io.bourse.token.RefreshTokens;
import io.bourse.token.RevocationIndex;
import io.bourse.token.Standing;
import io.bourse.token.TokenIssuer;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Everything that makes and checks tokens, as the service has it, on fakes and a clock that stands. */
public final class TokenRig {

    public static final String ISSUER = "https://tokens.example";
    public static final Duration REPLAY_WINDOW = Duration.ofSeconds(10);

    public final FixedClock clock = new FixedClock();
    public final InMemoryClientStore clients = new InMemoryClientStore();
    public final InMemoryUserStore users = new InMemoryUserStore();
    public final RevocationIndex index = new RevocationIndex();
    public final InMemoryFamilyStore families = new InMemoryFamilyStore(clock, REPLAY_WINDOW, index);
    public final AtomicBoolean fresh = new AtomicBoolean(true);
    public final KeyRing ring = TestKeys.ring(clock);
    public final RefreshTokens refreshTokens = new RefreshTokens(TestKeys.masterKeys());
    public final UuidV7 ids = new UuidV7(clock, new SecureRandom());
    public final OwnTokens ownTokens = new OwnTokens(
            ISSUER,
            new OwnJwtVerifier(ring),
            Computation.INLINE,
            index,
            fresh::get,
            new Standing(clients, users),
            clock);
    public final TokenIssuer issuer = new TokenIssuer(
            ISSUER, ring, new IdTokens(ISSUER, ring, users), refreshTokens, families, Computation.INLINE, ids, clock);
    public final InMemoryExchangeStore exchanges = new InMemoryExchangeStore();
    public final InMemoryProviderStore providers = new InMemoryProviderStore();
    public final InMemoryAssignments assignments = new InMemoryAssignments();
    public final AssignedUsers assigned = new AssignedUsers(assignments);
    public final InMemorySingleUse singleUse = new InMemorySingleUse();
    public final Introspector introspector = new Introspector(ownTokens, refreshTokens, families);

    /** The grant of token exchange, for foreign tokens that are proved so. */
    public TokenExchangeGrant exchangeGrant(IdentityProviders proofs) {
        ForeignTokens foreignTokens = foreignTokens(proofs);
        ExchangeTokens tokens = new ExchangeTokens(
                ISSUER,
                ownTokens,
                providers,
                foreignTokens,
                new PresentedRefreshTokens(
                        ISSUER, refreshTokens, families, clients, ownTokens, new ExchangedLogins(exchanges), assigned));
        return new TokenExchangeGrant(ISSUER, tokens, foreignTokens, exchanges, assigned);
    }

    /** What every grant does with a provider's token, for those that are proved so. */
    public ForeignTokens foreignTokens(IdentityProviders proofs) {
        return new ForeignTokens(proofs, users, ownTokens, singleUse, assigned);
    }

    /** The grant of refreshing. */
    public RefreshTokenGrant refreshGrant() {
        return new RefreshTokenGrant(refreshTokens, families, ownTokens, new ExchangedLogins(exchanges), assigned);
    }

    /** The grant of token exchange; no foreign token can be proved. */
    public TokenExchangeGrant exchangeGrant() {
        return exchangeGrant((provider, token) -> Future.failedFuture(OAuthException.invalidGrant("not proved")));
    }

    /** Registers a client. */
    public Client register(ClientBuilder client) {
        Client built = client.build();
        clients.put(built);
        return built;
    }

    /** Registers a user. */
    public User register(User user) {
        users.put(user);
        return user;
    }

    /** The client may have tokens for anybody. */
    public static Admitted admitted(Client client, Identity identity) {
        return new AssignedUsers((user, at) -> Future.succeededFuture(true))
                .admit(client, identity)
                .await();
    }

    /** What a login of the user at the client is granted: all scopes, the first audience, a refresh token. */
    public static Authorization login(Client client, User user) {
        return new Authorization(
                        admitted(client, Identity.of(user.subject())),
                        client.scopes(),
                        client.audiences().subList(0, 1),
                        null,
                        List.of(),
                        new RefreshPlan.NewFamily(client.scopes(), List.of(), null),
                        null,
                        "test")
                .as(new Login(LoginMethod.PASSWORD, Instant.EPOCH, null));
    }

    /** What an exchange of the token by the client is granted: its scopes, for this audience, as long as it lives. */
    public static Authorization exchange(Client client, OwnToken subject, String audience) {
        return new Authorization(
                admitted(client, subject.identity()),
                subject.scopes(),
                List.of(audience),
                subject.expiresAt(),
                subject.lineage().asAncestors(),
                RefreshPlan.NONE,
                null,
                "test");
    }

    /** What a client is granted for itself. */
    public static Authorization itself(Client client, Scopes scopes) {
        return new Authorization(
                admitted(client, Identity.of(Subject.client(client.id()))),
                scopes,
                client.audiences().subList(0, 1),
                null,
                List.of(),
                RefreshPlan.NONE,
                null,
                "test");
    }

    public TokenResponse issue(Authorization authorization) {
        return issuer.issue(authorization, clock.instant()).await();
    }

    public OwnToken verify(String token) {
        return ownTokens.verify(token).await();
    }

    /** Applies a revocation as the change log would. */
    public void revoke(Change.RevokedKind kind, String ref) {
        index.accept(
                new Change.Revoked(kind, ref, clock.instant(), clock.instant().plus(Duration.ofDays(200))));
    }
}
