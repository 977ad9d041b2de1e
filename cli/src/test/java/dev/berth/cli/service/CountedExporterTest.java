package dev.berth.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class CountedExporterTest {
    private static final int ROOM = 64;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** A collector that says nothing until it is told to. */
    private static final class SilentCollector implements SpanExporter {
        private final Queue<CompletableResultCode> unanswered = new ConcurrentLinkedQueue<>();
        private volatile boolean isAwake;

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = new CompletableResultCode();
            unanswered.add(result);
            return isAwake ? result.succeed() : result;
        }

        void wake() {
            isAwake = true;
            unanswered.forEach(CompletableResultCode::succeed);
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void countsWhatIsLostBecauseTooManySpansWaitForACollectorThatHangs() {
        SilentCollector collector = new SilentCollector();
        CountedExporter exporter = new CountedExporter(collector, URI.create("http://127.0.0.1:1/v1"), ROOM, meters);
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(exporter.before(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(Duration.ofMillis(1))
                        .setMaxQueueSize(ROOM)
                        .setMaxExportBatchSize(16)
                        .build()))
                .build()) {
            Tracer tracer = provider.get("test");
            end(tracer, ROOM + 36);
            assertThat(spans("lost")).isEqualTo(36);
            assertThat(spans("taken")).isZero();

            // Not by a flush: one that is asked for while another ends is over with that one.
            collector.wake();
            await().until(() -> spans("taken") == ROOM);
            end(tracer, 1);
            await().until(() -> spans("taken") == ROOM + 1);
            assertThat(spans("lost")).isEqualTo(36);
        }
    }

    @Test
    void saysWithoutNamesOfClassesWhyACollectorDoesNotTakeThem() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(CountedExporter.class);
        log.start();
        logger.addAppender(log);
        SilentCollector collector = new SilentCollector();
        new CountedExporter(collector, URI.create("http://127.0.0.1:1/v1"), ROOM, meters).export(List.of());
        collector
                .unanswered
                .remove()
                .failExceptionally(new IOException("x", new HttpTimeoutException("request timed out")));
        logger.detachAppender(log);

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("nothing answers there in time")
                .doesNotContain("Exception");
    }

    private static void end(Tracer tracer, int spans) {
        for (int i = 0; i < spans; i++) {
            tracer.spanBuilder("request").startSpan().end();
        }
    }

    private int spans(String outcome) {
        return (int) meters.get("berth.trace.spans")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
