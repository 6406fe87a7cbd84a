package io.bourse.logging;

import io.bourse.config.Settings;

/**
 * What is logged, and how.
 *
 * @param level of our own loggers; others log at INFO at most
 */
public record LogConfig(Format format, Level level) {

    public enum Format {
        /** Text on a terminal, JSON elsewhere. */
        AUTO,
        JSON,
        TEXT
    }

    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    public static LogConfig from(Settings settings) {
        return new LogConfig(
                settings.choice("BOURSE_LOG_FORMAT", Format.AUTO), settings.choice("BOURSE_LOG_LEVEL", Level.INFO));
    }
}
