package io.bourse.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.bourse.config.ConfigException;
import io.bourse.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class LoggingTest {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    private LoggingEvent event(String message, Throwable failure) {
        return new LoggingEvent("", context.getLogger("bourse.test"), Level.INFO, message, failure, null);
    }

    @Nested
    class Lines {

        @Test
        void areFlatJson() {
            LoggingEvent event = event("decision", null);
            event.addKeyValuePair(new KeyValuePair("status", 200));
            event.addKeyValuePair(new KeyValuePair("duration_ms", 1.5));
            event.addKeyValuePair(new KeyValuePair("ok", true));
            event.addKeyValuePair(new KeyValuePair("aud", List.of("a", "b")));
            event.addKeyValuePair(new KeyValuePair("none", null));

            JsonObject line = new JsonObject(encode(event));
            assertThat(line.getString("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
            assertThat(line.getString("level")).isEqualTo("INFO");
            assertThat(line.getString("logger")).isEqualTo("bourse.test");
            assertThat(line.getInteger("status")).isEqualTo(200);
            assertThat(line.getDouble("duration_ms")).isEqualTo(1.5);
            assertThat(line.getBoolean("ok")).isTrue();
            assertThat(line.getJsonArray("aud")).containsExactly("a", "b");
            assertThat(line.getString("none")).isEqualTo("null");
        }

        @Test
        void cannotBeForged() {
            String hostile = "a\r\n{\"level\":\"ERROR\"}\u001b[31m\u2028\u2029\u0085\0\uD83D\uDCA9\"";
            LoggingEvent event = event(hostile, new IllegalStateException(hostile));
            event.addKeyValuePair(new KeyValuePair("detail", hostile));

            String line = encode(event);
            assertThat(line.strip()).matches("[ -~]+");
            assertThat(line).endsWith("}\n");
            assertThat(new JsonObject(line).getString("message")).isEqualTo(hostile);
            assertThat(new JsonObject(line).getString("detail")).isEqualTo(hostile);
            assertThat(new JsonObject(line).getString("exception")).contains("IllegalStateException", "at ");
        }

        @Test
        void forPeopleCannotBeForgedEither() {
            LoggingEvent event = event("a\r\nb\u001b[31m\u2028c\u0085", null);
            event.addKeyValuePair(new KeyValuePair("detail", "d\ne"));

            String line =
                    new String(Logging.encoder(context, LogConfig.Format.TEXT).encode(event), StandardCharsets.UTF_8);
            assertThat(line).endsWith(" INFO  bourse.test - a??b?[31m?c? detail=\"d?e\"" + System.lineSeparator());
        }

        private String encode(ILoggingEvent event) {
            return new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        }
    }

    @Nested
    class Queue {

        private final CountDownLatch open = new CountDownLatch(1);
        private final List<ILoggingEvent> written = new CopyOnWriteArrayList<>();

        private QueueAppender queue(int capacity) {
            AppenderBase<ILoggingEvent> blocked = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    try {
                        open.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    written.add(event);
                }
            };
            blocked.start();
            QueueAppender queue = new QueueAppender(blocked, capacity);
            queue.start();
            return queue;
        }

        @Test
        void dropsAndCountsWhenTheWriterIsBlocked() {
            QueueAppender queue = queue(10);
            for (int i = 0; i < 1_000; i++) {
                queue.doAppend(event("line " + i, null));
            }
            long dropped = queue.dropped();
            open.countDown();
            queue.stop();

            // One more than the capacity may be in the writer's hands.
            assertThat(dropped).isBetween(989L, 990L);
            assertThat(written).hasSize((int) (1_000 - dropped));
        }

        @Test
        void addsTheIdsOfTheRunningRequest() throws Exception {
            open.countDown();
            QueueAppender queue = queue(10);
            Vertx vertx = Vertx.vertx();
            CompletableFuture<Void> logged = new CompletableFuture<>();
            vertx.runOnContext(start -> {
                RequestIds.enter(new RequestIds("r1", "d1"));
                vertx.runOnContext(later -> {
                    queue.doAppend(event("in a callback", null));
                    logged.complete(null);
                });
            });
            logged.get(10, TimeUnit.SECONDS);
            queue.doAppend(event("elsewhere", null));
            queue.stop();

            assertThat(LogCapture.pairs(written.get(0)))
                    .containsEntry("request_id", "r1")
                    .containsEntry("decision_id", "d1");
            assertThat(written.get(1).getKeyValuePairs()).isNull();
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Nested
    class Configuration {

        @Test
        void defaults() {
            assertThat(read(Map.of())).isEqualTo(new LogConfig(LogConfig.Format.AUTO, LogConfig.Level.INFO));
        }

        @Test
        void everyKey() {
            assertThat(read(Map.of("BOURSE_LOG_FORMAT", "text", "BOURSE_LOG_LEVEL", "debug")))
                    .isEqualTo(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.DEBUG));
        }

        @ParameterizedTest
        @CsvSource({"BOURSE_LOG_FORMAT, xml", "BOURSE_LOG_LEVEL, loud"})
        void rejections(String name, String value) {
            assertThatThrownBy(() -> read(Map.of(name, value)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(name + " must be one of ");
        }

        private LogConfig read(Map<String, String> variables) {
            Settings settings = new Settings(variables);
            LogConfig config = LogConfig.from(settings);
            settings.finish();
            return config;
        }
    }
}
