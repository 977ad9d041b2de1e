package dev.berth.api.trace;

import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.CommandWatch.Passage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Optional;

/**
 * The spans of one request: its own, and of each command {@code append} until the log has confirmed it, {@code decide}
 * until its decision is heard of, and {@code reply} until the answer is sent. Any thread.
 */
final class SpanTrace implements RequestTrace {
    private static final int SERVER_FAULT = 500;

    private final Tracer tracer;
    private final String method;
    private final Span request;
    private final Context context;

    /** Null while no reply is under way. */
    private Span reply;

    SpanTrace(Tracer tracer, String method, Span request, Context context) {
        this.tracer = tracer;
        this.method = method;
        this.request = request;
        this.context = context;
    }

    @Override
    public Optional<String> id() {
        return Optional.of(request.getSpanContext().getTraceId());
    }

    @Override
    public void passOn(MultiMap headers) {
        OpenTelemetryTraces.PROPAGATOR.inject(context, headers, MultiMap::set);
    }

    private Span start(String name) {
        return tracer.spanBuilder(name).setParent(context).startSpan();
    }

    @Override
    public Passage command(Region region, Sent sent) {
        return request.isRecording() ? new CommandSpans(region, sent) : Passage.UNSEEN;
    }

    private synchronized void replying() {
        endReply();
        reply = start("reply");
    }

    private void endReply() {
        if (reply != null) {
            reply.end();
            reply = null;
        }
    }

    @Override
    public synchronized void ended(Optional<String> route, int status) {
        endReply();
        route.ifPresent(template -> {
            request.updateName(method + " " + template);
            request.setAttribute("http.route", template);
        });
        request.setAttribute("http.response.status_code", status);
        if (status >= SERVER_FAULT) {
            request.setStatus(StatusCode.ERROR);
        }
        request.end();
    }

    /** The spans of one command. That it stands in the log may be heard of after its decision. */
    private final class CommandSpans implements Passage {
        private final Span append;

        /** Null until the log has confirmed the command. */
        private Span decide;

        private boolean isEnded;

        CommandSpans(Region region, Sent sent) {
            append = start("append");
            append.setAttribute("berth.region", region.name());
            append.setAttribute(
                    "berth.command.kind", sent.command().kind().name().toLowerCase(Locale.ROOT));
            append.setAttribute("berth.command.id", sent.commandId().toString());
        }

        @Override
        public synchronized void appended(Position position) {
            if (decide == null && !isEnded) {
                append.setAttribute("berth.position", position.toString());
                append.end();
                decide = start("decide");
            }
        }

        @Override
        public synchronized void ended(Optional<Decision> decision) {
            decision.ifPresent(made -> appended(made.position()));
            isEnded = true;
            Span last = decide == null ? append : decide;
            decision.ifPresentOrElse(
                    made -> last.setAttribute("berth.refusal", refusal(made)),
                    () -> last.setStatus(StatusCode.ERROR, "no decision was heard of"));
            last.end();
            replying();
        }

        private static String refusal(Decision decision) {
            return decision.outcome()
                    .refusal()
                    .map(refusal -> refusal.rejection().name().toLowerCase(Locale.ROOT))
                    .orElse("none");
        }
    }
}
