package io.bourse.app;

import io.bourse.config.Settings;
import io.bourse.door.xoxoday.XoxodayConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which doors are open, and where.
 *
 * @param open by their names
 */
record DoorsConfig(Set<String> open, XoxodayConfig xoxoday) {

    /** All that there are. */
    static final List<String> NAMES = List.of("oauth", "sso", "drf", "oracle", "medplum", "xoxoday", "docs");

    private static final String DOORS = "BOURSE_DOORS";

    /** Its keys verify the tokens of every door, and its addresses stand in the metadata. */
    private static final String ALWAYS = "oauth";

    DoorsConfig {
        open = Set.copyOf(open);
    }

    /** Reads and checks; notes every problem in the settings. */
    static DoorsConfig from(Settings settings) {
        return new DoorsConfig(open(settings), XoxodayConfig.from(settings));
    }

    private static Set<String> open(Settings settings) {
        Set<String> named = new LinkedHashSet<>(settings.list(DOORS));
        if (named.isEmpty()) {
            return Set.copyOf(NAMES);
        }
        if (!NAMES.containsAll(named)) {
            settings.problem(DOORS, "must list some of " + String.join(", ", NAMES));
        }
        if (!named.contains(ALWAYS)) {
            settings.problem(DOORS, "must list " + ALWAYS + " too: its keys verify what every other door issues");
        }
        return named;
    }

    boolean isOpen(String door) {
        return open.contains(door);
    }
}
