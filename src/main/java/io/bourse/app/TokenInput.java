package io.bourse.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where a command reads a token from. Never the argument list: that shows in process lists and shell histories. */
final class TokenInput {

    private static final String STANDARD_INPUT = "-";

    /** Longer than any token; enough to see that it is too long. */
    private static final int MAX_BYTES = 32 * 1024;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the token from this file.")
    private @Nullable Path file;

    @Parameters(arity = "0..1", paramLabel = "SOURCE", description = "- to read the token from standard input.")
    private @Nullable String source;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The token, without surrounding white space. */
    String read() {
        if ((file == null) == (source == null)) {
            throw misuse("say where the token is: - for standard input, or --file FILE");
        }
        if (file == null && !STANDARD_INPUT.equals(source)) {
            throw misuse("a token does not belong into the argument list, which others can read:"
                    + " give - and write it to standard input, or --file FILE");
        }
        try (InputStream input = file == null ? System.in : Files.newInputStream(file)) {
            return new String(input.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CommandFailure(Main.MISUSED, List.of("cannot read " + (file == null ? "standard input" : file)));
        }
    }

    private ParameterException misuse(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
