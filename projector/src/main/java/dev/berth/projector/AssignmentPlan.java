package dev.berth.projector;

import com.google.common.math.IntMath;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.ProcessId;

/**
 * Which instance decides which partition, and which keep copies of it. Whoever decides a partition goes on with it,
 * for one that moves is silent meanwhile. What nobody decides goes to the warmest copy. Where one instance has two
 * partitions more than another, one moves, once the other has a warm copy and its process has settled; the next one
 * waits for the next plan. Among processes that start together all move at once. The same question has the same
 * answer, in whatever order instances are told. Not thread-safe.
 */
final class AssignmentPlan {
    /** How long a process compiles what it runs. What moves to it earlier is silent for seconds. */
    static final Duration SETTLED = Duration.ofSeconds(30);

    /** Processes that start within so long of each other start together. */
    private static final Duration TOGETHER = Duration.ofSeconds(5);

    /**
     * One process of the group.
     *
     * @param owned what it decides now
     * @param lags of each partition, how many records of the changelog its copy lacks
     * @param age how long its process has run; very long if that is not known
     */
    record Instance(ProcessId id, Set<TaskId> owned, Map<TaskId, Long> lags, Duration age) {
        private boolean isSettled() {
            return age.compareTo(SETTLED) >= 0;
        }

        private boolean hasStartedWith(Instance other) {
            return !isSettled() && age.minus(other.age()).abs().compareTo(TOGETHER) < 0;
        }

        private long lag(TaskId task) {
            return Math.max(0, lags.getOrDefault(task, Long.MAX_VALUE));
        }
    }

    private final SortedSet<TaskId> tasks;
    private final List<Instance> instances;
    private final long warmLag;
    private final Map<TaskId, Instance> owners = new TreeMap<>();
    private final Map<TaskId, Instance> nextOwners = new TreeMap<>();
    private final Map<ProcessId, Set<TaskId>> copies = new HashMap<>();
    private boolean isUnfinished;

    /**
     * @param copies how many other instances are to keep a copy of each partition
     * @param warmUps how many copies more may be made at a time, for partitions that are to move
     * @param warmLag how many records a warm copy may lack
     */
    AssignmentPlan(Collection<TaskId> tasks, Collection<Instance> instances, int copies, int warmUps, long warmLag) {
        this.tasks = new TreeSet<>(tasks);
        this.instances =
                instances.stream().sorted(Comparator.comparing(Instance::id)).toList();
        this.warmLag = warmLag;
        this.instances.forEach(instance -> this.copies.put(instance.id(), new TreeSet<>()));
        keep();
        boolean isAllKept = owners.size() == this.tasks.size();
        takeUp();
        evenOut(warmUps, isAllKept);
        copy(Math.min(copies, instances.size() - 1));
    }

    /** What an instance is to decide. */
    Set<TaskId> owned(ProcessId id) {
        Set<TaskId> owned = new TreeSet<>();
        owners.forEach((task, owner) -> {
            if (owner.id().equals(id)) {
                owned.add(task);
            }
        });
        return owned;
    }

    /** What an instance is to keep copies of. */
    Set<TaskId> copies(ProcessId id) {
        return copies.get(id);
    }

    /** Whether a later plan is to go on with this one. */
    boolean isUnfinished() {
        return isUnfinished;
    }

    private void keep() {
        for (Instance instance : instances) {
            instance.owned().stream().filter(tasks::contains).forEach(task -> owners.putIfAbsent(task, instance));
        }
    }

    /** A partition on its way from one instance to another is nobody's either, and goes to the emptier one. */
    private void takeUp() {
        for (TaskId task : tasks) {
            if (!owners.containsKey(task)) {
                Comparator<Instance> order = Comparator.comparing(
                                (Instance each) -> isWarm(each, task) ? 0 : each.lag(task))
                        .thenComparing(each -> !each.isSettled())
                        .thenComparing(this::load)
                        .thenComparing(each -> each.lag(task));
                owners.put(task, instances.stream().min(order).orElseThrow());
            }
        }
    }

    private boolean isWarm(Instance instance, TaskId task) {
        return instance.lag(task) <= warmLag;
    }

    private long load(Instance instance) {
        return owners.values().stream().filter(instance::equals).count();
    }

    /** @param isAllKept whether nothing is on its way already */
    private void evenOut(int warmUps, boolean isAllKept) {
        Map<Instance, Set<TaskId>> wanted = new HashMap<>();
        instances.forEach(each -> wanted.put(each, new TreeSet<>()));
        owners.forEach((task, owner) -> wanted.get(owner).add(task));
        int warmUpsLeft = warmUps;
        boolean mayMove = isAllKept;
        while (true) {
            Instance fullest = instances.stream()
                    .max(Comparator.comparing(each -> wanted.get(each).size()))
                    .orElseThrow();
            Instance emptiest = instances.stream()
                    .min(Comparator.comparing(each -> wanted.get(each).size()))
                    .orElseThrow();
            if (wanted.get(fullest).size() - wanted.get(emptiest).size() <= 1) {
                return;
            }
            TaskId task = wanted.get(fullest).stream()
                    .filter(each -> owners.get(each).equals(fullest))
                    .min(Comparator.comparing(emptiest::lag))
                    .orElseThrow();
            wanted.get(fullest).remove(task);
            wanted.get(emptiest).add(task);
            boolean isWarm = isWarm(emptiest, task);
            if (isWarm && fullest.hasStartedWith(emptiest)) {
                owners.put(task, emptiest);
            } else if (isWarm && emptiest.isSettled() && mayMove) {
                owners.put(task, emptiest);
                mayMove = false;
            } else {
                isUnfinished = true;
                if (isWarm || warmUpsLeft > 0) {
                    nextOwners.put(task, emptiest);
                    warmUpsLeft -= isWarm ? 0 : 1;
                }
            }
        }
    }

    private void copy(int count) {
        Map<Instance, Integer> loads = new HashMap<>();
        instances.forEach(each -> loads.put(each, (int) load(each)));
        int share = IntMath.divide(tasks.size() * (count + 1), instances.size(), RoundingMode.CEILING);
        for (TaskId task : tasks) {
            // Among those that are warm and have room, by what they lack; else whoever has least.
            Predicate<Instance> fits = each -> isWarm(each, task) && loads.get(each) < share;
            Comparator<Instance> order = Comparator.comparing(
                            (Instance each) -> fits.test(each) ? each.lag(task) : Long.MAX_VALUE)
                    .thenComparing(loads::get)
                    .thenComparing(each -> each.lag(task));
            List<Instance> others = instances.stream()
                    .filter(each -> !each.equals(owners.get(task)))
                    .sorted(order)
                    .toList();
            Set<Instance> keepers = new HashSet<>(others.subList(0, count));
            if (count > 0 && keepers.stream().noneMatch(each -> isWarm(each, task))) {
                Optional<Instance> warm =
                        others.stream().filter(each -> isWarm(each, task)).findFirst();
                warm.ifPresent(keepers::add);
                isUnfinished |= warm.isPresent();
            }
            Optional.ofNullable(nextOwners.get(task)).ifPresent(keepers::add);
            for (Instance keeper : keepers) {
                copies.get(keeper.id()).add(task);
                loads.merge(keeper, 1, Integer::sum);
            }
        }
    }
}
