package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.db.DatabaseConfig;
import io.bourse.db.Migrations;
import io.bourse.logging.Logging;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Bring the database's schema up to date.",
        footer = {
            "",
            "Needs a role that may change the schema; `serve` does not. Safe to run on many nodes at once and again",
            "and again. An embedded database is migrated whenever it starts."
        })
final class MigrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Config config = Config.forDatabase(Settings.fromEnvironment());
        Logging logging = Logging.start(config.log(), Logging.Target.STDERR);
        try (DatabaseSource source = DatabaseSource.shared(config)) {
            DatabaseConfig database = source.config();
            int changes = Migrations.migrate(database.requireListenAddress());
            spec.commandLine()
                    .getOut()
                    .println(changes == 0 ? "the schema is up to date" : changes + " changes made to the schema");
        } finally {
            logging.close();
        }
        return 0;
    }
}
