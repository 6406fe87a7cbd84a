package io.bourse.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.event.KeyValuePair;

/**
 * Hands lines to a thread that writes them. Whoever logs never waits: when the writer does not keep up, lines are dropped
 * and counted. Logback's asynchronous appender can drop, but does not count.
 */
final class QueueAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final long POLL_MILLIS = 200;
    private static final long FLUSH_MILLIS = 2_000;

    private final Appender<ILoggingEvent> target;
    private final BlockingQueue<ILoggingEvent> queue;
    private final LongAdder dropped = new LongAdder();
    private final Thread writer = new Thread(this::write, "log-writer");

    QueueAppender(Appender<ILoggingEvent> target, int capacity) {
        this.target = target;
        this.queue = new ArrayBlockingQueue<>(capacity);
        writer.setDaemon(true);
    }

    /** How many lines were dropped since the start. */
    long dropped() {
        return dropped.sum();
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (event instanceof LoggingEvent line) {
            RequestIds.current().ifPresent(ids -> addIds(line, ids));
        }
        if (!queue.offer(event)) {
            dropped.increment();
        }
    }

    private static void addIds(LoggingEvent line, RequestIds ids) {
        addId(line, "request_id", ids.requestId());
        if (ids.decisionId() != null) {
            addId(line, "decision_id", ids.decisionId());
        }
    }

    private static void addId(LoggingEvent line, String key, String id) {
        boolean there = line.getKeyValuePairs() != null
                && line.getKeyValuePairs().stream().anyMatch(pair -> pair.key.equals(key));
        if (!there) {
            line.addKeyValuePair(new KeyValuePair(key, id));
        }
    }

    private void write() {
        try {
            while (isStarted() || !queue.isEmpty()) {
                ILoggingEvent event = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    target.doAppend(event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the writer a moment for what is queued; a console that is blocked must not hold up the exit. */
    @Override
    public void stop() {
        super.stop();
        try {
            writer.join(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!writer.isAlive()) {
            target.stop();
        }
    }
}
