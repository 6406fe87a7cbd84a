package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.ChangeLog;
import io.bourse.crypto.MasterKeys;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.bourse.fakes.Documentation;
import io.bourse.fakes.OpenDatabase;
import io.bourse.provider.ProviderSecrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever copies entries out of the documentation can apply them, once their secrets are where they say. */
class DocumentedEntriesIT {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private PasswordHasher hasher;
    private Apply apply;

    @BeforeEach
    void wire() {
        SecureRandom random = new SecureRandom();
        MasterKeys masterKeys = MasterKeys.parse(MasterKeys.generate(random), random);
        hasher = new PasswordHasher(postgres.vertx(), "passwords", 2, 10, new PasswordCost(8, 1, 1), random);
        apply = new Apply(
                new EntryFile(ExternalSecrets.of(name -> "the secret in " + name, Path.of("."))),
                new PgRegistry(postgres.pool(), new ChangeLog(postgres.pool(), change -> {})),
                new SecretForms(hasher, new ProviderSecrets(masterKeys), new Secrets(random)),
                UUID::randomUUID);
    }

    @AfterEach
    void close() {
        hasher.close().await();
    }

    static Stream<Arguments> files() {
        return Stream.of(
                        "../README.md",
                        "gateway.md",
                        "workload-identity.md",
                        "social-login.md",
                        "coming-from-oracle-identity-domains.md",
                        "coming-from-medplum.md",
                        "coming-from-drf-social-oauth2.md",
                        "coming-from-xoxoday.md")
                .flatMap(page -> Documentation.entryFiles(page).stream().map(text -> Arguments.of(page, text)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everyFileAppliesAndThenChangesNothing(String page, String text) {
        assertThat(apply.run(page, text, false).await().changed()).isTrue();
        assertThat(apply.run(page, text, false).await().changed()).isFalse();
    }
}
