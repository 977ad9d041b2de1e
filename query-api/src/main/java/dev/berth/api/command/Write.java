package dev.berth.api.command;

import dev.berth.api.http.Answer;
import dev.berth.api.http.Barrier;
import dev.berth.api.http.Call;
import dev.berth.api.http.DryRun;
import dev.berth.api.http.IdempotencyKey;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.Replies;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RecentCommands.Answered;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.whatif.Hypothesis;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One request to change something, on its way. With an idempotency key it is sent as a command whose id follows from
 * the key: if that id was decided before, the request is answered from what is remembered of it, and nothing is sent.
 * An answer is made from the request and the reply alone, so it is the same each time. With a dry run nothing is sent
 * at all: the command is decided on the view, and answered in the same way. For one request.
 */
public final class Write {
    private final Backend backend;
    private final Call call;
    private final RegionView view;
    private final CommandId commandId;
    private final Optional<Sha256> request;
    private final Optional<Reply> before;
    private Optional<RegionView> after = Optional.empty();
    private String door = Origin.HTTP;

    /** @throws dev.berth.api.problem.ProblemException 422 if the key was used for another request */
    Write(Backend backend, Call call) {
        this.backend = backend;
        this.call = call;
        this.view = backend.view(call);
        this.commandId = call.key().map(IdempotencyKey::commandId).orElseGet(() -> new CommandId(UUID.randomUUID()));
        this.request = call.key().map(IdempotencyKey::request);
        this.before = request.flatMap(digest -> remembered(view));
    }

    /** Has the log say that it takes over what another system has. */
    public Write asImport() {
        door = Origin.IMPORT;
        return this;
    }

    /** Whether it is only tried: then nothing may come of it but the answer. */
    public boolean isDryRun() {
        return call.dryRun().isPresent();
    }

    /** The region when this request came, against which it is checked before anything is appended. */
    public RegionView view() {
        return view;
    }

    /** The id of this request's command. */
    public CommandId commandId() {
        return commandId;
    }

    /** Whether this was answered before; then nothing is to be checked against the present state. */
    public boolean isRepeated() {
        return before.isPresent();
    }

    /** The earlier answer, if there is one. */
    public Optional<Reply> before() {
        return before;
    }

    /** Whether it has a key; then its answer must not depend on the later state of the region. */
    public boolean hasKey() {
        return request.isPresent();
    }

    /** The region after the decision, for the text of an answer; there is none before. */
    public RegionView after() {
        return isRepeated() ? view : after.orElseThrow();
    }

    /**
     * Has the command decided, unless that was done before, and answers with the outcome. The answer to a granted
     * one tells the position of the decision, which a reader may quote to be sure to see it.
     */
    public CompletionStage<Answer> submit(
            Command command, Function<Reply, Answer> whenAccepted, Function<Refusal, Problem> whenRefused) {
        if (before.isPresent()) {
            return CompletableFuture.completedFuture(answer(before.get(), whenAccepted, whenRefused));
        }
        if (call.dryRun().isPresent()) {
            Reply reply = tried(call.dryRun().get(), command);
            return CompletableFuture.completedFuture(answer(reply, whenAccepted, whenRefused));
        }
        return backend.log()
                .submit(call.region(), new Sent(command, Optional.of(CallOrigin.of(call, door)), request))
                .handle((decision, failure) -> {
                    if (failure != null) {
                        throw Unavailable.exception(failure, call);
                    }
                    return decision;
                })
                .thenCompose(decision -> VouchedView.ifDecided(backend, call).thenApply(vouched -> {
                    after = Optional.of(vouched);
                    return answer(reply(command, decision), whenAccepted, whenRefused);
                }));
    }

    /** The reply to a command that is decided nowhere; it has a time, and no place in the log. */
    private Reply tried(DryRun dryRun, Command command) {
        backend.goingOn(call);
        Hypothesis hypothesis = dryRun.take(view, command, System.currentTimeMillis());
        after = Optional.of(hypothesis.view());
        Decision decision = hypothesis.decision();
        Position nowhere = Position.nowhere(decision.position().timestampMs());
        return Replies.of(hypothesis.view(), nowhere, command, decision.outcome());
    }

    private Reply reply(Command command, Decision decision) {
        RegionView decided = after();
        if (!hasKey()) {
            return Replies.of(decided, decision.position(), command, decision.outcome());
        }
        // Another instance, or a request that ended early, may have sent it first; the first is what is remembered.
        Optional<Reply> remembered = remembered(decided);
        boolean isSecond = decision.outcome()
                .refusal()
                .filter(refusal -> refusal.rejection() == Rejection.DUPLICATE_COMMAND)
                .isPresent();
        if (remembered.isEmpty() && isSecond) {
            throw Unavailable.answerLost(call).exception();
        }
        return remembered.orElseGet(() -> Replies.of(decided, decision.position(), command, decision.outcome()));
    }

    private Optional<Reply> remembered(RegionView in) {
        Optional<Answered> answered = in.recent().find(commandId).flatMap(RecentCommands.Entry::answered);
        if (answered.isPresent() && !answered.get().request().equals(request.orElseThrow())) {
            throw new Problem(
                            422,
                            "The " + IdempotencyKey.HEADER + " was used for another request of yours in region "
                                    + call.region() + ": method, path, version or body were not the same. Take another"
                                    + " key for another request.",
                            ErrorCode.IDEMPOTENCY_KEY_REUSED)
                    .exception();
        }
        return answered.map(Answered::reply);
    }

    private static Answer answer(
            Reply reply, Function<Reply, Answer> whenAccepted, Function<Refusal, Problem> whenRefused) {
        if (reply.refusal().isPresent()) {
            Refusal refusal = reply.refusal().get();
            throw whenRefused.apply(refusal).because(refusal.rejection()).exception();
        }
        Answer answer = whenAccepted.apply(reply);
        return reply.position().isNowhere()
                ? answer
                : answer.header(Barrier.HEADER, reply.position().toString());
    }
}
