package dev.berth.projector;

import dev.berth.projector.PartitionHealth.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an instance is at one moment.
 *
 * @param pastHelp why only a restart of the process can help, if so; never for what is away and may come back
 * @param faults what else keeps the whole instance from serving, one sentence for each
 * @param partitions every partition of the log, in order; none before their number is known, or where there is no log
 */
public record Health(Optional<String> pastHelp, List<String> faults, List<PartitionHealth> partitions) {
    /** The health of an instance without a log. */
    public static final Health GOOD = new Health(Optional.empty(), List.of(), List.of());

    /** The same health, with the faults that others have found. */
    public Health withFaults(List<String> more) {
        return new Health(
                pastHelp, Stream.concat(faults.stream(), more.stream()).toList(), partitions);
    }

    /** Whether everything is served that this instance is to serve; regions that have stopped are told elsewhere. */
    public boolean isReady() {
        return whyNotReady().isEmpty();
    }

    /**
     * Why this instance is not ready, one sentence for each reason; empty if it is. One that has nothing itself is
     * ready to pass requests on, but not where it knows nobody at all to pass them to.
     */
    public List<String> whyNotReady() {
        boolean knowsNobody =
                !partitions.isEmpty() && partitions.stream().allMatch(partition -> partition.state() == State.UNOWNED);
        return Stream.of(
                        pastHelp.stream(),
                        faults.stream(),
                        partitions.stream()
                                .filter(partition ->
                                        knowsNobody || !partition.state().isReady())
                                .map(PartitionHealth::toString))
                .flatMap(reasons -> reasons)
                .toList();
    }
}
