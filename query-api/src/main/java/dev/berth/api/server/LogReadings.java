package dev.berth.api.server;

import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.moment.PlaceProblem;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.model.Region;
import dev.berth.events.model.UnreadableLogException;
import dev.berth.projector.moment.KnownLog;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Has logs read for requests. A log may be long, and to fold it keeps a processor busy: a few are read at a time, a few
 * requests wait, and each has a deadline. Any thread.
 */
final class LogReadings {
    private final HistoryRoutes.Log log;
    private final Duration deadline;
    private final BoundedThreads threads;

    /**
     * @param deadline of each, the waiting included
     * @param size how many logs are read at a time
     * @param waitingMax how many requests may wait for that
     */
    LogReadings(HistoryRoutes.Log log, Duration deadline, int size, int waitingMax) {
        this.log = log;
        this.deadline = deadline;
        this.threads = new BoundedThreads("history", size, waitingMax);
    }

    /** Has the log read on a thread that may wait for it, unless too many wait already. */
    CompletionStage<Answer> read(Region region, Function<KnownLog, Answer> reading) {
        return read(each -> open(region, each), reading);
    }

    /** Has the log read behind a place; all of it that is known if it does not have that place any more. */
    CompletionStage<Answer> readBehind(Region region, LogPlace place, Function<KnownLog, Answer> reading) {
        return read(each -> openBehind(region, place, each), reading);
    }

    private CompletionStage<Answer> read(Function<Runnable, KnownLog> log, Function<KnownLog, Answer> reading) {
        long untilNs = System.nanoTime() + deadline.toNanos();
        try {
            return threads.make(() -> answer(log, untilNs, reading), deadline, this::late);
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many histories are being read; ask again.")
                    .exception();
        }
    }

    private Answer answer(Function<Runnable, KnownLog> log, long untilNs, Function<KnownLog, Answer> reading) {
        requireTime(untilNs);
        try (KnownLog known = log.apply(() -> requireTime(untilNs))) {
            return reading.apply(known);
        } catch (NoPlaceException none) {
            throw PlaceProblem.of(none);
        } catch (UnreadableLogException e) {
            throw Problem.notServed("The log cannot be read: " + e.getMessage()).exception();
        }
    }

    private KnownLog open(Region region, Runnable each) {
        try {
            return log.open(region, each);
        } catch (NoPlaceException cut) {
            throw PlaceProblem.gone("Nothing can be shown: " + cut.getMessage()
                    + ". Ask the instance that serves the region, or berth audit with a checkpoint.");
        }
    }

    private KnownLog openBehind(Region region, LogPlace place, Runnable each) {
        try {
            return log.openBehind(region, place, each);
        } catch (NoPlaceException none) {
            return switch (none.reason()) {
                case BEFORE_LOG, CUT -> open(region, each);
                case MALFORMED, OTHER_PARTITION, IN_FUTURE -> throw none;
            };
        }
    }

    private void requireTime(long untilNs) {
        if (System.nanoTime() - untilNs > 0) {
            throw late();
        }
    }

    /** Also where Kafka has nothing to say, for its client waits longer than anybody who asks. */
    private ProblemException late() {
        return Problem.notServed("The log of the region could not be read within " + deadline.toSeconds()
                        + " s; ask again when there is less to do, or read it with berth audit.")
                .exception();
    }
}
