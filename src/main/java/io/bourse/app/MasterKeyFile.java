package io.bourse.app;

import io.bourse.config.ConfigException;
import io.bourse.config.Secret;
import io.bourse.crypto.MasterKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/** The master keys: configured, or, beside an embedded database, made once and kept in a file of the data directory. */
final class MasterKeyFile {

    private static final String NAME = "master.key";

    private MasterKeyFile() {}

    static MasterKeys of(Config config, SecureRandom random) {
        Secret text = config.crypto().masterKey().orElseGet(() -> readOrMake(config.dataDir(), random));
        try {
            return MasterKeys.parse(text, random);
        } catch (IllegalArgumentException damaged) {
            throw new ConfigException(
                    List.of("the master key in " + config.dataDir().resolve(NAME) + " " + damaged.getMessage()
                            + "; restore it, or remove the directory to begin anew"));
        }
    }

    private static Secret readOrMake(Path directory, SecureRandom random) {
        Path file = directory.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                Path fresh = Files.createTempFile(
                        directory,
                        NAME,
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(fresh, MasterKeys.generate(random).reveal() + "\n");
                Files.move(fresh, file);
            }
            return new Secret(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException(List.of("the master key in " + file + " cannot be read or made; set"
                    + " BOURSE_DATA_DIR to a directory that can be written"));
        }
    }
}
