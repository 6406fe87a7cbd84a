package io.bourse.entry;

import io.bourse.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where entries may have their secrets from, besides the file itself. */
public interface ExternalSecrets {

    /** For entries that come over the network: who sends them must not read our variables and files. */
    ExternalSecrets NONE = new ExternalSecrets() {
        @Override
        public Optional<Secret> variable(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Secret> file(String path) {
            return Optional.empty();
        }
    };

    /** An environment variable; empty if it is not set or blank. */
    Optional<Secret> variable(String name);

    /** A file's text without surrounding space; empty if it cannot be read or is blank. Blocks. */
    Optional<Secret> file(String path);

    /**
     * The variables of an environment, and files.
     *
     * @param environment the value of a variable, null if there is none
     * @param directory what relative paths start from: the entry file's directory
     */
    static ExternalSecrets of(Function<String, @Nullable String> environment, Path directory) {
        return new ExternalSecrets() {
            @Override
            public Optional<Secret> variable(String name) {
                return secret(environment.apply(name));
            }

            @Override
            public Optional<Secret> file(String path) {
                try {
                    return secret(Files.readString(directory.resolve(path), StandardCharsets.UTF_8));
                } catch (IOException | InvalidPathException e) {
                    return Optional.empty();
                }
            }
        };
    }

    private static Optional<Secret> secret(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(Secret::new);
    }
}
