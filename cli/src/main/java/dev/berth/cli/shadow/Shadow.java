package dev.berth.cli.shadow;

import com.google.common.collect.ImmutableSet;
import dev.berth.api.compare.ReplyDifference;
import dev.berth.cli.shadow.CallSubjects.Reach;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives the calls that one service has answered to another one, in their order, and compares what comes of them. What
 * is missed opens a gap, which is closed by an import. Any thread; nothing in here waits.
 */
final class Shadow {
    private static final int LEFT_AT_ONCE_MAX = 256;
    private static final int BUSY = 429;

    private final ServiceRoles roles;
    private final Follower follower;
    private final ShadowReport report;
    private final int queueMax;
    private final int runningMax;

    private final HeldProviders held = new HeldProviders();
    private final SubjectsOfCalls subjects = new SubjectsOfCalls(held);
    private final OpenCalls open = new OpenCalls();
    private final CallOrder order = new CallOrder();
    private final Gaps gaps = new Gaps();
    private final ArrayDeque<ShadowCall> ready = new ArrayDeque<>();

    /** Writes that the first service works on, or that the follower has not answered. */
    private final Set<ShadowCall> unfinished = new LinkedHashSet<>();

    private final UncertainSubjects uncertain = new UncertainSubjects();

    private long number;
    private int underWay;
    private int queued;
    private int running;
    private boolean isFollowerDown;
    private Optional<Gaps.Round> round = Optional.empty();

    /**
     * @param queueMax how many calls may wait for the follower
     * @param runningMax how many calls the follower is given at a time
     */
    Shadow(ServiceRoles roles, Follower follower, ShadowReport report, int queueMax, int runningMax) {
        this.roles = roles;
        this.follower = follower;
        this.report = report;
        this.queueMax = queueMax;
        this.runningMax = runningMax;
        gaps.openAll("nothing was compared yet");
    }

    /** A call is about to be sent to the service that answers. */
    synchronized ShadowCall begin(String method, String path, MultiMap headers, Buffer body, MemoryBudget.Share share) {
        CallSubjects about = subjects.of(method, path, body.getBytes());
        ShadowCall call = new ShadowCall(++number, method, path, headers, body, about, share);
        open.begin(call);
        if (about.isWrite()) {
            unfinished.add(call);
            round.ifPresent(now -> now.touch(about));
        }
        underWay++;
        return call;
    }

    /** Nothing needs the call any more: all that came of it is told. */
    private synchronized void letGo(ShadowCall call) {
        call.share().release();
        underWay--;
    }

    /** The service that answers has done so. */
    void answered(ShadowCall call, ServiceReply reply) {
        synchronized (this) {
            open.end(call);
            call.answered(reply);
            if (reply.isGranted()) {
                chosenId(call, reply);
                call.subjects().held().forEach((consumer, providers) -> hold(call, consumer, providers));
            } else if (reply.mayHaveChanged()) {
                call.subjects().held().forEach(held::add);
            }
            Optional<LeftOut> why = refused(call);
            if (why.isPresent()) {
                leave(call, why.get());
                return;
            }
            queued++;
            if (order.add(call)) {
                ready.add(call);
            }
        }
        pump();
    }

    /** Of two calls that met over a consumer nobody knows which came last. */
    private void hold(ShadowCall call, String consumer, ImmutableSet<String> providers) {
        if (call.hasMetOver(Subject.consumer(consumer))) {
            held.add(consumer, providers);
        } else {
            held.set(consumer, providers);
        }
    }

    private Optional<LeftOut> refused(ShadowCall call) {
        if (call.subjects().reach() == Reach.FOREIGN) {
            return Optional.of(LeftOut.FOREIGN);
        }
        if (call.answer().isUnavailable()) {
            return Optional.of(LeftOut.FIRST_BUSY);
        }
        if (!call.subjects().isWrite() && queued >= queueMax / 2) {
            return Optional.of(LeftOut.READ_SPARED);
        }
        return queued >= queueMax || !call.share().take(ShadowCall.FIXED_BYTES)
                ? Optional.of(LeftOut.QUEUE_FULL)
                : Optional.empty();
    }

    /** A provider that was made without an id is made with the same one by the follower. */
    private void chosenId(ShadowCall call, ServiceReply reply) {
        if (call.method().equals("POST") && call.path().matches("/resource_providers/?(\\?.*)?")) {
            ChosenId.of(call.body().getBytes(), reply).ifPresent(chosen -> {
                CallSubjects with = subjects.of(call.method(), call.path(), chosen);
                call.choose(Buffer.buffer(chosen), with);
                round.ifPresent(now -> now.touch(with));
            });
        }
    }

    /** The service that answers gave no answer, so nobody knows whether it did what was asked. */
    synchronized void unanswered(ShadowCall call) {
        open.end(call);
        call.subjects().held().forEach(held::add);
        leave(call, LeftOut.FIRST_SILENT);
    }

    /** The service that answers was not given the call. */
    synchronized void unsent(ShadowCall call) {
        open.end(call);
        unfinished.remove(call);
        report.leftOut(LeftOut.FIRST_SILENT, false);
        letGo(call);
    }

    /** A call passed by whose body was not kept. */
    void passedUnseen(String method, String path) {
        CallSubjects about;
        synchronized (this) {
            about = subjects.of(method, path, new byte[0]);
            if (about.isWrite()) {
                gaps.openAll("the body of a call was too large to be kept");
                round.ifPresent(Gaps.Round::touchUnseen);
                held.forget();
            }
        }
        report.leftOut(LeftOut.TOO_LARGE, about.isWrite());
    }

    /** A call is not made again; if it is a write that may have changed something, the follower is behind with it. */
    private void leave(ShadowCall call, LeftOut why) {
        boolean isMissed = call.subjects().isWrite()
                && why != LeftOut.FOREIGN
                && (call.answer() == null || call.answer().mayHaveChanged());
        if (isMissed) {
            gaps.open(call.subjects(), "call " + call.number() + " was missed: " + why.words());
        }
        unfinished.remove(call);
        report.leftOut(why, isMissed);
        letGo(call);
    }

    /** Gives the follower what may be given to it now. */
    private void pump() {
        List<ShadowCall> next = new ArrayList<>();
        boolean isMore = true;
        while (isMore) {
            next.clear();
            synchronized (this) {
                int left = 0;
                while (!ready.isEmpty() && running < runningMax && left < LEFT_AT_ONCE_MAX) {
                    ShadowCall call = ready.remove();
                    boolean concernsGap = gaps.concern(call.subjects());
                    if (isFollowerDown || concernsGap) {
                        left++;
                        leave(call, isFollowerDown ? LeftOut.FOLLOWER_SILENT : LeftOut.BEHIND);
                        finished(call);
                    } else {
                        running++;
                        if (gaps.mayMatterTo(call.subjects())) {
                            call.doubt();
                        }
                        next.add(call);
                    }
                }
                isMore = left == LEFT_AT_ONCE_MAX;
            }
            next.forEach(this::follow);
        }
    }

    private void finished(ShadowCall call) {
        queued--;
        ready.addAll(order.finish(call));
    }

    private void follow(ShadowCall call) {
        follower.send(call, call.share())
                .onComplete(reply -> followed(call, reply), failure -> notFollowed(call, failure.getMessage()));
    }

    private void notFollowed(ShadowCall call, String failure) {
        synchronized (this) {
            running--;
            isFollowerDown = true;
            leave(call, LeftOut.FOLLOWER_SILENT);
            finished(call);
        }
        report.followerFailed(call.method() + " of call " + call.number() + ", " + failure);
        pump();
    }

    private void followed(ShadowCall call, ServiceReply reply) {
        boolean isBusy = reply.status() == BUSY || reply.isUnavailable();
        if (isBusy && call.answer().status() != reply.status()) {
            synchronized (this) {
                running--;
                leave(call, LeftOut.FOLLOWER_BUSY);
                finished(call);
            }
        } else {
            compared(call, reply);
        }
        pump();
    }

    private void compared(ShadowCall call, ServiceReply reply) {
        if (!ComparedAnswers.areComparable(roles, call, reply)) {
            leaveFollowed(call, LeftOut.NOT_KEPT, call.answer().isGranted() || reply.isGranted());
            return;
        }
        ComparedAnswers answers = ComparedAnswers.of(roles, call, reply);
        if (answers.difference().isPresent() && call.isDoubtful()) {
            leaveFollowed(call, LeftOut.BEHIND, answers.areGranted());
            return;
        }
        Verdict verdict;
        synchronized (this) {
            verdict = Verdict.of(answers.difference(), call.isOverlapped() || uncertain.concern(call.subjects()));
            note(call, verdict, answers.difference(), answers.areGranted());
            running--;
            unfinished.remove(call);
            finished(call);
        }
        try {
            report.compared(call, verdict, answers);
        } finally {
            letGo(call);
        }
    }

    /** Nobody can tell whether the follower came to the same, so it is no difference, but a gap if it is a write. */
    private synchronized void leaveFollowed(ShadowCall call, LeftOut why, boolean isGranted) {
        running--;
        leave(call, why);
        if (call.subjects().isWrite() && isGranted) {
            gaps.open(call.subjects(), "call " + call.number() + " could not be compared: " + why.words());
        }
        finished(call);
    }

    /** Remembers what a difference says about the states of both. */
    private void note(ShadowCall call, Verdict verdict, Optional<ReplyDifference> difference, boolean isGranted) {
        CallSubjects about = call.subjects();
        boolean isAboutState = difference
                .filter(known -> known != ReplyDifference.WORDS
                        && known != ReplyDifference.STANDARD_NAMES
                        && known != ReplyDifference.LARGE_NUMBER)
                .isPresent();
        String cause = "call " + call.number() + " was answered differently";
        if (verdict == Verdict.UNORDERED) {
            gaps.open(uncertain.to(about), cause);
        }
        if (about.isWrite()) {
            if (isAboutState && (isGranted || difference.get() == ReplyDifference.PLACEMENT_FAILED)) {
                gaps.open(about, cause);
            } else if (verdict == Verdict.SAME && isGranted && call.isOrderDecisive()) {
                uncertain.add(about);
            }
        } else if (isAboutState
                && about.reach() == Reach.READS_SOME
                && !difference.get().isArbitrary()) {
            // Who wrote it, and where, is not known: perhaps past this process.
            gaps.open(
                    about.read().stream()
                            .filter(subject -> subject.kind() != Subject.Kind.TREES)
                            .toList(),
                    cause);
        }
    }

    /** Whether the follower is to be asked whether it is there again. */
    synchronized boolean isFollowerDown() {
        return isFollowerDown;
    }

    /** The follower has answered. */
    synchronized void followerIsBack() {
        isFollowerDown = false;
    }

    synchronized boolean isBehind() {
        return !gaps.areNone();
    }

    /** Has everything be read and brought in line. */
    synchronized void doubtAll(String why) {
        gaps.openAll(why);
    }

    /** Begins to close the gaps that are there. */
    synchronized Gaps.Round beginRound() {
        Gaps.Round begun = gaps.begin(unfinishedSubjects());
        round = Optional.of(begun);
        return begun;
    }

    synchronized void extend(Gaps.Round begun, Collection<Subject> more) {
        gaps.extend(begun, more, unfinishedSubjects());
    }

    private List<CallSubjects> unfinishedSubjects() {
        return unfinished.stream().map(ShadowCall::subjects).toList();
    }

    /**
     * Ends a round, and tells whether it closed all gaps that it was for; without it all stays as it was.
     *
     * @param heldThere what each consumer that was read holds something of at the service that answers
     */
    synchronized boolean endRound(
            Gaps.Round begun, Map<String, ImmutableSet<String>> heldThere, Map<Subject, String> stillDifferent) {
        held.learn(begun, heldThere);
        boolean isClosed = gaps.end(begun, stillDifferent);
        round = Optional.empty();
        uncertain.end(begun);
        return isClosed;
    }

    synchronized void giveUpRound() {
        round = Optional.empty();
    }

    /** How things stand now. */
    synchronized ShadowState state() {
        TreeMap<String, String> first = new TreeMap<>();
        gaps.causes().entrySet().stream()
                .limit(ShadowState.SHOWN_MAX)
                .forEach(gap -> first.put(gap.getKey().toString(), gap.getValue()));
        return new ShadowState(
                underWay,
                queued,
                queueMax,
                follower.memory().taken(),
                follower.memory().most(),
                isFollowerDown,
                gaps.areAll(),
                gaps.cause(),
                gaps.count(Subject.Kind.PROVIDER),
                gaps.count(Subject.Kind.CONSUMER),
                first);
    }
}
