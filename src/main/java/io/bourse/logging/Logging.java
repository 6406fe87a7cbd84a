package io.bourse.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** The process's logging, set up in code: one console on stdout behind a queue. */
public final class Logging implements AutoCloseable {

    private static final int QUEUE = 8_192;

    /** For people; line breaks and control characters of foreign text are replaced. */
    private static final String PATTERN =
            "%d{HH:mm:ss.SSS} %-5level %logger{24} - %replace(%msg %kvp){'[\\p{Cntrl}\\u0085\\u2028\\u2029]', '?'}%n";

    private final LoggerContext context;
    private final QueueAppender appender;

    private Logging(LoggerContext context, QueueAppender appender) {
        this.context = context;
        this.appender = appender;
    }

    /** Where lines go: a server's are its output, a command's are beside it. */
    public enum Target {
        STDOUT("System.out"),
        STDERR("System.err");

        private final String stream;

        Target(String stream) {
            this.stream = stream;
        }
    }

    /** Replaces whatever was configured; to be called once, before anything is logged. */
    public static Logging start(LogConfig config, Target target) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(target.stream);
        console.setEncoder(encoder(context, config.format()));
        console.start();
        QueueAppender appender = new QueueAppender(console, QUEUE);
        appender.setContext(context);
        appender.start();
        Level ours = Level.toLevel(config.level().name());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(ours.isGreaterOrEqual(Level.INFO) ? ours : Level.INFO);
        root.addAppender(appender);
        context.getLogger("io.bourse").setLevel(ours);
        // The pool and the listener of the database share one gauge, and it says so at every start.
        context.getLogger("io.micrometer.core.instrument.MeterRegistry").setLevel(Level.ERROR);
        // What was migrated is said by the command; how, by the schema's history.
        context.getLogger("org.flywaydb").setLevel(Level.WARN);
        // A database that does not answer is told once, by the command, and not at each attempt.
        context.getLogger("org.flywaydb.core.internal.jdbc.JdbcUtils").setLevel(Level.ERROR);
        // Decisions are recorded whatever level the chatter has.
        context.getLogger("bourse.audit").setLevel(Level.INFO);
        return new Logging(context, appender);
    }

    static Encoder<ILoggingEvent> encoder(LoggerContext context, LogConfig.Format format) {
        if (isText(format)) {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setContext(context);
            text.setPattern(PATTERN);
            text.start();
            return text;
        }
        JsonLines json = new JsonLines();
        json.setContext(context);
        json.start();
        return json;
    }

    private static boolean isText(LogConfig.Format format) {
        return switch (format) {
            case TEXT -> true;
            case JSON -> false;
            case AUTO -> System.console() != null;
        };
    }

    /** How many lines were dropped since the start. */
    public long dropped() {
        return appender.dropped();
    }

    /** Writes what is queued, for two seconds at most. Nothing is logged afterwards. */
    @Override
    public void close() {
        context.stop();
    }
}
