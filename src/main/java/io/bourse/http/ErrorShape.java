package io.bourse.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a dialect says that something went wrong. */
@FunctionalInterface
public interface ErrorShape {

    /**
     * Renders a problem. Need not set headers: those that the problem carries are added to the answer. May choose another
     * status than the problem's where the dialect has its own. Must not throw.
     */
    Answer answer(Problem problem);

    /**
     * The answer to a failure that only this dialect knows; empty for all others.
     *
     * @param decisionId of the decision that it is; null if nothing was decided
     */
    default Optional<Answer> ofOwn(Throwable failure, @Nullable String decisionId) {
        return Optional.empty();
    }
}
