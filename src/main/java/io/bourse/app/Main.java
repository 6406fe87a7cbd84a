package io.bourse.app;

import io.bourse.config.ConfigException;
import io.bourse.db.StoreException;
import io.bourse.entry.EntryProblems;
import io.bourse.entry.UnknownNameException;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import java.io.PrintWriter;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 done, alive or allowed; 1 not done, dead or refused; 2 wrong use, wrong configuration or
 * an unknown name; 3 it cannot be known now, as the database is down or did not answer in time.
 */
@Command(
        name = "bourse",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Exchanges proofs of identity for short-lived, audience-bound tokens.",
        footer = {
            "",
            "Settings are BOURSE_* environment variables; the README has the table.",
            "First steps:  bourse demo",
            "",
            "Exit codes: 0 done, alive or allowed; 1 not done, dead or refused; 2 wrong use or an unknown name; 3 it cannot",
            "be known now: the database does not answer."
        },
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            MigrateCommand.class,
            ApplyCommand.class,
            AddPrincipalCommand.class,
            RemoveCommand.class,
            ExplainCommand.class,
            RotateKeysCommand.class,
            RevocationCommand.class,
            LineageCommand.class,
            UnlockCommand.class,
            CreateRootKeyCommand.class,
            CreateServiceCommand.class,
            CompletionCommand.class
        })
public final class Main implements Runnable {

    private static final int HELP_WIDTH = 120;

    static final int FAILED = 1;
    static final int MISUSED = 2;
    static final int UNKNOWN = 3;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** One line a problem; a stack trace only for what is a defect of ours. */
    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof ConfigException config) {
            config.problems().forEach(problem -> err.println("bourse: " + problem));
            return MISUSED;
        }
        if (failure instanceof EntryProblems problems) {
            problems.lines().forEach(err::println);
            return MISUSED;
        }
        if (failure instanceof UnknownNameException unknown) {
            err.println("bourse: " + unknown.getMessage());
            return MISUSED;
        }
        if (failure instanceof OAuthException refusal) {
            err.println("bourse: " + refusal.getMessage());
            return exitCode(refusal.error());
        }
        if (failure instanceof StoreException store) {
            String silent = store.sqlState().isEmpty() ? "the database does not answer: " : "";
            err.println("bourse: " + silent + store.getMessage());
            return UNKNOWN;
        }
        if (failure instanceof TimeoutException) {
            err.println("bourse: the database did not answer in time");
            return UNKNOWN;
        }
        if (failure instanceof CommandFailure known) {
            known.lines().forEach(line -> err.println("bourse: " + line));
            return known.exitCode();
        }
        failure.printStackTrace(err);
        return FAILED;
    }

    /** What a refusal means to whoever runs a command. */
    static int exitCode(OAuthError error) {
        return switch (error) {
            case INVALID_REQUEST -> MISUSED;
            case TEMPORARILY_UNAVAILABLE -> UNKNOWN;
            default -> FAILED;
        };
    }
}
