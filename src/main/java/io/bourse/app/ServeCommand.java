package io.bourse.app;

import io.bourse.app.demo.DemoPrincipal;
import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import io.bourse.logging.Logging;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Run the service.",
        footer = {
            "",
            "Uses BOURSE_DATABASE_URL, on which `bourse migrate` has been run; without it, an embedded",
            "PostgreSQL in BOURSE_DATA_DIR. Starts without its database and waits for it.",
            "Stops on SIGTERM: not ready at once, serving for BOURSE_DRAIN, then finishing what is in flight.",
            "",
            "Example:",
            "  BOURSE_DATABASE_URL=postgresql://bourse@db.example.com/bourse?sslmode=verify-full \\",
            "  BOURSE_DATABASE_PASSWORD_FILE=/run/secrets/db BOURSE_MASTER_KEY_FILE=/run/secrets/master \\",
            "  BOURSE_ISSUER=https://tokens.example.com bourse serve"
        })
final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() throws InterruptedException {
        Config config = Config.forServer(Settings.fromEnvironment());
        if (config.database().isEmbedded() && DemoPrincipal.isIn(config.dataDir())) {
            throw new ConfigException(List.of("BOURSE_DATA_DIR: " + config.dataDir()
                    + " has the data of the demo, whose secrets are published; choose another directory"));
        }
        Logging logging = Logging.start(config.log(), Logging.Target.STDOUT);
        Logger log = LoggerFactory.getLogger(ServeCommand.class);
        if (config.database().isEmbedded()) {
            log.info("BOURSE_DATABASE_URL is not set: using the embedded PostgreSQL in {}", config.dataDir());
        }
        RunningServer server = new RunningServer(config, logging::dropped);
        Stopping.onSignal(server, logging);
        server.start();
        log.info(
                "listening on port {}, management on {}",
                config.http().port(),
                config.http().managementPort());
        try {
            server.awaitReady();
        } catch (RuntimeException unusable) {
            server.close();
            throw unusable;
        }
        log.info("ready: {}", config.issuer());
        new CountDownLatch(1).await();
        return 0;
    }
}
