package io.bourse.app;

import io.bourse.crypto.CryptoProvider;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the build, and who would compute signatures here. */
final class Version implements IVersionProvider {

    /** Of this build; {@code development} for one that is not packed. */
    static String build() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "bourse " + build(),
            "java " + Runtime.version(),
            "crypto " + CryptoProvider.select(CryptoProvider.Choice.AUTO).name()
        };
    }
}
