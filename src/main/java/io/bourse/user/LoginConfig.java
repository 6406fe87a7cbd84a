package io.bourse.user;

import io.bourse.config.Settings;
import java.time.Duration;

/**
 * How often a password may be guessed (NIST SP 800-63B-4 section 3.2.2: a hundred times at most).
 *
 * @param attempts without a success, within the window, over all nodes
 */
public record LoginConfig(int attempts, Duration window) {

    public static LoginConfig from(Settings settings) {
        return new LoginConfig(
                settings.integer("BOURSE_LOGIN_ATTEMPTS", 100, 1, 10_000),
                settings.duration(
                        "BOURSE_LOGIN_WINDOW", Duration.ofHours(1), Duration.ofSeconds(1), PgLoginAttempts.MAX_WINDOW));
    }
}
