package io.bourse.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.config.Settings;
import io.bourse.entry.Applied;
import io.bourse.entry.EntryProblems;
import io.bourse.entry.ExternalSecrets;
import io.bourse.entry.NewPrincipal;
import io.bourse.entry.PgCatalog;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add-principal",
        mixinStandardHelpOptions = true,
        description = "Register a public key whose owner may ask for tokens by signing requests.",
        footer = {
            "",
            "The owner makes a key pair and gives away the public half alone:",
            "  openssl genrsa -out key.pem 2048",
            "  openssl rsa -in key.pem -pubout -out public.pem",
            "This writes the entry, works out the key's fingerprint and prints the key id, TENANCY/USER/FINGERPRINT, by",
            "which signatures name the key. The client's entry has to list the grant signed_request.",
            "",
            "Run again for the same ID, or without one for the same key, it changes what is given and leaves the rest as",
            "it is. --tenancy and --user-ocid change the key id, by which callers have to name the key from then on, and",
            "so does another key, which also ends what the old one asked for. `bourse remove principal ID` removes it.",
            "Servers take it up at once.",
            "",
            "Examples:",
            "  bourse add-principal --client cloud-tools --user ada --public-key public.pem",
            "  bourse add-principal night-job --client cloud-tools --public-key public.pem --dry-run"
        })
final class AddPrincipalCommand implements Callable<Integer> {

    /** What says each key of the entry. */
    private static final Map<String, String> OPTIONS = Map.of(
            "id", "ID",
            "client", "--client",
            "user", "--user",
            "public_key", "--public-key",
            "key_id", "the key id (--tenancy, --user-ocid)");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "What to call it; if left away the name that the key has, or one made of user or client and"
                    + " fingerprint.")
    private @Nullable String id;

    @Option(names = "--client", required = true, paramLabel = "CLIENT", description = "By whose entry it gets tokens.")
    private String client;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "For whom it speaks, by user name or id; the client itself if left away.")
    private @Nullable String user;

    @Option(
            names = "--public-key",
            required = true,
            paramLabel = "FILE",
            description = "RSA, at least 2048 bits: PEM (BEGIN PUBLIC KEY) or a JWK.")
    private Path publicKey;

    @Option(
            names = "--tenancy",
            paramLabel = "T",
            description = "First part of the key id, such as the tenancy's OCID; the client's id if left away.")
    private @Nullable String tenancy;

    @Option(
            names = "--user-ocid",
            paramLabel = "O",
            description = "Second part of the key id, such as the user's OCID; the user or client if left away.")
    private @Nullable String userOcid;

    @Option(names = "--dry-run", description = "Change nothing; say what would change.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        NewPrincipal principal = new NewPrincipal(id, client, user, key(), tenancy, userOcid);
        Config config = Config.forRegistry(Settings.fromEnvironment());
        try (Workbench bench = Workbench.open(config)) {
            PgCatalog catalog = new PgCatalog(bench.platform().database, bench.platform().changeLog);
            ObjectNode entry = principal.entry(catalog).await();
            Future<Applied> applying = Applying.files(bench.platform(), bench.masterKeys(), ExternalSecrets.NONE)
                    .run("the options", NewPrincipal.file(entry), dryRun);
            String what = " principal " + entry.path("id").asText();
            print(
                    dryRun
                            ? applying.await()
                            : CommandAudit.record("add-principal", "add" + what, applying, done -> done(done, what)),
                    entry.path("key_id").asText());
        } catch (EntryProblems refused) {
            throw new CommandFailure(
                    Main.MISUSED, refused.problems().stream().map(this::told).toList());
        }
        return 0;
    }

    private static Optional<String> done(Applied applied, String what) {
        return applied.changed() ? Optional.of((applied.created() ? "added" : "changed") + what) : Optional.empty();
    }

    /** By the option, for nobody has seen the entry; what was not given is the entry's own. */
    private String told(EntryProblems.Problem problem) {
        String option = OPTIONS.get(problem.key());
        boolean kept = problem.key().equals("user") && user == null;
        return option == null || kept ? problem.text() : option + " " + problem.what();
    }

    private RSAPublicKey key() {
        try {
            return NewPrincipal.key(read(publicKey));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(Main.MISUSED, List.of(publicKey + " " + refused.getMessage()));
        }
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

    private void print(Applied applied, String keyId) {
        PrintWriter out = spec.commandLine().getOut();
        applied.lines().forEach(out::println);
        if (dryRun && applied.changed()) {
            out.println("dry run: nothing was changed");
        }
        out.println("key id: " + keyId);
    }
}
