package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.PgNames;
import io.bourse.user.PgLoginAttempts;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "unlock",
        mixinStandardHelpOptions = true,
        description = "Forget the wrong passwords that were tried for a user, who may then log in at once.",
        footer = {
            "",
            "After too many attempts a user is refused until BOURSE_LOGIN_WINDOW is over, also with the right password.",
            "",
            "Example:",
            "  bourse unlock ada"
        })
final class UnlockCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER", description = "User name or id.")
    private String user;

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "The project of the user name, if several have one of this name.")
    private @Nullable String project;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Config config = Config.forDatabase(Settings.fromEnvironment());
        try (Workbench bench = Workbench.open(config)) {
            Platform platform = bench.platform();
            String id = new PgNames(platform.database, new PgCatalog(platform.database, platform.changeLog))
                    .user(user, project)
                    .await();
            PgLoginAttempts attempts = new PgLoginAttempts(
                    platform.database,
                    config.logins().attempts(),
                    config.logins().window());
            CommandAudit.record(
                    "unlock", "unlock user " + id, attempts.succeeded(id), done -> Optional.of("unlocked user " + id));
            spec.commandLine().getOut().println("user " + user + " may log in again");
        }
        return 0;
    }
}
