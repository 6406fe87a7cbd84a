package io.bourse.app;

import io.bourse.admin.ExplanationJson;
import io.bourse.config.Settings;
import io.bourse.grant.Explanation;
import io.bourse.http.Answer;
import io.bourse.http.TokenForm;
import io.bourse.oauth.OAuthError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Say what the token endpoint would answer to a request, and why.",
        footer = {
            "",
            "Runs the real decision against the database and issues, spends, counts and writes nothing. Needs the",
            "settings of a server. The client is named by client_id; a secret or assertion of it is not looked at.",
            "A provider that the decision must ask is asked.",
            "",
            "Exit codes: 0 it would be allowed, 1 it would be refused, 2 wrong use, 3 it cannot be known now.",
            "docs/explain.md tells more.",
            "",
            "Examples:",
            "  bourse explain -f request.txt          the body of a call, as it was posted",
            "  bourse explain --param client_id=gateway \\",
            "    --param grant_type=urn:ietf:params:oauth:grant-type:token-exchange \\",
            "    --param subject_token_type=urn:ietf:params:oauth:token-type:access_token \\",
            "    --subject-token-file token.txt --param audience=https://api.example/stock"
        })
final class ExplainCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The body of the request, application/x-www-form-urlencoded; - reads standard input.")
    private @Nullable Path file;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "One more parameter, as it is, not encoded. Not for secrets: others can read command lines.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--subject-token-file", paramLabel = "FILE", description = "Holds subject_token.")
    private @Nullable Path subjectToken;

    @Option(names = "--actor-token-file", paramLabel = "FILE", description = "Holds actor_token.")
    private @Nullable Path actorToken;

    @Option(names = "--json", description = "Print what POST /admin/explain answers.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RequestBody body = RequestBody.of(file, parameters);
        body.addFile("subject_token", subjectToken);
        body.addFile("actor_token", actorToken);
        body.requireSome();
        Config config = Config.forServer(Settings.fromEnvironment());
        try (Inspection inspection = Inspection.open(config)) {
            Explanation explanation = inspection
                    .application()
                    .explainer()
                    .explain(() -> TokenForm.readUnproved(body.form(), ExplainCommand::nameless))
                    .await();
            print(explanation, spec.commandLine().getOut());
            return exitCode(explanation);
        }
    }

    /** A request that is malformed would be refused: the command was used rightly to find that out. */
    private static int exitCode(Explanation explanation) {
        if (explanation.isAllowed()) {
            return 0;
        }
        return explanation.outcome() instanceof Explanation.Refused refused
                        && refused.error() == OAuthError.TEMPORARILY_UNAVAILABLE
                ? Main.UNKNOWN
                : Main.FAILED;
    }

    private static RuntimeException nameless() {
        return new CommandFailure(Main.MISUSED, List.of("client_id is missing: name the client that would ask"));
    }

    private void print(Explanation explanation, PrintWriter out) {
        if (json) {
            out.println(Answer.json(200, generator -> ExplanationJson.write(generator, explanation))
                    .body());
        } else {
            ExplanationText.of(explanation).lines().forEach(out::println);
        }
        out.flush();
    }
}
