package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.db.Migrations;
import io.bourse.revocation.NamedRevocations;
import io.bourse.revocation.NamedRevocations.Kind;
import io.bourse.revocation.NamedRevocations.Named;
import io.bourse.revocation.RevokeCommand;
import io.bourse.token.LineageReport;
import io.bourse.token.PgFamilyStore;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "KIND",
        description = "End all that came from something: tokens, logins, and whatever was exchanged from them.",
        footer = {
            "",
            "Works on the database; servers follow within 2 s, mostly at once. Whoever was revoked may begin anew: to",
            "switch an entry off, apply it with `enabled: false`, which revokes too. docs/revocation.md tells more.",
            "",
            "Exit codes: 0 done; 1 not done; 2 wrong use, or no such name; 3 not known, so do it again.",
            "",
            "Examples:",
            "  bourse revoke token - < token.txt",
            "  bourse revoke user ada --dry-run",
            "  bourse revoke user ada --project shop",
            "  bourse revoke user 'k8s|system:serviceaccount:shop:orders'",
            "  bourse revoke user-at-client ada shop",
            "  bourse revoke provider google",
            "  bourse revoke key 0kVb9wQ0mLkZc0ZL4gV2n0sG7uYt5rEw3qPo8iMn1bA"
        })
final class RevocationCommand implements Runnable {

    private static final String PROJECT = "The project of the user name, if several have one of this name.";

    @Option(names = "--dry-run", scope = ScopeType.INHERIT, description = "Change nothing; say what would end.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to revoke: token, user, client and so on");
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description =
                    "A token of ours: an access token with all exchanged from it; of a refresh token the whole login.",
            footer = {"", "Needs BOURSE_ISSUER, as servers do.", "", "Example:", "  bourse revoke token - < token.txt"})
    void token(@Mixin TokenInput token) {
        String text = token.read();
        Config config = Config.forServer(Settings.fromEnvironment());
        try (Inspection inspection = Inspection.open(config)) {
            Application application = inspection.application();
            LineageReport report = application.reports().report(text).await();
            work(application.revoking(), NamedRevocations.commandOf(report));
        }
    }

    @Command(
            name = "family",
            mixinStandardHelpOptions = true,
            description = "A login: its refresh token, its access tokens and all exchanged from them.")
    void family(@Parameters(paramLabel = "ID", description = "The sid of its access tokens.") String id) {
        revoke(Kind.FAMILY, id, null, null);
    }

    @Command(
            name = "user",
            mixinStandardHelpOptions = true,
            description = "All logins of a user or workload so far, and all done in its name or by it for others.")
    void user(
            @Parameters(paramLabel = "USER", description = "User name, id, or provider|name of a workload.")
                    String user,
            @Option(names = "--project", paramLabel = "PROJECT", description = PROJECT) @Nullable String project) {
        revoke(Kind.USER, user, null, project);
    }

    @Command(
            name = "client",
            mixinStandardHelpOptions = true,
            description = "All that a client was given or exchanged so far. It may go on working.")
    void client(@Parameters(paramLabel = "CLIENT", description = "Its id.") String client) {
        revoke(Kind.CLIENT, client, null, null);
    }

    @Command(
            name = "user-at-client",
            mixinStandardHelpOptions = true,
            description = "All that one client was given for one user so far.")
    void userAtClient(
            @Parameters(paramLabel = "USER", description = "User name, id, or provider|name of a workload.")
                    String user,
            @Parameters(paramLabel = "CLIENT", description = "Its id.") String client,
            @Option(names = "--project", paramLabel = "PROJECT", description = PROJECT) @Nullable String project) {
        revoke(Kind.USER_AT_CLIENT, user, client, project);
    }

    @Command(
            name = "provider",
            mixinStandardHelpOptions = true,
            description = "All that a provider proved so far. It may go on vouching.")
    void provider(@Parameters(paramLabel = "PROVIDER", description = "Its id.") String provider) {
        revoke(Kind.PROVIDER, provider, null, null);
    }

    @Command(
            name = "exchange",
            mixinStandardHelpOptions = true,
            description = "All that an exchange entry allowed so far. It may go on allowing, also for older logins.")
    void exchange(@Parameters(paramLabel = "EXCHANGE", description = "Its id.") String exchange) {
        revoke(Kind.EXCHANGE, exchange, null, null);
    }

    @Command(
            name = "principal",
            mixinStandardHelpOptions = true,
            description = "All that a principal's signatures asked for so far. It may go on signing.")
    void principal(@Parameters(paramLabel = "PRINCIPAL", description = "Its id.") String principal) {
        revoke(Kind.PRINCIPAL, principal, null, null);
    }

    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = "A signing key and all that it ever signed. Another signs at once.",
            footer = {
                "",
                "For a key that may be stolen: every access token of its time ends now. Refresh tokens live on, as no",
                "key signed them, unless they came from an exchanged token. To replace a key without loss use",
                "`bourse rotate-keys`."
            })
    void key(@Parameters(paramLabel = "KID", description = "Its kid in the JWK set.") String kid) {
        revoke(Kind.KEY, kid, null, null);
    }

    @Command(
            name = "foreign-token",
            mixinStandardHelpOptions = true,
            description = "A token that a provider issued: it is believed no more, and what was made of it ends.")
    void foreignToken(
            @Parameters(paramLabel = "ID", description = "As `bourse lineage` or the audit tells it.") String id) {
        revoke(Kind.FOREIGN_TOKEN, id, null, null);
    }

    private void revoke(Kind kind, String id, @Nullable String client, @Nullable String project) {
        Config config = Config.forRegistry(Settings.fromEnvironment());
        try (Workbench bench = Workbench.open(config)) {
            Platform platform = bench.platform();
            Migrations.verify(platform.database).await();
            Revoking revoking = Revoking.of(
                    platform,
                    new PgFamilyStore(
                            platform.database,
                            platform.changeLog,
                            config.tokens().replayWindow()),
                    Keys.of(platform, bench.masterKeys(), config.keys()).signingKeys());
            RevokeCommand command = revoking.named()
                    .command(new Named(kind, id, client, project))
                    .await();
            work(revoking, command);
        }
    }

    private void work(Revoking revoking, RevokeCommand command) {
        PrintWriter out = spec.commandLine().getOut();
        revoking.named()
                .doubt(command)
                .await()
                .ifPresent(doubt -> spec.commandLine().getErr().println("bourse: warning: " + doubt));
        if (dryRun) {
            long families = revoking.liveFamilies().endedBy(command).await();
            out.println("would end " + command.described() + ": at most " + families
                    + (families == 1 ? " live login" : " live logins")
                    + " with refresh tokens, and access tokens, which nobody counts");
            out.println("dry run: nothing was changed");
        } else {
            CommandAudit.record("revoke", command::namedIn, revoking.revoker().carryOut(command));
            out.println("revoked " + command.described());
        }
    }
}
