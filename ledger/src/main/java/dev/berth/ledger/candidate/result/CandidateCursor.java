package dev.berth.ledger.candidate.result;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.Demands;
import dev.berth.ledger.candidate.request.Demands.Demand;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.forest.Tree;
import java.util.Optional;

/**
 * Reads candidates one after the other without making objects of them: {@link #next} goes on to the next, and
 * everything else is about the one that was reached. Its providers are numbered from 0, each once, in order of the
 * demands that they serve. Not thread-safe.
 */
public final class CandidateCursor {
    private final Demands demands;
    private final CandidateTable table;
    private int at = -1;
    private boolean isLikeBefore;

    /** By demand, the number of the provider that serves it. */
    private final int[] providerOf;

    /** By demand, the one before it that the same provider serves; -1 if there is none. */
    private final int[] demandBefore;

    /** By number of the provider, the first and the last demand that it serves. */
    private final int[] firstDemand;

    private final int[] lastDemand;
    private int providers;

    /** How many providers serve the unsuffixed group; they come first. */
    private int unsuffixedProviders;

    private final TakenAmounts taken;

    public CandidateCursor(CandidateTable table) {
        this.demands = table.demands();
        this.table = table;
        this.providerOf = new int[demands.size()];
        this.demandBefore = new int[demands.size()];
        this.firstDemand = new int[demands.size()];
        this.lastDemand = new int[demands.size()];
        this.taken = new TakenAmounts(demands.classes().size());
    }

    /** Goes on to the next candidate; false if there is none. */
    public boolean next() {
        if (at + 1 >= table.size()) {
            return false;
        }
        at++;
        isLikeBefore = table.isLikeBefore(at);
        if (!isLikeBefore) {
            numberProviders();
        }
        return true;
    }

    private void numberProviders() {
        providers = 0;
        unsuffixedProviders = 0;
        for (int demand = 0; demand < providerOf.length; demand++) {
            int first = table.firstOfSameProvider(at, demand);
            int provider = first == demand ? providers++ : providerOf[first];
            providerOf[demand] = provider;
            if (first == demand) {
                firstDemand[provider] = demand;
            }
            demandBefore[demand] = first == demand ? -1 : lastDemand[provider];
            lastDemand[provider] = demand;
            if (demand < demands.unsuffixed()) {
                unsuffixedProviders = providers;
            }
        }
    }

    /** Whether the same members of another tree, its anchor, serve the candidate in the same way as the one before. */
    public boolean isLikeBefore() {
        return isLikeBefore;
    }

    /** The tree in which the candidate was found. */
    public Tree anchor() {
        return table.anchor(at);
    }

    /** The classes that the request names, by slot: in order of their names. */
    public ImmutableList<ResourceClass> classes() {
        return demands.classes();
    }

    /** The groups of the request, in its order. */
    public ImmutableList<RequestGroup> groups() {
        return demands.request().groups();
    }

    public int demands() {
        return demands.size();
    }

    public int providers() {
        return providers;
    }

    public Tree tree(int provider) {
        return table.tree(at, firstDemand[provider]);
    }

    /** Which member of its tree a provider is. */
    public int member(int provider) {
        return table.member(at, firstDemand[provider]);
    }

    /** The provider of a demand. If all of these are equal, two candidates have the same form with other providers. */
    public int providerOf(int demand) {
        return providerOf[demand];
    }

    /** What is taken from a provider, which may be nothing; the next call changes it. */
    public TakenAmounts taken(int provider) {
        taken.clear();
        for (int demand = lastDemand[provider]; demand >= 0; demand = demandBefore[demand]) {
            Demand served = demands.get(demand);
            for (int of = 0; of < served.slots().length; of++) {
                taken.add(served.slots()[of], served.amounts()[of]);
            }
        }
        return taken;
    }

    /** How many providers serve a group: one for a suffixed group. */
    public int groupProviders(int group) {
        return demands.demandOf(group) < 0 ? unsuffixedProviders : 1;
    }

    /** One of the providers that serve a group. */
    public int groupProvider(int group, int of) {
        int demand = demands.demandOf(group);
        return demand < 0 ? of : providerOf[demand];
    }

    /** The candidate with its devices, which add to what is taken; empty if no devices are asked for. */
    public Optional<Candidate> withDevices() {
        return table.withDevices().isEmpty()
                ? Optional.empty()
                : Optional.of(table.withDevices().get(at));
    }

    /** The candidate as a value. */
    public Candidate candidate() {
        return withDevices().orElseGet(this::withoutDevices);
    }

    private Candidate withoutDevices() {
        ImmutableList.Builder<Candidate.Share> shares = ImmutableList.builder();
        for (int provider = 0; provider < providers; provider++) {
            ImmutableSortedMap.Builder<ResourceClass, Long> resources = ImmutableSortedMap.naturalOrder();
            TakenAmounts amounts = taken(provider);
            for (int of = 0; of < amounts.size(); of++) {
                resources.put(classes().get(amounts.slot(of)), amounts.amount(of));
            }
            if (amounts.size() > 0) {
                shares.add(new Candidate.Share(id(provider), resources.build()));
            }
        }
        ImmutableList.Builder<Candidate.Mapping> mappings = ImmutableList.builder();
        for (int group = 0; group < groups().size(); group++) {
            ImmutableList.Builder<ProviderId> ids = ImmutableList.builder();
            for (int of = 0; of < groupProviders(group); of++) {
                ids.add(id(groupProvider(group, of)));
            }
            mappings.add(new Candidate.Mapping(groups().get(group).suffix(), ids.build()));
        }
        return new Candidate(shares.build(), mappings.build());
    }

    private ProviderId id(int provider) {
        return tree(provider).id(member(provider));
    }
}
