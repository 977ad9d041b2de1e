package dev.berth.api.http;

import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.Position;
import dev.berth.projector.DatedSnapshot;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Calls the handler of an admitted request: once the view shows the position that the request names, and with a
 * snapshot if the answer has to say how old its data is. Made on the request's event loop; a long body is handled on
 * another thread.
 */
final class HandlerCall {
    private final ServerParts server;
    private final HttpServerRequest request;
    private final Admission.Admitted admitted;
    private volatile Optional<DatedSnapshot> read;
    private volatile Optional<RegionPast.Read> past = Optional.empty();

    HandlerCall(ServerParts server, HttpServerRequest request, Admission.Admitted admitted) {
        this.server = server;
        this.request = request;
        this.admitted = admitted;
        // A moment of the past is never out of date.
        this.read = admitted.maxStaleness()
                .filter(any -> admitted.asOf().isEmpty())
                .flatMap(max -> server.barrier().read(admitted.call().region(), max))
                .filter(held -> admitted.position().map(held::shows).orElse(true));
    }

    /** The snapshot that the call is answered from; empty if the handler reads what the owner has. */
    Optional<DatedSnapshot> read() {
        return read;
    }

    /** What the call is answered from that asks for a moment of the past, once it is found; empty for others. */
    Optional<RegionPast.Read> past() {
        return past;
    }

    /** The handler's answer to the call with this body. */
    CompletionStage<Answer> answer(Optional<Buffer> body) {
        return admitted.asOf().isPresent() ? ofPast(admitted.asOf().get(), body) : ofNow(body);
    }

    private CompletionStage<Answer> ofPast(String asOf, Optional<Buffer> body) {
        Call call = admitted.call().with(body);
        return server.past().read(call.region(), asOf).thenCompose(found -> {
            past = Optional.of(found);
            return call.route().handler().handle(call.ofPast(found.snapshot()));
        });
    }

    private CompletionStage<Answer> ofNow(Optional<Buffer> body) {
        Call call = keyed(admitted.call().with(body));
        return admitted.position().isPresent() && read.isEmpty()
                ? reached(admitted.position().get()).thenCompose(nothing -> handled(call))
                : handled(call);
    }

    private Call keyed(Call call) {
        return admitted.key()
                .map(text -> call.with(IdempotencyKey.of(
                        text,
                        call.caller(),
                        call.region(),
                        request.method().name(),
                        request.uri(),
                        call.version(),
                        call.body())))
                .orElse(call);
    }

    /** If the answer has to say how old its data is, the handler is given a snapshot and reads only that. */
    private CompletionStage<Answer> handled(Call call) {
        if (admitted.maxStaleness().isPresent() && read.isEmpty()) {
            read = server.barrier().read(call.region(), Duration.ZERO);
        }
        return call.route().handler().handle(read.map(call::from).orElse(call));
    }

    private CompletionStage<Void> reached(Position position) {
        CompletionStage<Void> reached = server.barrier().reached(admitted.call().region(), position);
        return admitted.call().route().isReadOnly()
                ? reached
                : reached.exceptionally(failure -> {
                    Throwable cause = ErrorAnswers.causeOf(failure);
                    throw cause instanceof ProblemException late
                                    && late.problem().status() == ErrorAnswers.UNAVAILABLE
                            ? Problem.notAppended(late.problem().detail() + ".").exception()
                            : new CompletionException(cause);
                });
    }
}
