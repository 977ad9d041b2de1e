package dev.berth.api.server;

import com.google.common.collect.ImmutableMap;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One page of entries that a log shows, behind the one with which the page before it ended. Not thread-safe. */
final class LogPage {
    /** How much a page takes at most, its last entry aside: a report may have thousands of changes. */
    private static final int WEIGHT_MAX = 50_000;

    /** How long its entries may take to be made, likewise. */
    private static final Duration MAKING_MAX = Duration.ofSeconds(5);

    private final Optional<Position> after;
    private final int limit;
    private final long makingMaxNs;
    private final List<Map<String, Object>> entries = new ArrayList<>();
    private Optional<Position> last = Optional.empty();
    private boolean isBehindCursor;
    private boolean hasMore;
    private long weight;
    private long makingNs;

    /** @param limit how many entries at most */
    LogPage(Optional<Position> after, int limit) {
        this(after, limit, MAKING_MAX);
    }

    LogPage(Optional<Position> after, int limit, Duration makingMax) {
        this.after = after;
        this.limit = limit;
        this.makingMaxNs = makingMax.toNanos();
        this.isBehindCursor = after.isEmpty();
    }

    /**
     * Adds an entry if it belongs to the page, in the order in which it was decided, which is not that of the log where
     * a region had stopped.
     *
     * @param itsWeight how many changes it has
     * @param entry made only if it belongs to the page
     */
    void add(Position position, int itsWeight, Supplier<Map<String, Object>> entry) {
        if (!isBehindCursor) {
            isBehindCursor = after.orElseThrow().compareTo(position) == 0;
        } else if (isFull()) {
            hasMore = true;
        } else {
            long sinceNs = System.nanoTime();
            entries.add(entry.get());
            makingNs += System.nanoTime() - sinceNs;
            weight += itsWeight;
            last = Optional.of(position);
        }
    }

    private boolean isFull() {
        return !entries.isEmpty() && (entries.size() == limit || weight >= WEIGHT_MAX || makingNs >= makingMaxNs);
    }

    /** Whether there is another page, so that nothing more has to be read. */
    boolean hasMore() {
        return hasMore;
    }

    /**
     * The entries, and what {@code after} has to be for the next page.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if the page before it did not end with an entry
     */
    Map<String, Object> values() {
        if (!isBehindCursor) {
            throw Problem.badRequest("expected in after the position of an entry of this history, as next says it, but"
                            + " got " + after.orElseThrow())
                    .exception();
        }
        return ImmutableMap.of(
                "entries", entries, "next", hasMore ? last.map(Position::toString) : Optional.<String>empty());
    }
}
