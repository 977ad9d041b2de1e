package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.search.Reason;
import java.util.Optional;

/**
 * Why a request has the candidates that it has, for people: how many providers and trees each constraint left, in the
 * order of the lists, and the trees that come nearest. Berth's own; Placement has nothing like it.
 *
 * @param verdict the conclusion
 * @param treesWithCandidates how many trees anchor at least one candidate
 * @param treesLeftOut how many trees were not looked at because it would have taken too long; no count has them
 * @param demands one for each class of the unsuffixed group and one for each suffixed group: what one provider must
 *     meet
 * @param devices one for each request for PCI devices
 * @param trees what is asked of a tree: of its root, that it meets each demand and has the devices of each request of
 *     the unsuffixed group, and last, all of it together
 * @param nearest trees that have no candidate, those that lack the least first
 */
public record Explanation(
        Verdict verdict,
        int treesWithCandidates,
        int treesLeftOut,
        ImmutableList<ExplainedDemand> demands,
        ImmutableList<ExplainedDevices> devices,
        ImmutableList<Line> trees,
        ImmutableList<Miss> nearest) {
    /** Whether it is worth asking again. */
    public enum Verdict {
        /** It can be met now. */
        FOUND,
        /** It cannot be met, but could be if nothing were used and no host drained. */
        NOT_NOW,
        /** It could not be met even if nothing were used. */
        NEVER,
        /** The budget of the explanation was spent before it was known. */
        UNDECIDED
    }

    /** One constraint, and how many providers, devices or trees were left before and after it. */
    public record Line(String constraint, int before, int after) {}

    /**
     * What is asked of one provider.
     *
     * @param parameter as the query writes it, such as {@code resources_NET=SRIOV_NET_VF:1}
     * @param verdict whether any provider meets it, whatever its tree
     * @param scarce the class of which the last providers had not enough: it is exhausted if the verdict is "not now",
     *     and no provider ever had enough if it is "never"
     * @param lines first what only reports change, then what is free now. A provider that shares what it has is counted
     *     as long as it could serve its own tree or others
     */
    public record ExplainedDemand(
            String suffix,
            String parameter,
            Verdict verdict,
            Optional<ResourceClass> scarce,
            ImmutableList<Line> lines) {}

    /**
     * A request for PCI devices.
     *
     * @param parameter as the query writes it, such as {@code pci=10g:2}
     * @param verdict whether any host, or for a suffixed group any provider, has enough devices for this request alone
     * @param lines which devices match, which of them are free, the most that one host has of them, and the most that a
     *     guest on one cell could have there; no NUMA policy restricts candidates, so the last removes none
     */
    public record ExplainedDevices(String suffix, String parameter, Verdict verdict, ImmutableList<Line> lines) {}

    /** A tree that has no candidate, and what it lacks of one. */
    public record Miss(ProviderId root, String rootName, ImmutableList<Lack> lacks) {}

    /**
     * Why the provider that comes nearest does not meet a demand, or why several are not met together.
     *
     * @param provider the root, for what concerns the whole tree; the one that demands compete for, if it is only one
     * @param text what is lacking, in words
     */
    public record Lack(Reason reason, String suffix, ProviderId provider, String providerName, String text) {}
}
