package io.bourse.entry;

import java.util.List;

/**
 * What applying a file did, or would do.
 *
 * @param lines for people, to be printed once: they may hold secrets that were generated and are kept nowhere
 * @param changed whether anything was different from what is registered
 */
public record Applied(List<String> lines, boolean changed) {

    public Applied {
        lines = List.copyOf(lines);
    }

    @Override
    public String toString() {
        return "Applied[changed=" + changed + "]";
    }
}
