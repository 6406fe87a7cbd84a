package io.bourse.app;

import io.bourse.client.CachedClientStore;
import io.bourse.client.ClientStore;
import io.bourse.client.PgClientStore;
import io.bourse.client.PgSingleUse;
import io.bourse.client.ReadOnlySingleUse;
import io.bourse.client.SingleUse;
import io.bourse.policy.CachedExchangeStore;
import io.bourse.policy.CachedTargetStore;
import io.bourse.policy.ExchangeStore;
import io.bourse.policy.PgExchangeStore;
import io.bourse.policy.PgTargetStore;
import io.bourse.policy.TargetStore;
import io.bourse.principal.CachedPrincipalStore;
import io.bourse.principal.PgPrincipalStore;
import io.bourse.principal.PrincipalStore;
import io.bourse.provider.CachedProviderStore;
import io.bourse.provider.PgProviderStore;
import io.bourse.provider.ProviderStore;
import io.bourse.token.AlarmedFamilyStore;
import io.bourse.token.FamilyStore;
import io.bourse.token.PgFamilyStore;
import io.bourse.token.ReadOnlyFamilyStore;
import io.bourse.token.TokenConfig;
import io.bourse.user.CachedUserStore;
import io.bourse.user.LoginAttempts;
import io.bourse.user.LoginConfig;
import io.bourse.user.PgLoginAttempts;
import io.bourse.user.PgUserStore;
import io.bourse.user.ReadOnlyLoginAttempts;
import io.bourse.user.ReadOnlyUserStore;
import io.bourse.user.UserStore;

/** What is kept in PostgreSQL; what is asked on every request is remembered until the change log says otherwise. */
record Stores(
        ClientStore clients,
        UserStore users,
        ProviderStore providers,
        ExchangeStore exchanges,
        TargetStore targets,
        PrincipalStore principals,
        FamilyStore families,
        SingleUse singleUse,
        LoginAttempts loginAttempts) {

    /** Entries of each kind; about a kilobyte each. */
    private static final long CACHED = 50_000;

    static Stores of(Platform platform, TokenConfig config, LoginConfig logins) {
        CachedClientStore clients =
                new CachedClientStore(new PgClientStore(platform.database), CACHED, platform.follower::isFresh);
        CachedUserStore users = new CachedUserStore(
                new PgUserStore(platform.database, platform.changeLog), CACHED, platform.follower::isFresh);
        CachedProviderStore providers =
                new CachedProviderStore(new PgProviderStore(platform.database), CACHED, platform.follower::isFresh);
        CachedExchangeStore exchanges =
                new CachedExchangeStore(new PgExchangeStore(platform.database), CACHED, platform.follower::isFresh);
        CachedTargetStore targets =
                new CachedTargetStore(new PgTargetStore(platform.database), platform.follower::isFresh);
        CachedPrincipalStore principals =
                new CachedPrincipalStore(new PgPrincipalStore(platform.database), CACHED, platform.follower::isFresh);
        platform.changes.register(clients);
        platform.changes.register(users);
        platform.changes.register(providers);
        platform.changes.register(exchanges);
        platform.changes.register(targets);
        platform.changes.register(principals);
        return new Stores(
                clients,
                users,
                providers,
                exchanges,
                targets,
                principals,
                new AlarmedFamilyStore(new PgFamilyStore(platform.database, platform.changeLog, config.replayWindow())),
                new PgSingleUse(platform.database),
                new PgLoginAttempts(platform.database, logins.attempts(), logins.window()));
    }

    /** The same to look at: nothing is written through it. */
    Stores readOnly() {
        return new Stores(
                clients,
                new ReadOnlyUserStore(users),
                providers,
                exchanges,
                targets,
                principals,
                new ReadOnlyFamilyStore(families),
                new ReadOnlySingleUse(singleUse),
                new ReadOnlyLoginAttempts(loginAttempts));
    }
}
