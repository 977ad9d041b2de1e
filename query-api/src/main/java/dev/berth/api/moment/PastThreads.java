package dev.berth.api.moment;

import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.RegionPast;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.model.Region;
import dev.berth.events.model.UnreadableLogException;
import dev.berth.projector.moment.Moments;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Finds moments of the past on a few threads, each within a deadline; some requests may wait for one. What is left of a
 * long way when the deadline comes is shorter the next time, for moments on the way are kept.
 */
public final class PastThreads implements RegionPast {
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 16;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Moments moments;
    private final Duration deadline;
    private final BoundedThreads threads;

    public PastThreads(Moments moments) {
        this(moments, DEADLINE, THREADS, WAITING_MAX);
    }

    PastThreads(Moments moments, Duration deadline, int size, int waitingMax) {
        this.moments = moments;
        this.deadline = deadline;
        this.threads = new BoundedThreads("past", size, waitingMax);
    }

    @Override
    public CompletionStage<Read> read(Region region, String asOf) {
        LogPlace asked = parse(asOf);
        long untilNs = System.nanoTime() + deadline.toNanos();
        try {
            return threads.make(() -> find(region, asked, untilNs), deadline, this::late);
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many moments of the past are being asked for; ask again.")
                    .exception();
        }
    }

    private static LogPlace parse(String text) {
        try {
            return LogPlace.parse(text);
        } catch (NoPlaceException malformed) {
            throw PlaceProblem.of(malformed);
        }
    }

    private Read find(Region region, LogPlace asked, long untilNs) {
        try {
            requireTime(untilNs);
            Moments.Found found = moments.at(region, asked, () -> requireTime(untilNs));
            return new Read(RegionSnapshot.of(found.moment().fold()), found.wentBack());
        } catch (NoPlaceException none) {
            throw PlaceProblem.of(none);
        } catch (UnreadableLogException e) {
            throw Problem.notServed("The log cannot be read: " + e.getMessage()).exception();
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
                        + " s; ask again: what was read on the way is kept.")
                .exception();
    }
}
