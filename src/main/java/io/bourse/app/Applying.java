package io.bourse.app;

import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.crypto.UuidV7;
import io.bourse.entry.Apply;
import io.bourse.entry.EntryFile;
import io.bourse.entry.ExternalSecrets;
import io.bourse.entry.PgRegistry;
import io.bourse.entry.SecretForms;
import io.bourse.provider.ProviderSecrets;

/** Makes what applies texts of entries to a platform's database: for commands, and for the admin API. */
final class Applying {

    private static final int QUEUE = 1_000;

    private Applying() {}

    /** For a file, however many secrets it has: every processor hashes them. */
    static Apply files(Platform platform, MasterKeys masterKeys, ExternalSecrets external) {
        PasswordHasher hasher = new PasswordHasher(
                platform.vertx,
                "bourse-apply",
                Runtime.getRuntime().availableProcessors(),
                QUEUE,
                PasswordCost.DEFAULT,
                platform.random);
        return of(platform, masterKeys, new EntryFile(external), hasher);
    }

    /** For what callers send. */
    static Apply callers(Platform platform, MasterKeys masterKeys, PasswordHasher hasher) {
        return of(platform, masterKeys, EntryFile.ofCallers(), hasher);
    }

    private static Apply of(Platform platform, MasterKeys masterKeys, EntryFile file, PasswordHasher hasher) {
        return new Apply(
                file,
                new PgRegistry(platform.database, platform.changeLog),
                new SecretForms(hasher, new ProviderSecrets(masterKeys), new Secrets(platform.random)),
                new UuidV7(platform.clock, platform.random)::next);
    }
}
