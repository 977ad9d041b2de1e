package dev.berth.ledger.candidate.capacity;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.state.RegionView;
import java.util.Set;

/**
 * How many more of a request fit in a view, where, what runs out first, and which smaller request would fit once more
 * after these. Immutable.
 *
 * @param total the number of claims that would be granted one after another, each of the first candidate
 * @param isCut whether the steps were spent before everything was counted; then there may be more, and all the rest is
 *     about the trees that were looked at
 * @param doShare whether hosts compete for providers that share with them; then hosts do not add up to the total
 * @param hosts those on which the request fits, the most first, and those that have no room for it now, with 0; if they
 *     were asked for
 * @param aggregates the same by aggregate, if asked for
 * @param traits the same by trait, if asked for
 * @param shortages what hosts lack after these claims, the most hosts first
 * @param never the hosts on which the request would not fit if nothing were used
 * @param reductions smaller requests that would fit once more after these claims, the smallest reduction first
 * @param isPartlyExplained whether the steps were spent before all but the total was found out; then lists are shorter
 *     than they would be, and the numbers in them may be too small
 */
public record CapacityReport(
        long total,
        boolean isCut,
        boolean doShare,
        ImmutableList<HostCapacity> hosts,
        ImmutableList<GroupCapacity> aggregates,
        ImmutableList<GroupCapacity> traits,
        ImmutableList<Shortage> shortages,
        long never,
        ImmutableList<Reduction> reductions,
        boolean isPartlyExplained) {
    /** By what the answer lists where the request fits. */
    public enum By {
        HOST,
        AGGREGATE,
        TRAIT;

        /** As it is named in requests. */
        public String text() {
            return Ascii.toLowerCase(name());
        }
    }

    /**
     * A host, which is a tree of providers.
     *
     * @param count how many fit there, if nothing is claimed anywhere else
     * @param lacks what it lacks after all claims that the report counts; empty if it is not known
     */
    public record HostCapacity(ProviderId root, String name, long count, ImmutableList<String> lacks) {}

    /**
     * The hosts that have a provider in an aggregate, or with a trait.
     *
     * @param name the aggregate's id, or the trait
     * @param count how many fit on these hosts together, if nothing is claimed anywhere else
     * @param hosts on how many hosts the request fits
     */
    public record GroupCapacity(String name, long count, int hosts) {}

    /**
     * What some hosts lack after all claims.
     *
     * @param of classes and PCI devices; of all of them more would have to be free for one more to fit
     * @param hosts how many hosts lack that
     */
    public record Shortage(ImmutableList<String> of, long hosts) {}

    /** The report on a request that asks for what no provider has. */
    public static final CapacityReport NONE = new CapacityReport(
            0,
            false,
            false,
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            0,
            ImmutableList.of(),
            false);

    /**
     * Counts, within two budgets of this many steps: one for the total, and one for everything else.
     *
     * @param request its limit does not matter
     * @throws IllegalArgumentException for a request that takes nothing, of which any number fits
     */
    public static CapacityReport of(RegionView view, CandidateRequest request, Set<By> by, long stepsMax) {
        return of(view, request, by, stepsMax, () -> {});
    }

    /**
     * Counts, as long as somebody waits for it.
     *
     * @param check called now and then; what it throws ends the count
     */
    public static CapacityReport of(
            RegionView view, CandidateRequest request, Set<By> by, long stepsMax, Runnable check) {
        return new CapacityReporter(view, request, stepsMax, check).report(by);
    }
}
