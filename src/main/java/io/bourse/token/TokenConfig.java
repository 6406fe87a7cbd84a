package io.bourse.token;

import io.bourse.config.Settings;
import java.time.Duration;

/**
 * @param replayWindow how long a refresh token that was just replaced is answered with its successor again, so that a
 *     client that lost the answer can go on; zero for not at all
 */
public record TokenConfig(Duration replayWindow) {

    public static TokenConfig from(Settings settings) {
        return new TokenConfig(settings.duration(
                "BOURSE_REPLAY_WINDOW", Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(60)));
    }
}
