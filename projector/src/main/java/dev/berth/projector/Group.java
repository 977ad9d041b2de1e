package dev.berth.projector;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the coordinator said of the group of projectors at one moment.
 *
 * @param isStable whether every member has its partitions; while members change places nobody's are told
 * @param partitions the partitions of the log that each member has, by its client id
 */
record Group(boolean isStable, Map<String, Set<Integer>> partitions) {
    static final Group EMPTY = new Group(true, Map.of());

    /**
     * Whether a member that has a task for a partition still keeps it. While members change places, one that is still
     * among them does: its partition is given to another only once it has closed its task and has joined again.
     */
    boolean isKept(int partition, String member) {
        return isStable ? partitions.getOrDefault(member, Set.of()).contains(partition) : has(member);
    }

    /** The member that was given a partition; not known while members change places. */
    Optional<String> holder(int partition) {
        return isStable
                ? partitions.entrySet().stream()
                        .filter(member -> member.getValue().contains(partition))
                        .map(Map.Entry::getKey)
                        .findFirst()
                : Optional.empty();
    }

    /** Whether a member of some kind was given a partition; not known while members change places. */
    boolean isGiven(int partition, Predicate<String> to) {
        return holder(partition).filter(to).isPresent();
    }

    boolean has(String member) {
        return partitions.containsKey(member);
    }

    boolean isWithout(Predicate<String> others) {
        return partitions.keySet().stream().noneMatch(others);
    }
}
