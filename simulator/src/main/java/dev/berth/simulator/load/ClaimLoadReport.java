package dev.berth.simulator.load;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import java.time.Duration;
import java.util.Optional;

/**
 * What a load came to.
 *
 * @param lines one for each kind of request that was sent
 * @param cpu what the service's process took meanwhile for everything; empty if the service does not say so
 * @param complaints the first of the answers that must not be, and what was found in use in the end
 * @param held empty if all is released
 */
public record ClaimLoadReport(
        ClaimLoadSpec spec,
        Duration wall,
        ImmutableList<LoadLine> lines,
        Optional<Duration> cpu,
        ImmutableList<String> complaints,
        Optional<Held> held) {
    /**
     * What the service may hold for a load that has ended.
     *
     * @param consumers those whose release was not answered as it must be
     */
    public record Held(String project, ImmutableSortedSet<ConsumerId> consumers) {}

    /** The line of that kind; one of zeros if nothing of the kind was sent. */
    public LoadLine line(LoadKind kind) {
        return lines.stream()
                .filter(line -> line.kind() == kind)
                .findFirst()
                .orElse(new LoadLine(kind, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    /** Processor time of the service's process for each claim that was granted, and its release if measured. */
    public Optional<Double> cpuMicrosPerClaim() {
        long claims = line(LoadKind.CLAIM).done();
        return claims == 0 ? Optional.empty() : cpu.map(took -> took.toNanos() / 1e3 / claims);
    }

    /** Whether every answer came and was one that may be, and nothing was left in use. */
    public boolean isRight() {
        return complaints.isEmpty() && lines.stream().allMatch(line -> line.lost() == 0);
    }
}
