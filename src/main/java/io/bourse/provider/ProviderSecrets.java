package io.bourse.provider;

import io.bourse.config.Secret;
import io.bourse.crypto.CannotOpenException;
import io.bourse.crypto.MasterKeys;
import java.nio.charset.StandardCharsets;

/** Seals the secrets with which we authenticate at providers, each to the provider that it is for. */
public final class ProviderSecrets {

    private final MasterKeys masterKeys;

    public ProviderSecrets(MasterKeys masterKeys) {
        this.masterKeys = masterKeys;
    }

    public String seal(String providerId, Secret secret) {
        return masterKeys.seal(secret.reveal().getBytes(StandardCharsets.UTF_8), context(providerId));
    }

    /** @throws CannotOpenException if none of the master keys sealed it, or it is another provider's */
    public Secret open(String providerId, String sealed) throws CannotOpenException {
        return new Secret(new String(masterKeys.open(sealed, context(providerId)), StandardCharsets.UTF_8));
    }

    /** Whether it is sealed as {@link #seal} would now, under the newest master key. */
    public boolean isSealedByNewest(String sealed) {
        return masterKeys.isSealedByNewest(sealed);
    }

    private static String context(String providerId) {
        return "provider:" + providerId;
    }
}
