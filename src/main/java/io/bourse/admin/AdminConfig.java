package io.bourse.admin;

import io.bourse.config.Secret;
import io.bourse.config.Settings;
import java.util.Optional;

/**
 * Whether there is an admin API.
 *
 * @param key what opens it; empty if it is switched off
 * @param isGenerated whether the key was made for this process, so that somebody must be told
 */
public record AdminConfig(Optional<Secret> key, boolean isGenerated) {

    private static final String KEY = "BOURSE_ADMIN_KEY";
    private static final int MIN_LENGTH = 32;

    /**
     * Reads and checks; notes every problem in the settings.
     *
     * @param generated the key if none is set; empty to switch the API off then
     */
    public static AdminConfig from(Settings settings, Optional<Secret> generated) {
        Optional<Secret> key = settings.secret(KEY);
        if (key.filter(given -> !isGood(given.reveal())).isPresent()) {
            settings.problem(
                    KEY,
                    "must have at least " + MIN_LENGTH
                            + " characters, printable ASCII without spaces; make one with: openssl rand -base64 32");
        }
        return new AdminConfig(key.or(() -> generated), key.isEmpty() && generated.isPresent());
    }

    /** Whether it is hard to guess, and can stand in a header. */
    private static boolean isGood(String key) {
        return key.length() >= MIN_LENGTH && key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
