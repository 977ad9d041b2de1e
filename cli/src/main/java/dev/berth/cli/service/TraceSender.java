package dev.berth.cli.service;

import dev.berth.api.trace.OpenTelemetryTraces;
import dev.berth.api.trace.RequestTraces;
import dev.berth.terminal.Version;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends the traces of requests to a collector, in batches and beside everything else: spans that it does not take in
 * time are dropped and counted, and no request waits for it. Closed once.
 */
final class TraceSender implements AutoCloseable {
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration EXPORT_EVERY = Duration.ofSeconds(1);
    private static final int SPANS_MAX = 8_192;
    private static final long CLOSE_SECONDS = 2;

    private final OpenTelemetrySdk sdk;

    private TraceSender(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /** @param instance this instance's name among its peers */
    static TraceSender to(TraceSettings settings, String instance, MeterRegistry meters) {
        OtlpHttpSpanExporter sender = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.collector().toString())
                .setTimeout(EXPORT_TIMEOUT)
                .setConnectTimeout(EXPORT_TIMEOUT)
                .build();
        CountedExporter exporter = new CountedExporter(sender, settings.collector(), SPANS_MAX, meters);
        BatchSpanProcessor batches = BatchSpanProcessor.builder(exporter)
                .setScheduleDelay(EXPORT_EVERY)
                .setMaxQueueSize(SPANS_MAX)
                .build();
        Resource resource = Resource.create(Attributes.of(
                AttributeKey.stringKey("service.name"),
                "berth",
                AttributeKey.stringKey("service.version"),
                Version.number(),
                AttributeKey.stringKey("service.instance.id"),
                instance));
        return new TraceSender(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.ratio())))
                        .addSpanProcessor(exporter.before(batches))
                        .build())
                .build());
    }

    RequestTraces traces() {
        return new OpenTelemetryTraces(sdk);
    }

    /** Sends what is left, within a bounded time. */
    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
