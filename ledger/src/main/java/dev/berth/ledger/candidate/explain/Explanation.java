package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;

/**
 * Why a request has the candidates that it has, for people: what each constraint left over, in the order of the lists,
 * and the trees that come nearest. Berth's own; Placement has nothing like it. {@link ExplanationText} makes it
 * readable.
 *
 * @param verdict what it comes to
 * @param treesWithCandidates how many trees anchor at least one candidate
 * @param treesLeftOut how many trees were not looked at because the account would have taken too long; all counts are
 *     of the others
 * @param demands one a class of the unsuffixed group and one a suffixed group: what is asked of one provider
 * @param devices one a request for PCI devices
 * @param trees what is asked of a tree: of its root, then that it meets each demand and has devices for each request
 *     of the unsuffixed
 *     group, then all of them together
 * @param nearest trees that have no candidate, those first that lack the least
 */
public record Explanation(
        Verdict verdict,
        int treesWithCandidates,
        int treesLeftOut,
        ImmutableList<Demand> demands,
        ImmutableList<Devices> devices,
        ImmutableList<Step> trees,
        ImmutableList<Miss> nearest) {
    /** Whether it is worth asking again. */
    public enum Verdict {
        /** It can be met now. */
        FOUND,
        /** It cannot be met, but could be if nothing were used and no host drained. */
        NOT_NOW,
        /** It could not be met even if nothing were used. */
        NEVER,
        /** The budget of the account was spent before it was known. */
        UNDECIDED
    }

    /** One constraint, and how many of the providers, devices or trees that were left before it are left after it. */
    public record Step(String constraint, int before, int after) {}

    /**
     * What is asked of one provider.
     *
     * @param parameter as the query writes it, such as {@code resources_NET=SRIOV_NET_VF:1}
     * @param verdict whether any provider meets it, whatever its tree
     * @param scarce the class of which there was not enough where all that comes before it in the steps was met, if
     *     that is why none is
     *     left: it is exhausted if the verdict is "not now", and was never there if it is "never"
     * @param steps first what only reports change, then what is free now. A provider that shares what it has is left
     *     where it is for
     *     its own tree, or would be for others
     */
    public record Demand(
            String suffix,
            String parameter,
            Verdict verdict,
            Optional<ResourceClass> scarce,
            ImmutableList<Step> steps) {}

    /**
     * A request for PCI devices.
     *
     * @param parameter as the query writes it, such as {@code pci=10g:2}
     * @param verdict whether any host, or for a suffixed group any provider, has enough devices for this request alone
     * @param steps which devices match, then which of them are free, then the most that one host has of them and the
     *     most that a guest
     *     who sits on one cell could have there; no policy restricts candidates, so the last removes none
     */
    public record Devices(String suffix, String parameter, Verdict verdict, ImmutableList<Step> steps) {}

    /** A tree that has no candidate, and what it lacks of one. */
    public record Miss(ProviderId root, String rootName, ImmutableList<Lack> lacks) {}

    /**
     * What keeps a demand from being met by the provider that comes nearest to meeting it, or several from being met
     * together.
     *
     * @param provider the root, for what concerns the whole tree; the one that demands compete for, if there is only
     *     one
     * @param text what is lacking, in words
     */
    public record Lack(Reason reason, String suffix, ProviderId provider, String providerName, String text) {}

    /** What may be lacking. */
    public enum Reason {
        /** The provider has it, but too much of it is used. */
        NO_ROOM_NOW(1),
        /** The host is drained: it could be had there if it were not. */
        DRAINED(1),
        /** Each demand can be met, but not all of them together. */
        NOT_TOGETHER(2),
        MISSING_TRAIT(3),
        FORBIDDEN_TRAIT(3),
        NOT_IN_AGGREGATE(3),
        IN_FORBIDDEN_AGGREGATE(3),
        /** Capacity or units would not allow it even if nothing were used. */
        NEVER_FITS(5),
        OTHER_TREE(6),
        /** The provider has no inventory of the class. */
        NO_INVENTORY(9);

        /** How far it is from being put right; only to rank misses. */
        final int gravity;

        Reason(int gravity) {
            this.gravity = gravity;
        }
    }
}
