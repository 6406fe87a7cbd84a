package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.entry.Applied;
import io.bourse.entry.ExternalSecrets;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Make the registry say what a file says: projects, clients, users, providers, exchanges,"
                + " targets, principals.",
        footer = {
            "",
            "All of it or nothing; applying the same file again changes nothing. Entries that the file does not name",
            "are left alone; `enabled: false` switches one off, and `bourse remove` removes one. Servers take changes",
            "up at once.",
            "docs/entries.md describes the file.",
            "",
            "Examples:",
            "  bourse apply -f bourse.yaml --dry-run",
            "  bourse apply -f bourse.yaml"
        })
final class ApplyCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The entry file (YAML or JSON).")
    private Path file;

    @Option(names = "--dry-run", description = "Change nothing; say what would change.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Config config = Config.forRegistry(Settings.fromEnvironment());
        String text = read(file);
        ExternalSecrets external = ExternalSecrets.of(
                Settings::variable,
                Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("")));
        try (Workbench bench = Workbench.open(config)) {
            Future<Applied> applying = Applying.files(bench.platform(), bench.masterKeys(), external)
                    .run(file.toString(), text, dryRun);
            Applied applied = dryRun
                    ? applying.await()
                    : CommandAudit.record(
                            "apply",
                            "apply " + file.getFileName(),
                            applying,
                            done -> done.changed() ? Optional.of("applied " + file.getFileName()) : Optional.empty());
            applied.lines().forEach(spec.commandLine().getOut()::println);
            if (dryRun && applied.changed()) {
                spec.commandLine().getOut().println("dry run: nothing was changed");
            }
        }
        return 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(Main.MISUSED, List.of("there is no file " + file));
        } catch (IOException e) {
            throw new CommandFailure(Main.MISUSED, List.of("cannot read " + file + " as UTF-8 text"));
        }
    }
}
