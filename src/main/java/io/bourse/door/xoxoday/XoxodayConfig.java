package io.bourse.door.xoxoday;

import io.bourse.config.Settings;
import java.util.regex.Pattern;

/**
 * Where the door is.
 *
 * @param prefix what stands before its paths, such as {@code /chef}; empty if nothing does
 */
public record XoxodayConfig(String prefix) {

    private static final String PREFIX = "BOURSE_XOXODAY_PREFIX";
    private static final int MAX_LENGTH = 100;

    /** Segments without anything that a path could be read in two ways by. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]+)*");

    /** Reads and checks; notes every problem in the settings. */
    public static XoxodayConfig from(Settings settings) {
        String prefix = settings.string(PREFIX, "");
        if (prefix.length() > MAX_LENGTH || !PATH.matcher(prefix).matches()) {
            settings.problem(
                    PREFIX, "must be a path such as /chef, of letters, digits, - and _, without a slash at its end");
        }
        return new XoxodayConfig(prefix);
    }
}
