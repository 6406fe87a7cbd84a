package io.bourse.app;

import io.bourse.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate-keys",
        mixinStandardHelpOptions = true,
        description = "Make a new signing key, published now and signing after BOURSE_KEY_PREPUBLISH.",
        footer = {
            "",
            "Servers rotate by themselves every BOURSE_KEY_ROTATION. The old key stays published until its last",
            "token has ended."
        })
final class RotateKeysCommand implements Callable<Integer> {

    @Option(
            names = "--now",
            description = "Sign with the new key at once. Verifiers that cached the old key set refuse its tokens until"
                    + " they fetch the new one. A key that may be stolen is for `bourse revoke key`.")
    private boolean now;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Config config = Config.forRegistry(Settings.fromEnvironment());
        Duration prepublish = now ? Duration.ZERO : config.keys().prepublish();
        String when = now ? " at once" : "";
        try (Workbench bench = Workbench.open(config)) {
            boolean made = CommandAudit.record(
                    "rotate-keys",
                    "rotate signing keys" + when,
                    Keys.of(bench.platform(), bench.masterKeys(), config.keys())
                            .signingKeys()
                            .rotate(prepublish),
                    done -> done ? Optional.of("rotated signing keys" + when) : Optional.empty());
            spec.commandLine()
                    .getOut()
                    .println(
                            made
                                    ? "a new key is published and signs in " + Settings.text(prepublish)
                                    : "another node has just made a new key");
        }
        return 0;
    }
}
