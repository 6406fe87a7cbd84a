package io.bourse.door.sso;

import io.bourse.audit.AuditLog;
import io.bourse.client.ClientAuthenticator;
import io.bourse.crypto.PasswordStrength;
import io.bourse.grant.TokenPipeline;
import io.bourse.service.AccountRegistry;
import io.bourse.service.KeyValues;
import io.bourse.service.PgAccounts;
import io.bourse.service.PgDeeds;
import io.bourse.service.PgKeys;
import io.bourse.service.PgServices;
import io.bourse.service.ServiceRegistry;
import io.bourse.token.FamilyStore;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;
import io.bourse.user.UserStore;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the doors hand calls to.
 *
 * @param project that of all services and their users
 * @param strength says how strong passwords are
 * @param ids makes ids of keys and deeds
 */
public record SsoMeans(
        String project,
        Tokens tokens,
        Directory directory,
        PasswordStrength strength,
        AuditLog audit,
        InstantSource clock,
        Supplier<UUID> ids) {

    /** Who believes callers, and gives, reads and ends tokens. */
    public record Tokens(
            TokenPipeline pipeline,
            ClientAuthenticator authenticator,
            OwnTokens own,
            RefreshTokens refresh,
            FamilyStore families,
            UserStore users) {}

    /** Services, users and keys, and what was done by them. */
    public record Directory(
            PgKeys keys,
            PgServices services,
            PgAccounts accounts,
            PgDeeds deeds,
            AccountRegistry accountRegistry,
            ServiceRegistry serviceRegistry,
            KeyValues keyValues) {}
}
