package io.bourse.keys;

import io.bourse.config.Settings;
import io.bourse.jose.SigningAlgorithm;
import java.time.Duration;

/**
 * When signing keys change.
 *
 * @param algorithm of keys yet to be made
 * @param rotation how long a key signs before the next one does
 * @param prepublish how long a key is published before it signs; at least twice as long as key sets are cached
 */
public record KeyConfig(SigningAlgorithm algorithm, Duration rotation, Duration prepublish) {

    public static KeyConfig from(Settings settings) {
        Duration rotation = settings.duration(
                "BOURSE_KEY_ROTATION", Duration.ofDays(30), Duration.ofMinutes(1), Duration.ofDays(365));
        Duration prepublish =
                settings.duration("BOURSE_KEY_PREPUBLISH", Duration.ofMinutes(10), Duration.ZERO, Duration.ofDays(7));
        if (prepublish.compareTo(rotation) >= 0) {
            settings.problem("BOURSE_KEY_PREPUBLISH", "must be shorter than BOURSE_KEY_ROTATION");
        }
        return new KeyConfig(settings.choice("BOURSE_SIGNING_ALGORITHM", SigningAlgorithm.ES256), rotation, prepublish);
    }
}
