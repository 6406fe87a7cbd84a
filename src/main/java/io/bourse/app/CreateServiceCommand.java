package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.service.Naming;
import io.bourse.service.ServiceCreation;
import io.bourse.service.ServiceDirectory;
import io.bourse.service.ServiceDraft;
import io.bourse.service.ServiceProfile;
import io.bourse.service.TooManyServicesException;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.util.List;
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
        name = "create-service-with-key",
        mixinStandardHelpOptions = true,
        description = "Make a service of the sso door, and a key by which it proves itself.",
        footer = {
            "",
            "The key is printed once and kept nowhere. Get another with a root key, see create-root-key:",
            "  POST /api/v1/key {\"name\":\"shop 2\",\"service_id\":\"ID\"}",
            "and withdraw the old by DELETE /api/v1/key/KEY_ID.",
            "",
            "The service is a client of the registry like any other, and the lines with + name the entries that are made: the",
            "client, and two exchanges with each service made before, by which either turns the other's refresh tokens into its",
            "own. See and change the entries by the admin API, /admin/clients/ID and /admin/exchanges/sso:FROM:TO, or by bourse",
            "apply. Take an exchange away, or the service with its keys and exchanges:",
            "  bourse remove exchange sso:FROM:TO",
            "  bourse remove service ID",
            "",
            "Examples:",
            "  bourse create-service-with-key shop https://shop.example.com",
            "  bourse create-service-with-key till https://till.example.com --no-exchange"
        })
final class CreateServiceCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "NAME", description = "What people call the service; 1 to 100 characters.")
    private String name;

    @Parameters(index = "1", paramLabel = "URL", description = "Where the service is.")
    private String url;

    @Option(names = "--local-url", paramLabel = "URL", description = "Where its users change their passwords.")
    private @Nullable String localUrl;

    @Option(names = "--no-exchange", description = "Let it exchange no other service's tokens, and no other its.")
    private boolean alone;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(Naming.isName(name), "NAME must have 1 to " + Naming.MAX_NAME + " characters");
        require(Naming.isUrl(url), "URL must be an address, such as https://shop.example.com");
        require(
                localUrl == null || Naming.isUrl(localUrl),
                "--local-url must be an address, such as https://shop.example.com/password");
        Config config = Config.forRegistry(Settings.fromEnvironment());
        try (Workbench bench = Workbench.open(config)) {
            ServiceDirectory directory = bench.services().directory;
            List<ServiceProfile> namesakes = directory.services().named(name).await();
            ServiceCreation made = CommandAudit.record(
                    "create-service-with-key",
                    "make service " + name,
                    create(directory),
                    done -> Optional.of("made service " + done.service().id() + " " + name + " with key "
                            + done.key().key().id()));
            PrintWriter out = spec.commandLine().getOut();
            String id = made.service().id();
            made.changes().forEach(out::println);
            out.println("service " + id + " " + name);
            out.println("key: " + made.key().value().reveal() + " (shown this once)");
            namesakes.forEach(other -> spec.commandLine()
                    .getErr()
                    .println("another service is called " + name + ": " + other.id()
                            + "; if this one was made by mistake:" + " bourse remove service " + id));
        }
        return 0;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private Future<ServiceCreation> create(ServiceDirectory directory) {
        return directory
                .services()
                .createWithKey(new ServiceDraft(name, url, localUrl, true, !alone))
                .recover(failure -> Future.failedFuture(
                        failure instanceof TooManyServicesException tooMany
                                ? new CommandFailure(Main.MISUSED, List.of(tooMany.getMessage()))
                                : failure));
    }
}
