package io.bourse.app;

import io.bourse.grant.ClientCredentialsGrant;
import io.bourse.grant.ConvertTokenGrant;
import io.bourse.grant.ExchangeTokens;
import io.bourse.grant.ExchangedLogins;
import io.bourse.grant.ForeignTokens;
import io.bourse.grant.Grant;
import io.bourse.grant.Grants;
import io.bourse.grant.JwtBearerGrant;
import io.bourse.grant.PasswordGrant;
import io.bourse.grant.PresentedRefreshTokens;
import io.bourse.grant.RefreshTokenGrant;
import io.bourse.grant.SignedRequestGrant;
import io.bourse.grant.TokenExchangeGrant;
import io.bourse.jose.JwtVerifier;
import io.bourse.provider.IdentityProviders;
import io.bourse.token.AssignedUsers;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;
import io.bourse.token.RevocationIndex;
import io.bourse.token.Standing;
import io.bourse.user.Passwords;
import io.bourse.user.ReadOnlyPasswords;
import java.util.List;

/**
 * All that decides over some stores: those that are served from, or the same to look at. {@link #grants(Means, Stores,
 * OwnTokens, ForeignTokens)} is the registration list: a new grant is one line there.
 */
record Deciding(OwnTokens ownTokens, ForeignTokens foreignTokens, Grants grants) {

    /** What needs no store, or the same one whatever is asked. */
    record Means(
            String issuer,
            Platform platform,
            JwtVerifier verifier,
            RevocationIndex index,
            RefreshTokens refreshTokens,
            IdentityProviders proofs,
            Passwords passwords,
            AssignedUsers assigned) {

        /** The same for whoever only asks: no password is looked at. */
        Means toLook(Stores stores, IdentityProviders proofsToLook) {
            Passwords assumed = new ReadOnlyPasswords(stores.users(), stores.loginAttempts());
            return new Means(issuer, platform, verifier, index, refreshTokens, proofsToLook, assumed, assigned);
        }
    }

    static Deciding over(Stores stores, Means means) {
        OwnTokens ownTokens = new OwnTokens(
                means.issuer(),
                means.verifier(),
                means.platform().computation,
                means.index(),
                means.platform().follower::isFresh,
                new Standing(stores.clients(), stores.users()),
                means.platform().clock);
        ForeignTokens foreignTokens =
                new ForeignTokens(means.proofs(), stores.users(), ownTokens, stores.singleUse(), means.assigned());
        return new Deciding(ownTokens, foreignTokens, new Grants(grants(means, stores, ownTokens, foreignTokens)));
    }

    /** Every grant of the token endpoint. */
    private static List<Grant> grants(Means means, Stores stores, OwnTokens ownTokens, ForeignTokens foreignTokens) {
        ExchangedLogins exchangedLogins = new ExchangedLogins(stores.exchanges());
        return List.of(
                new PasswordGrant(means.passwords(), means.assigned()),
                new RefreshTokenGrant(
                        means.refreshTokens(), stores.families(), ownTokens, exchangedLogins, means.assigned()),
                new ClientCredentialsGrant(),
                new SignedRequestGrant(means.assigned()),
                new ConvertTokenGrant(stores.providers(), foreignTokens),
                new JwtBearerGrant(stores.providers(), foreignTokens),
                new TokenExchangeGrant(
                        means.issuer(),
                        new ExchangeTokens(
                                means.issuer(),
                                ownTokens,
                                stores.providers(),
                                foreignTokens,
                                new PresentedRefreshTokens(
                                        means.issuer(),
                                        means.refreshTokens(),
                                        stores.families(),
                                        stores.clients(),
                                        ownTokens,
                                        exchangedLogins,
                                        means.assigned())),
                        foreignTokens,
                        stores.exchanges(),
                        means.assigned()));
    }
}
