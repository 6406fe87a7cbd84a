package io.bourse.http;

/** How a dialect says that something went wrong. */
@FunctionalInterface
public interface ErrorShape {

    /**
     * Renders a problem. Need not set headers: those that the problem carries are added to the answer. May choose another
     * status than the problem's where the dialect has its own. Must not throw.
     */
    Answer answer(Problem problem);
}
