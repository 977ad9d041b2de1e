package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.forest.Tree;
import java.util.List;
import java.util.Optional;

/**
 * Reads candidates one after the other without making objects of them: {@link #next} goes on to the next, and
 * everything else is about the one that was reached. Classes go by their <i>slot</i>, the place of their name among all
 * names of the request. For one thread.
 */
public final class CandidateCursor {
    private final Plan plan;
    private final Found found;
    private final List<Candidate> completed;
    private int at = -1;
    private boolean isLikeBefore;

    /** The numbers of the providers that serve the candidate, each once, in order of the demands. */
    private final int[] spots;

    private int spotCount;

    /** By demand the spot that serves it. */
    private final int[] spotOfDemand;

    /** Of how many of the spots the unsuffixed group takes something; they come first. */
    private int unsuffixedSpots;

    /** By spot the last demand on it, by demand the one before it on the same spot; -1 where there is none. */
    private final int[] lastDemand;

    private final int[] demandBefore;

    /** The spots from which something is taken. */
    private final int[] shares;

    private int shareCount;

    /** By number of a provider, its spot in the candidate for which it was written down. */
    private int[] spotOfProvider = new int[0];

    private int[] writtenFor = new int[0];

    private final int[] slots;
    private final long[] amounts;
    private int amountCount;

    /**
     * @param completed the candidates as they are with their devices; empty if none were asked for
     */
    CandidateCursor(Plan plan, Found found, List<Candidate> completed) {
        this.plan = plan;
        this.found = found;
        this.completed = completed;
        int demands = plan.demands().length;
        this.spots = new int[demands];
        this.spotOfDemand = new int[demands];
        this.lastDemand = new int[demands];
        this.demandBefore = new int[demands];
        this.shares = new int[demands];
        this.slots = new int[plan.classes().size()];
        this.amounts = new long[plan.classes().size()];
    }

    /** Goes on to the next candidate; false if there is none. */
    public boolean next() {
        if (at + 1 >= found.size()) {
            return false;
        }
        at++;
        isLikeBefore = found.isLikeBefore(at);
        if (isLikeBefore) {
            return true;
        }
        if (spotOfProvider.length < found.providers(at)) {
            spotOfProvider = new int[found.providers(at)];
            writtenFor = new int[found.providers(at)];
        }
        spotCount = 0;
        for (int demand = 0; demand < spotOfDemand.length; demand++) {
            int spot = spotOf(found.provider(at, demand));
            spotOfDemand[demand] = spot;
            demandBefore[demand] = lastDemand[spot];
            lastDemand[spot] = demand;
            if (demand + 1 == plan.unsuffixed()) {
                unsuffixedSpots = spotCount;
            }
        }
        shareCount = 0;
        for (int spot = 0; spot < spotCount; spot++) {
            if (isTakenFrom(spot)) {
                shares[shareCount++] = spot;
            }
        }
        return true;
    }

    private int spotOf(int provider) {
        if (writtenFor[provider] != at + 1) {
            writtenFor[provider] = at + 1;
            spotOfProvider[provider] = spotCount;
            spots[spotCount] = provider;
            lastDemand[spotCount] = -1;
            spotCount++;
        }
        return spotOfProvider[provider];
    }

    private boolean isTakenFrom(int spot) {
        for (int demand = lastDemand[spot]; demand >= 0; demand = demandBefore[demand]) {
            if (plan.demands()[demand].classes().length > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the same members of another tree, its anchor, serve the candidate in the same way as the one before. */
    public boolean isLikeBefore() {
        return isLikeBefore;
    }

    /** The tree in which the candidate was found. */
    public Tree anchor() {
        return found.anchor(at);
    }

    /** The classes that the request names, by slot: in order of their names. */
    public ImmutableList<ResourceClass> classes() {
        return plan.classes();
    }

    /** How many providers serve the candidate, each counted once. */
    public int spots() {
        return spotCount;
    }

    /** The tree that one of them is in. */
    public Tree spotTree(int spot) {
        return found.tree(at, spots[spot]);
    }

    /** Which member of its tree it is. */
    public int spotMember(int spot) {
        return found.member(at, spots[spot]);
    }

    /**
     * Which of them serves a demand: candidates in which the same demands fall together differ in the providers alone.
     */
    public int spotOfDemand(int demand) {
        return spotOfDemand[demand];
    }

    /** From how many providers something is taken. */
    public int shares() {
        return shareCount;
    }

    /** Which of the providers it is. */
    public int shareSpot(int share) {
        return shares[share];
    }

    /** How many demands the request has. */
    public int demands() {
        return plan.demands().length;
    }

    /** Adds up what is taken from a share and tells of how many classes it is. */
    public int readShare(int share) {
        amountCount = 0;
        for (int demand = lastDemand[shares[share]]; demand >= 0; demand = demandBefore[demand]) {
            Need need = plan.demands()[demand];
            for (int of = 0; of < need.slots().length; of++) {
                add(need.slots()[of], need.amounts()[of]);
            }
        }
        return amountCount;
    }

    /** Keeps slots ascending; there are few. */
    private void add(int slot, long amount) {
        int place = amountCount;
        while (place > 0 && slots[place - 1] > slot) {
            place--;
        }
        if (place > 0 && slots[place - 1] == slot) {
            amounts[place - 1] += amount;
            return;
        }
        System.arraycopy(slots, place, slots, place + 1, amountCount - place);
        System.arraycopy(amounts, place, amounts, place + 1, amountCount - place);
        slots[place] = slot;
        amounts[place] = amount;
        amountCount++;
    }

    /** The slot of one of the classes that were read last. */
    public int slot(int of) {
        return slots[of];
    }

    /** How much of it is taken. */
    public long amount(int of) {
        return amounts[of];
    }

    /** The groups of the request, in its order. */
    public ImmutableList<RequestGroup> groups() {
        return plan.request().groups();
    }

    /** How many providers serve a group: one for a suffixed group. */
    public int providers(int group) {
        return plan.demandOf()[group] < 0 ? unsuffixedSpots : 1;
    }

    /** Which provider is one of those that serve a group. */
    public int groupSpot(int group, int of) {
        int demand = plan.demandOf()[group];
        return demand < 0 ? of : spotOfDemand(demand);
    }

    /**
     * The candidate that was reached as it is with its devices, which add to what is taken; empty if none were asked
     * for.
     */
    public Optional<Candidate> completed() {
        return completed.isEmpty() ? Optional.empty() : Optional.of(completed.get(at));
    }

    /** The candidate that was reached, as a value. */
    public Candidate candidate() {
        return completed().orElseGet(this::withoutDevices);
    }

    private Candidate withoutDevices() {
        ImmutableList.Builder<Candidate.Share> list = ImmutableList.builder();
        for (int share = 0; share < shareCount; share++) {
            ImmutableSortedMap.Builder<ResourceClass, Long> resources = ImmutableSortedMap.naturalOrder();
            int count = readShare(share);
            for (int of = 0; of < count; of++) {
                resources.put(plan.classes().get(slots[of]), amounts[of]);
            }
            list.add(new Candidate.Share(id(shares[share]), resources.build()));
        }
        ImmutableList.Builder<Candidate.Mapping> mappings = ImmutableList.builder();
        for (int group = 0; group < groups().size(); group++) {
            ImmutableList.Builder<ProviderId> providers = ImmutableList.builder();
            for (int of = 0; of < providers(group); of++) {
                providers.add(id(groupSpot(group, of)));
            }
            mappings.add(new Candidate.Mapping(groups().get(group).suffix(), providers.build()));
        }
        return new Candidate(list.build(), mappings.build());
    }

    private ProviderId id(int spot) {
        return spotTree(spot).id(spotMember(spot));
    }
}
