package io.bourse.app;

import io.bourse.app.demo.DemoIdentityProvider;
import io.bourse.app.demo.DemoPrincipal;
import io.bourse.config.Secret;
import io.bourse.config.Settings;
import io.bourse.entry.Apply;
import io.bourse.entry.ExternalSecrets;
import io.bourse.logging.Logging;
import io.bourse.user.PgUserStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run the service with demo entries on an embedded PostgreSQL, and print calls to try.",
        footer = {
            "",
            "Needs nothing: no Docker, no database. Keeps its data in demo below BOURSE_DATA_DIR (.bourse/demo), apart",
            "from that of `bourse serve`; remove it to begin anew, and set BOURSE_DATA_DIR=.bourse/demo for other",
            "commands to find it. Listens on this machine only: port 8080 (BOURSE_PORT), management 9090",
            "(BOURSE_MANAGEMENT_PORT), and a demo identity provider on 8089 (BOURSE_DEMO_IDP_PORT).",
            "Calls are printed to the output, the log goes to the error output. Ctrl-C stops it."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String ENTRIES = "/demo/bourse.yaml";
    private static final String PLACEHOLDER = "http://localhost:8089";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Config config = Config.forDemo(Settings.fromEnvironment());
        Logging logging = Logging.start(config.log(), Logging.Target.STDERR);
        RunningServer.requireFreePorts(config.http().host(), ports(config));
        RunningServer server = new RunningServer(config, logging::dropped);
        Stopping.onSignal(server, logging);
        server.start();
        server.awaitReady();
        Platform platform = server.platform();
        DemoIdentityProvider idp = new DemoIdentityProvider(platform.vertx, config.demoIdpPort(), platform.clock);
        idp.start().await();
        DemoPrincipal principal = DemoPrincipal.in(config.dataDir());
        Apply applying = Applying.files(platform, MasterKeyFile.of(config, platform.random), ExternalSecrets.NONE);
        applying.run("demo entries", entries(idp), false).await();
        applying.run("demo entries of who signs", principal.entries(), false).await();
        DemoLines lines = new DemoLines(config.issuer());
        new DemoCalls(lines, config.http().managementPort(), adminKey(config), idp).show();
        new DemoDoorCalls(lines, config.doors(), idp, principal, services(config, platform)).show();
        print(config, lines, spec.commandLine().getOut());
        new CountDownLatch(1).await();
        return 0;
    }

    private static DemoServices.DemoKeys services(Config config, Platform platform) {
        Services services = new Services(
                platform,
                MasterKeyFile.of(config, platform.random),
                new PgUserStore(platform.database, platform.changeLog),
                config.services());
        return new DemoServices(services.directory)
                .make()
                .eventually(services::close)
                .await();
    }

    /** Whoever has set a key of their own does not want to read it. */
    private static String adminKey(Config config) {
        return config.admin()
                .key()
                .filter(key -> config.admin().isGenerated())
                .map(Secret::reveal)
                .orElse("$BOURSE_ADMIN_KEY");
    }

    private static Map<String, Integer> ports(Config config) {
        return new TreeMap<>(Map.of(
                "BOURSE_PORT", config.http().port(),
                "BOURSE_MANAGEMENT_PORT", config.http().managementPort(),
                "BOURSE_DEMO_IDP_PORT", config.demoIdpPort()));
    }

    /** The demo's entries, with the address at which its identity provider really is. */
    static String entries(DemoIdentityProvider idp) {
        try (InputStream stream = DemoCommand.class.getResourceAsStream(ENTRIES)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .replace(PLACEHOLDER, idp.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(Config config, DemoLines lines, PrintWriter out) {
        double seconds = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0;
        out.printf("Bourse is ready after %.1f s: try it.%n%n", seconds);
        lines.all().forEach(out::println);
        out.println();
        if (config.doors().isOpen("docs")) {
            out.println("Every call of every door, to read and to try out: " + config.issuer() + "/docs");
        }
        out.println("Other commands work on the demo with BOURSE_DATA_DIR=" + config.dataDir());
        out.println("Stop with Ctrl-C.");
        out.flush();
    }
}
