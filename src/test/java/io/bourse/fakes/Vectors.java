package io.bourse.fakes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Public test vectors that are not part of the product. They are looked for in {@code shared/vectors} of this directory
 * and of those above it, or where the system property {@code bourse.vectors} says; a test without them is skipped.
 */
public final class Vectors {

    private static final String PROPERTY = "bourse.vectors";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Vectors() {}

    /** The JSON of a file such as {@code argon2/argon2id.json}; skips the test if the vectors are not there. */
    public static JsonNode json(String file) {
        Path path = directory().resolve(file);
        try {
            return MAPPER.readTree(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory that holds them; skips the test if they are not there. */
    public static Path directory() {
        Optional<Path> directory = find();
        assumeTrue(
                directory.isPresent(),
                "no test vectors: put them into shared/vectors beside the checkout, or set -D" + PROPERTY);
        return directory.get();
    }

    private static Optional<Path> find() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return Optional.of(Path.of(property));
        }
        Path here = Path.of("").toAbsolutePath();
        while (here != null) {
            Path candidate = here.resolve("shared").resolve("vectors");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
            here = here.getParent();
        }
        return Optional.empty();
    }
}
