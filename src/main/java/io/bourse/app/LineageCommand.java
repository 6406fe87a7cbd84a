package io.bourse.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bourse.config.Settings;
import io.bourse.token.LineageReport;
import io.bourse.token.LineageReport.Ancestor;
import io.bourse.token.LineageReport.Cause;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "lineage",
        mixinStandardHelpOptions = true,
        description = "Tell what a token of ours came from, and whether it lives, or why not.",
        footer = {
            "",
            "Takes access tokens, other JWTs of ours and refresh tokens. Exit code 0: it lives; 1: it is dead, or not",
            "ours; 2: wrong use; 3: it cannot be known now. Each line of the ancestry can be revoked, and that would end",
            "the token: see `bourse revoke --help`. Needs the settings of a server, BOURSE_ISSUER and the master key",
            "among them.",
            "",
            "Examples:",
            "  bourse lineage - < token.txt",
            "  bourse lineage --file token.txt --json"
        })
final class LineageCommand implements Callable<Integer> {

    @Mixin
    private TokenInput token;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String text = token.read();
        Config config = Config.forServer(Settings.fromEnvironment());
        try (Inspection inspection = Inspection.open(config)) {
            LineageReport report =
                    inspection.application().reports().report(text).await();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(json(report));
            } else {
                print(report, out);
                if (report.kind() == LineageReport.Kind.UNKNOWN) {
                    out.println("  tokens are compared with the issuer " + config.issuer()
                            + "; if the server has another, set BOURSE_ISSUER or BOURSE_PORT as there");
                }
            }
            return report.alive() ? 0 : Main.FAILED;
        }
    }

    private static String json(LineageReport report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            report.writeTo(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void print(LineageReport report, PrintWriter out) {
        String id = report.id() == null ? "" : " " + report.id();
        out.println(report.kind().words() + id + ": " + (report.alive() ? "alive" : "dead"));
        for (Cause cause : report.causes()) {
            out.println("  " + cause.text());
        }
        print(out, "subject", report.subject());
        print(out, "client", report.client());
        print(out, "issued", report.issuedAt());
        print(out, "expires", report.expiresAt());
        if (!report.ancestors().isEmpty()) {
            out.println("came from, the newest first:");
        }
        for (Ancestor ancestor : report.ancestors()) {
            if (ancestor.role().equals("token") && ancestor.id().equals(report.id())) {
                continue;
            }
            String at = ancestor.at() == null ? "" : ancestor.at().toString();
            out.printf("  %-24s  %-13s  %s%n", at, ancestor.role(), ancestor.id());
        }
    }

    private static void print(PrintWriter out, String name, @Nullable Object value) {
        if (value != null) {
            out.printf("  %-7s  %s%n", name, value);
        }
    }
}
