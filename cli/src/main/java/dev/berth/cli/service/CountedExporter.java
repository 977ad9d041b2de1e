package dev.berth.cli.service;

import dev.berth.events.json.FailureWords;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the spans that a collector has taken, and those that it has not, because it failed or because too many waited
 * for it; says once when it begins to fail, and once when it takes them again. Thread-safe.
 */
final class CountedExporter implements SpanExporter {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

    /** The library has a log of its own, in which it would say the same for every batch; held, or it is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    static {
        LIBRARY.setLevel(Level.OFF);
    }

    private final SpanExporter exporter;
    private final URI collector;
    private final int waitingMax;
    private final Counter taken;
    private final Counter lost;
    private final AtomicBoolean isFailing = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param waitingMax how many spans may wait, those that are being sent among them */
    CountedExporter(SpanExporter exporter, URI collector, int waitingMax, MeterRegistry meters) {
        this.exporter = exporter;
        this.collector = collector;
        this.waitingMax = waitingMax;
        this.taken = counter("taken", meters);
        this.lost = counter("lost", meters);
    }

    private static Counter counter(String outcome, MeterRegistry meters) {
        return Counter.builder("berth.trace.spans")
                .description("spans of traces by whether the collector has taken them")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Has spans that have ended wait in that processor for this exporter; those that find no room are lost. */
    SpanProcessor before(SpanProcessor batches) {
        return new SpanProcessor() {
            @Override
            public void onEnd(ReadableSpan span) {
                if (!span.getSpanContext().isSampled()) {
                    return;
                }
                // The processor has as much room, but does not say what it drops for want of it.
                if (waiting.incrementAndGet() > waitingMax) {
                    waiting.decrementAndGet();
                    lost.increment();
                } else {
                    batches.onEnd(span);
                }
            }

            @Override
            public boolean isEndRequired() {
                return true;
            }

            @Override
            public void onStart(Context parent, ReadWriteSpan span) {}

            @Override
            public boolean isStartRequired() {
                return false;
            }

            @Override
            public CompletableResultCode forceFlush() {
                return batches.forceFlush();
            }

            @Override
            public CompletableResultCode shutdown() {
                return batches.shutdown();
            }
        };
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> ended(result, count));
    }

    private void ended(CompletableResultCode result, int count) {
        waiting.addAndGet(-count);
        if (result.isSuccess()) {
            taken.increment(count);
            if (isFailing.compareAndSet(true, false)) {
                LOG.info("Traces are taken again by {}.", collector);
            }
            return;
        }
        lost.increment(count);
        if (isFailing.compareAndSet(false, true)) {
            Throwable cause = result.getFailureThrowable();
            LOG.warn(
                    "Traces are not taken by {} and are dropped until they are: {}",
                    collector,
                    cause == null ? "it did not answer, or refused them" : FailureWords.of(cause));
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
