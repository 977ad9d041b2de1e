package dev.berth.api.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * Traces for OpenTelemetry: a span for each request, below that of its client if it names one in {@code traceparent},
 * and below it one for each step of its commands. Thread-safe.
 */
public final class OpenTelemetryTraces implements RequestTraces {
    static final TextMapPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();

    private static final String SCOPE = "dev.berth.api";

    private static final TextMapGetter<MultiMap> HEADERS =
            (headers, name) -> headers == null ? null : headers.get(name);

    private final Tracer tracer;

    public OpenTelemetryTraces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
    }

    @Override
    public RequestTrace begin(HttpServerRequest request, String requestId) {
        Context parent = PROPAGATOR.extract(Context.root(), request.headers(), HEADERS);
        String method = request.method().name();
        Span span = tracer.spanBuilder(method)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("url.path", request.path() == null ? "" : request.path())
                .setAttribute("url.scheme", request.isSSL() ? "https" : "http")
                .setAttribute("berth.request.id", requestId)
                .startSpan();
        // One that is not sampled is passed on, so that nobody behind this begins a trace of their own.
        return new SpanTrace(tracer, method, span, parent.with(span));
    }
}
