package io.bourse.crypto;

import io.bourse.config.Secret;
import io.bourse.config.Settings;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * @param provider who computes signatures
 * @param masterKey seals signing keys and tags refresh tokens; see {@link MasterKeys}
 * @param passwordThreads how many passwords are hashed at once
 * @param passwordQueue how many more may wait; beyond that the answer is 503 at once
 */
public record CryptoConfig(
        CryptoProvider.Choice provider, Optional<Secret> masterKey, int passwordThreads, int passwordQueue) {

    private static final String MASTER_KEY = "BOURSE_MASTER_KEY";

    public static CryptoConfig from(Settings settings) {
        int threads = settings.integer(
                "BOURSE_PASSWORD_THREADS", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 1, 64);
        Optional<Secret> masterKey = settings.secret(MASTER_KEY);
        masterKey.ifPresent(key -> check(settings, key));
        return new CryptoConfig(
                settings.choice("BOURSE_CRYPTO", CryptoProvider.Choice.AUTO),
                masterKey,
                threads,
                settings.integer("BOURSE_PASSWORD_QUEUE", 32 * threads, 1, 10_000));
    }

    private static void check(Settings settings, Secret key) {
        try {
            MasterKeys.parse(key, new SecureRandom());
        } catch (IllegalArgumentException bad) {
            settings.problem(MASTER_KEY, String.valueOf(bad.getMessage()));
        }
    }
}
