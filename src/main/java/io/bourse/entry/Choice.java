package io.bourse.entry;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A field that names one of an enum's constants, in lower case. */
final class Choice {

    private Choice() {}

    /** The constant; the fallback if the key is absent, or its value was refused, which is noted. */
    static <E extends Enum<E>> E of(EntryFields fields, String key, E fallback) {
        Optional<String> value = fields.text(key);
        E[] constants = fallback.getDeclaringClass().getEnumConstants();
        for (E constant : constants) {
            if (value.isPresent() && name(constant).equals(value.get())) {
                return constant;
            }
        }
        if (value.isPresent()) {
            fields.problem(
                    key,
                    "must be one of " + Stream.of(constants).map(Choice::name).collect(Collectors.joining(", ")));
        }
        return fallback;
    }

    /** As the file names it. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
