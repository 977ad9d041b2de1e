package dev.berth.ledger.candidate.request;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Collections;

/**
 * A request split into <i>demands</i>, each of which is met by one provider: one for each class of the unsuffixed
 * group, by name, then one for each suffixed group in the order of the request. Classes go by their <i>slot</i>, the
 * position of the name among all class names of the request in order. Immutable.
 */
public final class Demands {
    private final CandidateRequest request;
    private final ImmutableList<ResourceClass> classes;
    private final ImmutableList<Demand> demands;
    private final int unsuffixed;
    private final ImmutableList<ImmutableSortedSet<Trait>> traitSets;

    /** By group, its demand; -1 for the unsuffixed group. */
    private final int[] demandOf;

    /**
     * What one provider has to meet.
     *
     * @param group all that is asked of the provider: a suffixed group, or one class of the unsuffixed group with the
     *     conditions that each of its providers must meet
     * @param slots the classes that are taken, by name
     * @param amounts how much is taken of each of them
     */
    public record Demand(RequestGroup group, int[] slots, long[] amounts) {
        /** What is asked for as the query writes it, such as {@code resources_NET=SRIOV_NET_VF:1}. */
        public String parameter() {
            return group.parameter();
        }

        /** Whether anything is taken: a group without resources asks for a provider only. */
        public boolean takesAnything() {
            return slots.length > 0;
        }
    }

    public Demands(CandidateRequest request) {
        this.request = request;
        this.classes = request.groups().stream()
                .flatMap(group -> group.resources().keySet().stream())
                .sorted()
                .distinct()
                .collect(ImmutableList.toImmutableList());
        this.demandOf = new int[request.groups().size()];
        ImmutableList.Builder<Demand> all = ImmutableList.builder();
        ImmutableList<ImmutableSortedSet<Trait>> ofUnsuffixed = ImmutableList.of();
        int size = 0;
        for (RequestGroup group : request.groups()) {
            if (!group.isSuffixed()) {
                group.resources().forEach((name, amount) -> all.add(demand(group.part(name))));
                size = group.resources().size();
                // The traits are asked of providers of amounts: a group of devices alone has none.
                ofUnsuffixed = size == 0 ? ImmutableList.of() : group.requiredTraits();
            }
        }
        this.unsuffixed = size;
        this.traitSets = ofUnsuffixed;
        for (int at = 0; at < demandOf.length; at++) {
            RequestGroup group = request.groups().get(at);
            demandOf[at] = group.isSuffixed() ? size++ : -1;
            if (group.isSuffixed()) {
                all.add(demand(group));
            }
        }
        this.demands = all.build();
    }

    private Demand demand(RequestGroup group) {
        ImmutableSortedMap<ResourceClass, Long> resources = group.resources();
        return new Demand(
                group,
                resources.keySet().stream()
                        .mapToInt(name -> Collections.binarySearch(classes, name))
                        .toArray(),
                resources.values().stream().mapToLong(Long::longValue).toArray());
    }

    public CandidateRequest request() {
        return request;
    }

    /** All classes that the request names, by slot. */
    public ImmutableList<ResourceClass> classes() {
        return classes;
    }

    public int size() {
        return demands.size();
    }

    public Demand get(int demand) {
        return demands.get(demand);
    }

    /** How many demands, from the first on, belong to the unsuffixed group. */
    public int unsuffixed() {
        return unsuffixed;
    }

    /** The demand of a suffixed group; -1 for the unsuffixed group, which may have several. */
    public int demandOf(int group) {
        return demandOf[group];
    }

    /** For each set, the providers of the unsuffixed group must have one of its traits among them. */
    public ImmutableList<ImmutableSortedSet<Trait>> traitSets() {
        return traitSets;
    }
}
