package dev.berth.projector;

import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * Decisions that are made and not told yet. What a stream thread has read at once it tells at once: who hears of a
 * decision often sends the next command, and those that are sent together share a request to the log and are read
 * together. It tells before it reads on, writes a commit or asks Kafka, and sooner where what it has read takes long.
 * Any stream thread; each also tells what one that has failed has left behind.
 */
final class DecisionBatch implements DecisionListener {
    /** So long the first decision waits for the others, unless one of them alone takes longer. */
    private static final long LONGEST_NS = Duration.ofMillis(2).toNanos();

    private final DecisionListener atOnce;
    private final DecisionListener together;
    private final LongSupplier nowNs;
    private final Queue<Made> untold = new ConcurrentLinkedQueue<>();
    private volatile long firstNs;

    private record Made(Region region, Decision decision) {}

    /**
     * @param atOnce hears of each as it is made, so that whoever has been told of one finds it there
     * @param together told of them, in their order
     * @param nowNs a clock that never jumps
     */
    DecisionBatch(DecisionListener atOnce, DecisionListener together, LongSupplier nowNs) {
        this.atOnce = atOnce;
        this.together = together;
        this.nowNs = nowNs;
    }

    @Override
    public void decided(Region region, Decision decision) {
        atOnce.decided(region, decision);
        long now = nowNs.getAsLong();
        if (untold.isEmpty()) {
            firstNs = now;
        }
        untold.add(new Made(region, decision));
        if (now - firstNs >= LONGEST_NS) {
            tell();
        }
    }

    /** Tells all that was decided. */
    @Override
    public void tell() {
        for (Made next = untold.poll(); next != null; next = untold.poll()) {
            together.decided(next.region, next.decision);
        }
    }
}
