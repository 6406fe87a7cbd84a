package io.bourse.app;

import io.bourse.grant.Explanation;
import io.bourse.grant.Explanation.Allowed;
import io.bourse.grant.Explanation.Line;
import io.bourse.grant.Explanation.Refused;
import io.bourse.grant.Printable;
import io.bourse.oauth.Actor;
import io.bourse.token.Authorization;
import io.bourse.token.RefreshPlan;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** An explanation for people: a line for each comparison, then the answer. */
record ExplanationText(List<String> lines) {

    private static final String COLUMNS = "%s %-12s%s";

    static ExplanationText of(Explanation explanation) {
        boolean marks = Charset.forName(System.getProperty(
                        "stdout.encoding", Charset.defaultCharset().name()))
                .newEncoder()
                .canEncode("\u2713\u2717");
        List<String> lines = new ArrayList<>();
        for (Line line : explanation.lines()) {
            String mark = line.passed() ? marks ? "\u2713" : "+" : marks ? "\u2717" : "x";
            lines.add(COLUMNS.formatted(mark, name(line.step()), line.seen()));
        }
        lines.add("");
        lines.addAll(
                explanation.outcome() instanceof Refused refused
                        ? refusal(refused)
                        : issue((Allowed) explanation.outcome()));
        return new ExplanationText(List.copyOf(lines));
    }

    private static List<String> refusal(Refused refused) {
        List<String> lines = new ArrayList<>();
        lines.add("refused: " + refused.error().code() + ", at the step " + name(refused.step()));
        lines.add(row("told", refused.description()));
        lines.add(row("why", refused.detail()));
        if (refused.remedy() != null) {
            lines.add(row("remedy", "if it should be allowed: " + refused.remedy()));
        }
        return lines;
    }

    private static List<String> issue(Allowed allowed) {
        Authorization authorization = allowed.authorization();
        boolean refresh = !(authorization.refresh() instanceof RefreshPlan.None);
        List<String> lines = new ArrayList<>();
        lines.add("allowed: by " + Printable.of(authorization.rule()));
        lines.add(row("subject", authorization.subject().toString()));
        addSome(
                lines,
                "actors",
                authorization.identity().actors().stream().map(Actor::toString).toList());
        addSome(lines, "scopes", authorization.scopes().tokens());
        addSome(lines, "audiences", authorization.audiences());
        lines.add(row("ends", "at " + allowed.expiresAt() + ", if it were issued now"));
        lines.add(row("refresh", refresh ? "a refresh token goes with it" : "no refresh token"));
        addSome(lines, "made from", authorization.ancestors());
        return lines;
    }

    private static void addSome(List<String> lines, String name, Collection<String> texts) {
        if (!texts.isEmpty()) {
            lines.add(row(name, String.join(" ", texts)));
        }
    }

    private static String row(String name, String text) {
        return COLUMNS.formatted(" ", name, Printable.of(text));
    }

    private static String name(Enum<?> step) {
        return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
