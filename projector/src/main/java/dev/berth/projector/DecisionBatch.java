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
 * together. It tells before it reads on and before it writes a commit, and sooner where what it has read takes long.
 * Any stream thread; each also tells what one that has failed has left behind.
 */
final class DecisionBatch implements DecisionListener {
    /** So long the first decision waits for the others, unless one of them alone takes longer. */
    private static final long LONGEST_NS = Duration.ofMillis(2).toNanos();

    private final DecisionListener listener;
    private final LongSupplier nowNs;
    private final Queue<Made> untold = new ConcurrentLinkedQueue<>();
    private volatile long firstNs;

    private record Made(Region region, Decision decision) {}

    /**
     * @param listener told of them, in their order
     * @param nowNs a clock that never jumps
     */
    DecisionBatch(DecisionListener listener, LongSupplier nowNs) {
        this.listener = listener;
        this.nowNs = nowNs;
    }

    @Override
    public void decided(Region region, Decision decision) {
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
    void tell() {
        for (Made next = untold.poll(); next != null; next = untold.poll()) {
            listener.decided(next.region, next.decision);
        }
    }
}
