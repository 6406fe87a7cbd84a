package io.bourse.door.sso;

import io.bourse.client.ClientAuthenticator;
import io.bourse.grant.TokenPipeline;
import io.bourse.token.FamilyStore;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;

/** Who believes the holders of keys, and gives and reads their tokens. */
public record SsoTokens(
        TokenPipeline pipeline,
        ClientAuthenticator authenticator,
        OwnTokens own,
        RefreshTokens refresh,
        FamilyStore families) {}
