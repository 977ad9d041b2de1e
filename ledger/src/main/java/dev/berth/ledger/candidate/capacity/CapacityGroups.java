package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.capacity.CapacityCount.Counted;
import dev.berth.ledger.candidate.capacity.CapacityReport.GroupCapacity;
import dev.berth.ledger.candidate.search.Anchor;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How many fit on the hosts of each aggregate, and on those with each trait. Hosts that share are filled together for
 * each of them. Not thread-safe.
 */
final class CapacityGroups {
    private final RegionView view;
    private final CapacityCount count;
    private final List<Counted> counted;
    private final StepCounter steps;

    /** The hosts that have one thing in common. */
    private static final class Group {
        private final List<Anchor> sharing = new ArrayList<>();
        private long independent;
        private int hosts;
    }

    /** @param counted the hosts on which the request fits, those that share behind the others */
    CapacityGroups(RegionView view, CapacityCount count, List<Counted> counted, StepCounter steps) {
        this.view = view;
        this.count = count;
        this.counted = counted;
        this.steps = steps;
    }

    /** By the aggregates that any provider of the host is in. */
    ImmutableList<GroupCapacity> aggregates() {
        return grouped(tree -> {
            Set<AggregateId> all = new TreeSet<>();
            for (int member = 0; member < tree.size(); member++) {
                all.addAll(view.provider(tree.id(member)).orElseThrow().aggregates());
            }
            return all;
        });
    }

    /** By the traits that any provider of the host has. */
    ImmutableList<GroupCapacity> traits() {
        return grouped(tree -> {
            Set<Trait> all = new TreeSet<>();
            for (int member = 0; member < tree.size(); member++) {
                all.addAll(tree.traits(member));
            }
            return all;
        });
    }

    private <T extends Comparable<T>> ImmutableList<GroupCapacity> grouped(Function<Tree, Set<T>> names) {
        Set<Tree> sharing = new HashSet<>();
        count.sharing().forEach(anchor -> sharing.add(anchor.tree()));
        TreeMap<T, Group> groups = new TreeMap<>();
        for (Counted one : counted) {
            steps.add(one.anchor().tree().size());
            for (T name : names.apply(one.anchor().tree())) {
                Group group = groups.computeIfAbsent(name, none -> new Group());
                group.hosts++;
                if (sharing.contains(one.anchor().tree())) {
                    group.sharing.add(one.anchor());
                } else {
                    group.independent = LongMath.saturatedAdd(group.independent, one.count());
                }
            }
        }
        List<GroupCapacity> all = new ArrayList<>();
        groups.forEach((name, group) -> all.add(new GroupCapacity(
                name.toString(),
                LongMath.saturatedAdd(
                        group.independent,
                        group.sharing.isEmpty() ? 0 : count.filling(steps).fill(group.sharing)),
                group.hosts)));
        all.sort(Comparator.comparingLong(GroupCapacity::count).reversed());
        return ImmutableList.copyOf(all);
    }
}
