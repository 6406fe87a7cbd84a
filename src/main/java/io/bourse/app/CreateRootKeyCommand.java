package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.service.CreatedKey;
import io.bourse.service.Naming;
import io.bourse.service.NewKey;
import io.bourse.service.ServiceDirectory;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "create-root-key",
        mixinStandardHelpOptions = true,
        description = "Make a key for operators of the sso door: it opens users, keys, services and audit.",
        footer = {
            "",
            "The key is printed once and kept nowhere. It is no service's key: what is below /auth/ refuses it.",
            "Withdraw it by DELETE /api/v1/key/ID, with any root key.",
            "",
            "Example:",
            "  bourse create-root-key ops"
        })
final class CreateRootKeyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "What people call the key; 1 to 100 characters.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!Naming.isName(name)) {
            throw new ParameterException(spec.commandLine(), "NAME must have 1 to " + Naming.MAX_NAME + " characters");
        }
        Config config = Config.forRegistry(Settings.fromEnvironment());
        try (Workbench bench = Workbench.open(config)) {
            Services services = bench.services();
            CreatedKey made = CommandAudit.record(
                    "create-root-key",
                    "make root key " + name,
                    create(services.directory),
                    done -> Optional.of("made root key " + done.key().id() + " " + name));
            spec.commandLine().getOut().println("root key " + made.key().id() + " " + name);
            spec.commandLine().getOut().println("key: " + made.value().reveal() + " (shown this once)");
        }
        return 0;
    }

    private Future<CreatedKey> create(ServiceDirectory directory) {
        return directory
                .services()
                .createProject()
                .compose(there -> directory.keys().create(NewKey.root(name)))
                .map(key -> key.orElseThrow());
    }
}
