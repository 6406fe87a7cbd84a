package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.entry.PgCatalog;
import io.bourse.entry.Removal;
import io.bourse.service.PgServices;
import io.bourse.service.ServiceRemoval;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = "Remove an entry, and end what came from it.",
        footer = {
            "",
            "All tokens and logins of the client or user end, and those that the provider, exchange or principal made. An",
            "entry that others name is not removed. A service is a client that goes with its keys and with the exchanges that",
            "create-service-with-key made for it. `enabled: false` in a file of entries switches one off instead. Servers take",
            "it up at once.",
            "",
            "Examples:",
            "  bourse remove client reports --dry-run",
            "  bourse remove user ada --project shop",
            "  bourse remove service 01991c3e-5a4c-7d1f-b7c8-2f8f3a6e9d10"
        })
final class RemoveCommand implements Callable<Integer> {

    /** A client in the registry, which has more to it. */
    private static final String SERVICE = "service";

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "What to remove: project, client, user, provider, exchange, target, principal or service.")
    private String kind;

    @Parameters(index = "1", paramLabel = "ID", description = "Its id; of a user the id or the user name.")
    private String id;

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "Where the user is, if several projects have one of that name.")
    private @Nullable String project;

    @Option(names = "--dry-run", description = "Change nothing; say what would be removed.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String section = section();
        if (project != null && !PgCatalog.areUsers(section)) {
            throw new ParameterException(
                    spec.commandLine(), "--project tells users of one name apart; a " + kind + " has an id of its own");
        }
        Config config = Config.forDatabase(Settings.fromEnvironment());
        try (Workbench bench = Workbench.open(config)) {
            PgCatalog catalog = new PgCatalog(bench.platform().database, bench.platform().changeLog);
            String found = id(catalog, section);
            ServiceRemoval services = services(bench, catalog);
            Future<Removal.Removed> removal = (kind.equals(SERVICE)
                            ? services.remove(found, dryRun)
                            : catalog.remove(section, found, dryRun))
                    .compose(outcome -> removed(outcome, services));
            String what = kind + " " + found;
            print(
                    dryRun
                            ? removal.await()
                            : CommandAudit.record(
                                    "remove", "remove " + what, removal, done -> Optional.of("removed " + what)));
        }
        return 0;
    }

    private static ServiceRemoval services(Workbench bench, PgCatalog catalog) {
        String in = bench.config().services().project();
        return new ServiceRemoval(catalog, new PgServices(bench.platform().database, in));
    }

    private String section() {
        return kind.equals(SERVICE)
                ? "clients"
                : PgCatalog.section(kind)
                        .orElseThrow(() -> new CommandFailure(
                                Main.MISUSED,
                                List.of("there is no kind " + kind + ": known are "
                                        + String.join(", ", PgCatalog.called()) + ", " + SERVICE)));
    }

    private String id(PgCatalog catalog, String section) {
        if (!PgCatalog.areUsers(section) || PgCatalog.isId(section, id)) {
            return id;
        }
        Map<String, String> projects = catalog.usersNamed(id, project).await();
        if (projects.size() > 1) {
            throw new CommandFailure(
                    Main.MISUSED,
                    List.of("several projects have a user " + id + ": " + String.join(", ", projects.values())
                            + "; say which by --project"));
        }
        return projects.keySet().stream().findFirst().orElseThrow(() -> unknown(List.of()));
    }

    private Future<Removal.Removed> removed(Removal removal, ServiceRemoval services) {
        if (removal instanceof Removal.Removed removed) {
            return Future.succeededFuture(removed);
        }
        if (removal instanceof Removal.Needed needed) {
            return services.isService(id).map(service -> {
                throw needed(needed, service);
            });
        }
        return (kind.equals(SERVICE) ? services.called(id) : Future.succeededFuture(List.<String>of()))
                .map(candidates -> {
                    throw unknown(candidates);
                });
    }

    /** @param service whether it is one, whichever kind was said */
    private CommandFailure needed(Removal.Needed needed, boolean service) {
        List<String> lines = new ArrayList<>();
        lines.add(kind + " " + id + " is named by others; remove or change these first:");
        needed.by().forEach(line -> lines.add("  " + line));
        if (service && !kind.equals(SERVICE)) {
            lines.add("it is a service, which goes with its exchanges by: bourse remove service " + id);
        }
        return new CommandFailure(Main.FAILED, lines);
    }

    private void print(Removal.Removed removed) {
        spec.commandLine().getOut().println(removed.line());
        if (dryRun) {
            spec.commandLine().getOut().println("dry run: nothing was changed");
        }
    }

    /** @param candidates ids of what is called so */
    private CommandFailure unknown(List<String> candidates) {
        String meant = candidates.isEmpty() ? "" : "; called so: " + String.join(", ", candidates);
        return new CommandFailure(Main.MISUSED, List.of("there is no " + kind + " " + id + meant));
    }
}
