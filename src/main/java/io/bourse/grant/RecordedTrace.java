package io.bourse.grant;

import io.bourse.grant.Explanation.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a decision saw, fit to be shown, whatever a token says. What is looked at twice stands there once.
 * Belongs to one decision.
 */
final class RecordedTrace implements Trace {

    private final List<Line> lines = new ArrayList<>();
    private Step step = Step.REQUEST;
    private @Nullable String remedy;

    @Override
    public void hear(Step at, Supplier<String> seen) {
        at(at);
        write(new Line(at, true, Printable.of(seen.get())));
    }

    @Override
    public void miss(Step at, Supplier<String> seen) {
        at(at);
        write(new Line(at, false, Printable.of(seen.get())));
    }

    /** What would mend one step does not mend another. */
    @Override
    public void at(Step next) {
        if (step != next) {
            remedy = null;
        }
        step = next;
    }

    @Override
    public void advise(Supplier<String> text) {
        remedy = Printable.of(text.get());
    }

    private void write(Line line) {
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    /** The step that the decision has come to. */
    Step step() {
        return step;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    @Nullable
    String remedy() {
        return remedy;
    }
}
