package dev.berth.api.http;

import com.google.common.base.Suppliers;
import dev.berth.api.policy.Policy;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.ledger.whatif.Hypothesis;
import dev.berth.projector.DatedSnapshot;
import dev.berth.projector.store.RegionSnapshot;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers requests that come inside of another, in its region and version and for its caller: from a hypothesis, and by
 * the routes that answer them alone. Waits for each answer, so it is not for an event loop. Any other thread may use
 * it.
 */
public final class InnerCalls {
    private final Supplier<Router> router;
    private final Supplier<Policy> policy;

    /**
     * @param routes what the server serves; asked for once, with the first request
     * @param policy who may do what now; asked for each question
     */
    public InnerCalls(Supplier<List<Route>> routes, Supplier<Policy> policy) {
        this.router = Suppliers.memoize(() -> new Router(routes.get()));
        this.policy = policy;
    }

    /**
     * Tries a write after the commands of a hypothesis. Whether the caller may write is not asked.
     *
     * @param outer the call in which it came
     * @param target path and query
     * @param untilNs when the answer has to be there, by System.nanoTime
     */
    public TriedWrite tried(
            Call outer, HttpMethod method, String target, Optional<Buffer> body, Hypothesis before, long untilNs) {
        DryRun dryRun = new DryRun(before);
        InnerAnswer answer = answered(outer, method, untilNs, () -> {
            Call call = call(outer, method, target, body, before, Optional.of(dryRun));
            if (!call.route().takesDryRun()) {
                throw unsupported(call.route() + " appends no command.").exception();
            }
            return call;
        });
        return new TriedWrite(answer, dryRun.hypothesis());
    }

    /** A write's answer, and the hypothesis with its command. */
    public record TriedWrite(InnerAnswer answer, Hypothesis after) {}

    /**
     * Asks what would be read after the commands of a hypothesis.
     *
     * @param outer the call in which it came
     * @param target path and query
     * @param untilNs when the answer has to be there, by System.nanoTime
     */
    public InnerAnswer asked(Call outer, String target, Hypothesis after, long untilNs) {
        return answered(outer, HttpMethod.GET, untilNs, () -> {
            Call call = call(outer, HttpMethod.GET, target, Optional.empty(), after, Optional.empty());
            if (!call.route().mayBeStale()) {
                throw unsupported(call.route() + " is not answered from what a region has come to.")
                        .exception();
            }
            PermissionCheck.require(policy.get(), call.route(), call.caller(), call.query());
            return call;
        });
    }

    private static Problem unsupported(String why) {
        return Problem.badRequest(why).withCode(ErrorCode.WHAT_IF_UNSUPPORTED);
    }

    private Call call(
            Call outer,
            HttpMethod method,
            String target,
            Optional<Buffer> body,
            Hypothesis on,
            Optional<DryRun> dryRun) {
        int question = target.indexOf('?');
        String sent = question < 0 ? target : target.substring(0, question);
        Router.Match match = router.get()
                .match(QueryString.decode(sent).orElse(sent))
                .orElseThrow(() -> Problem.notFound("").exception());
        QueryString query = QueryString.of(question < 0 ? null : target.substring(question + 1));
        Route route = match.route(method)
                .orElseThrow(() -> Admission.methodNotAllowed(match))
                .asked(query);
        RequestHead.requireVersion(route, outer.version());
        requireNotNamed(query, RegionPast.PARAMETER, "is about the region after the commands");
        requireNotNamed(query, DryRun.PARAMETER, "is only tried in any case");
        Admission.requireNoParameters(route, query);
        return new Call(
                route,
                outer.version(),
                outer.region(),
                outer.origin(),
                outer.prefix(),
                match.parameters(),
                query,
                false,
                route.takesBody(outer.version()) ? body : Optional.empty(),
                outer.caller(),
                policy.get(),
                Optional.empty(),
                outer.requestId(),
                outer.globalRequestId(),
                CallHeaders.NONE,
                Optional.of(new DatedSnapshot(RegionSnapshot.of(on.view()), Duration.ZERO)),
                outer.isOfPast(),
                dryRun);
    }

    /** Refuses a parameter that all requests of a kind have, and that would change nothing here. */
    private static void requireNotNamed(QueryString query, String parameter, String why) {
        if (query.mayHave(parameter) && !query.take(parameter).values().isEmpty()) {
            throw unsupported("expected no parameter " + parameter + ": a request in a what-if " + why + ".")
                    .exception();
        }
    }

    private static InnerAnswer answered(Call outer, HttpMethod method, long untilNs, Supplier<Call> inner) {
        CompletableFuture<Answer> coming = new CompletableFuture<>();
        try {
            Call call = inner.get();
            coming = call.route().handler().handle(call).toCompletableFuture();
            return InnerAnswer.of(coming.get(Math.max(0, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            letGo(coming);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a request inside of another was answered", e);
        } catch (TimeoutException e) {
            letGo(coming);
            throw new Problem(
                            503,
                            "A request of it was not answered in the time that was left; ask for less.",
                            ErrorCode.WHAT_IF_BUSY)
                    .exception();
        } catch (ExecutionException e) {
            return refused(outer, method, ErrorAnswers.causeOf(e.getCause()));
        } catch (RuntimeException e) {
            return refused(outer, method, e);
        }
    }

    /** An answer that nobody waits for any more may hold memory, and a place among the long ones. */
    private static void letGo(CompletableFuture<Answer> late) {
        late.thenAccept(Answer::discard);
    }

    private static InnerAnswer refused(Call outer, HttpMethod method, Throwable failure) {
        Problem problem = ErrorAnswers.problemOf(failure).orElseThrow(() -> new CompletionException(failure));
        return InnerAnswer.of(problem, method, outer);
    }
}
