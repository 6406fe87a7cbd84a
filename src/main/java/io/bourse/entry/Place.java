package io.bourse.entry;

import java.util.Map;

/**
 * Where an entry stands in its file.
 *
 * @param label how problems name it, such as {@code client demo}
 * @param line where it begins, from 1
 * @param lines the line of each of its keys
 */
record Place(String label, int line, Map<String, Integer> lines) {

    Place {
        lines = Map.copyOf(lines);
    }

    void problem(Problems problems, String key, String text) {
        problems.note(lines.getOrDefault(key, line), label, key, text);
    }
}
