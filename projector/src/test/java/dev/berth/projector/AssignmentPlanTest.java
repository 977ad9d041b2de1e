package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.projector.AssignmentPlan.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.ProcessId;
import org.junit.jupiter.api.Test;

class AssignmentPlanTest {
    private static final long WARM = 100;
    private static final long COLD = 5_000;
    private static final int WARM_UPS = 2;

    private static final ProcessId A = process(1);
    private static final ProcessId B = process(2);
    private static final ProcessId C = process(3);

    @Test
    void leavesEverythingWithItsOwnerWhenAnotherJoins() {
        AssignmentPlan plan = plan(4, settled(A, owns(0, 1, 2, 3)), joining(B, lags(4, 0)));

        assertThat(plan.owned(A)).isEqualTo(tasks(0, 1, 2, 3));
        assertThat(plan.copies(B)).as("copies meanwhile").isEqualTo(tasks(0, 1, 2, 3));
        assertThat(plan.isUnfinished()).isTrue();
    }

    @Test
    void movesOnePartitionAfterTheOtherToOneThatHasSettled() {
        AssignmentPlan first = plan(4, settled(A, owns(0, 1, 2, 3)), settled(B, lags(4, WARM)));

        assertThat(first.owned(A)).isEqualTo(tasks(1, 2, 3));
        assertThat(first.owned(B)).isEqualTo(tasks(0));
        assertThat(first.isUnfinished()).isTrue();

        AssignmentPlan second = plan(4, settled(A, owns(1, 2, 3)), settled(B, owns(0), lags(4, WARM)));

        assertThat(second.owned(B)).isEqualTo(tasks(0, 1));
        assertThat(second.isUnfinished()).isFalse();
    }

    @Test
    void goesOnWithAMoveWhenItsOwnerHasLetGo() {
        AssignmentPlan plan = plan(4, settled(A, owns(1, 2, 3), lags(4, 0)), settled(B, lags(4, WARM)));

        assertThat(plan.owned(A)).isEqualTo(tasks(1, 2, 3));
        assertThat(plan.owned(B)).isEqualTo(tasks(0));
        assertThat(plan.isUnfinished()).as("the next one waits").isTrue();
    }

    @Test
    void movesNothingForOnePartitionMore() {
        AssignmentPlan plan = plan(3, settled(A, owns(0, 1)), settled(B, owns(2), lags(3, 0)));

        assertThat(plan.owned(A)).isEqualTo(tasks(0, 1));
        assertThat(plan.isUnfinished()).isFalse();
    }

    @Test
    void movesNoPartitionToACopyThatIsNotWarm() {
        AssignmentPlan plan = plan(8, settled(A, owns(0, 1, 2, 3, 4, 5, 6, 7)), settled(B, lags(8, WARM + 1)));

        assertThat(plan.owned(A)).hasSize(8);
        assertThat(plan.isUnfinished()).isTrue();
    }

    @Test
    void givesWhatNobodyDecidesToTheWarmestCopy() {
        AssignmentPlan plan = plan(2, settled(A, lags(2, COLD)), settled(B, lags(2, COLD - 1)));

        assertThat(plan.owned(B)).isEqualTo(tasks(0, 1));
    }

    @Test
    void givesWhatNobodyDecidesToAnEqualPartToWarmCopies() {
        AssignmentPlan plan = plan(4, settled(A, lags(4, 0)), settled(B, lags(4, WARM)));

        assertThat(plan.owned(A)).hasSize(2);
        assertThat(plan.owned(B)).hasSize(2);
        assertThat(plan.isUnfinished()).isFalse();
    }

    @Test
    void prefersAProcessThatHasSettledAmongWarmCopies() {
        AssignmentPlan plan = plan(1, joining(A, lags(1, 0)), settled(B, lags(1, WARM)));

        assertThat(plan.owned(B)).isEqualTo(tasks(0));
    }

    @Test
    void evensOutAtOnceAmongProcessesThatStartTogether() {
        Instance first = new Instance(A, owns(0, 1, 2, 3), Map.of(), Duration.ofSeconds(12));

        AssignmentPlan plan = plan(4, first, joining(B, lags(4, 0)));

        assertThat(plan.owned(A)).hasSize(2);
        assertThat(plan.owned(B)).hasSize(2);
    }

    @Test
    void leavesEverythingWithAnOwnerThatIsYoungButOlder() {
        Instance restarted = new Instance(A, owns(0, 1, 2, 3), Map.of(), Duration.ofSeconds(18));

        AssignmentPlan plan = plan(4, restarted, joining(B, lags(4, 0)));

        assertThat(plan.owned(A)).as("as in a rolling restart").hasSize(4);
        assertThat(plan.isUnfinished()).isTrue();
    }

    @Test
    void makesAFewCopiesAtATimeForWhatIsToMove() {
        AssignmentPlan plan = new AssignmentPlan(
                tasks(0, 1, 2, 3, 4, 5, 6, 7),
                List.of(settled(A, owns(0, 1, 2, 3, 4, 5, 6, 7)), settled(B, lags(8, COLD))),
                0,
                WARM_UPS,
                WARM);

        assertThat(plan.copies(B)).isEqualTo(tasks(0, 1));
        assertThat(plan.isUnfinished()).isTrue();
    }

    @Test
    void keepsAWarmCopyUntilTheNewOneIsWarm() {
        AssignmentPlan plan = new AssignmentPlan(
                tasks(0, 1, 2, 3),
                List.of(
                        settled(A, owns(0, 1), lags(4, 0)),
                        settled(B, owns(2, 3), lags(4, 0)),
                        settled(C, lags(4, COLD))),
                1,
                0,
                WARM);

        for (TaskId task : tasks(0, 1, 2, 3)) {
            assertThat(List.of(A, B))
                    .as("warm keepers of %s", task)
                    .anyMatch(id -> plan.copies(id).contains(task));
        }
    }

    @Test
    void evensOutWithinARoundForEachPartitionWhateverStoodBefore() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int partitions = 1 + random.nextInt(16);
            int standbys = random.nextInt(3);
            List<ProcessId> ids = IntStream.rangeClosed(1, 1 + random.nextInt(5))
                    .mapToObj(AssignmentPlanTest::process)
                    .toList();
            List<Instance> group = new ArrayList<>();
            Set<TaskId> free = new TreeSet<>(IntStream.range(0, partitions)
                    .mapToObj(AssignmentPlanTest::task)
                    .toList());
            for (ProcessId id : ids) {
                Set<TaskId> owned = new TreeSet<>();
                free.removeIf(task -> random.nextBoolean() && owned.add(task));
                Map<TaskId, Long> lags = new HashMap<>();
                IntStream.range(0, partitions).forEach(task -> lags.put(task(task), random.nextBoolean() ? 0 : COLD));
                group.add(new Instance(id, owned, lags, Duration.ofSeconds(random.nextInt(60))));
            }
            assertThat(settle(group, partitions, standbys, random))
                    .as("rounds, seed %d", seed)
                    .isLessThanOrEqualTo(3 * partitions + 6);
        }
    }

    /** Follows one plan after the other until one is finished and moves nothing; how many there were. */
    private static int settle(List<Instance> begun, int partitions, int standbys, Random random) {
        List<Instance> group = begun;
        for (int round = 1; round < 100; round++) {
            AssignmentPlan plan = checked(group, partitions, standbys, random);
            List<Instance> next = new ArrayList<>();
            boolean isSame = true;
            for (Instance each : group) {
                Set<TaskId> stays = new TreeSet<>(plan.owned(each.id()));
                isSame &= stays.equals(each.owned());
                // What another has not let go of yet comes with the next plan.
                List<Instance> others =
                        group.stream().filter(other -> !other.equals(each)).toList();
                stays.removeIf(
                        task -> others.stream().anyMatch(other -> other.owned().contains(task)));
                Map<TaskId, Long> lags = new HashMap<>(each.lags());
                plan.owned(each.id()).forEach(task -> lags.put(task, 0L));
                plan.copies(each.id()).forEach(task -> lags.put(task, 0L));
                next.add(new Instance(each.id(), stays, lags, each.age().plus(OwnerKeepingAssignor.AGAIN)));
            }
            if (isSame && !plan.isUnfinished()) {
                List<Integer> sizes =
                        group.stream().map(each -> each.owned().size()).toList();
                assertThat(Collections.max(sizes) - Collections.min(sizes)).isLessThanOrEqualTo(1);
                return round;
            }
            group = next;
        }
        return 100;
    }

    private static AssignmentPlan checked(List<Instance> group, int partitions, int standbys, Random random) {
        AssignmentPlan plan = plan(partitions, standbys, group);
        List<Instance> shuffled = new ArrayList<>(group);
        Collections.shuffle(shuffled, random);
        AssignmentPlan again = plan(partitions, standbys, shuffled);
        Map<TaskId, Integer> owners = new TreeMap<>();
        Map<TaskId, Integer> copies = new TreeMap<>();
        int lost = 0;
        for (Instance each : group) {
            assertThat(again.owned(each.id())).isEqualTo(plan.owned(each.id()));
            assertThat(again.copies(each.id())).isEqualTo(plan.copies(each.id()));
            plan.owned(each.id()).forEach(task -> owners.merge(task, 1, Integer::sum));
            plan.copies(each.id()).forEach(task -> copies.merge(task, 1, Integer::sum));
            assertThat(Collections.disjoint(plan.owned(each.id()), plan.copies(each.id())))
                    .isTrue();
            Set<TaskId> gone = new HashSet<>(each.owned());
            gone.removeAll(plan.owned(each.id()));
            lost += each.age().compareTo(AssignmentPlan.SETTLED) >= 0 ? gone.size() : 0;
        }
        assertThat(lost)
                .as("partitions that move from owners that have settled")
                .isLessThanOrEqualTo(1);
        assertThat(owners.keySet()).hasSize(partitions);
        assertThat(owners.values()).allMatch(count -> count == 1);
        int wanted = Math.min(standbys, group.size() - 1);
        if (wanted > 0) {
            assertThat(copies.keySet()).hasSize(partitions);
            assertThat(copies.values()).allMatch(count -> count >= wanted);
        }
        return plan;
    }

    private static AssignmentPlan plan(int partitions, Instance... instances) {
        return plan(partitions, 1, List.of(instances));
    }

    private static AssignmentPlan plan(int partitions, int standbys, List<Instance> instances) {
        return new AssignmentPlan(
                IntStream.range(0, partitions)
                        .mapToObj(AssignmentPlanTest::task)
                        .toList(),
                instances,
                standbys,
                WARM_UPS,
                WARM);
    }

    private static Instance settled(ProcessId id, Set<TaskId> owned) {
        return settled(id, owned, Map.of());
    }

    private static Instance settled(ProcessId id, Map<TaskId, Long> lags) {
        return settled(id, Set.of(), lags);
    }

    private static Instance settled(ProcessId id, Set<TaskId> owned, Map<TaskId, Long> lags) {
        return new Instance(id, owned, lags, AssignmentPlan.SETTLED);
    }

    private static Instance joining(ProcessId id, Map<TaskId, Long> lags) {
        return new Instance(id, Set.of(), lags, Duration.ofSeconds(8));
    }

    private static Set<TaskId> owns(int... partitions) {
        return tasks(partitions);
    }

    private static Set<TaskId> tasks(int... partitions) {
        Set<TaskId> tasks = new TreeSet<>();
        IntStream.of(partitions).forEach(partition -> tasks.add(task(partition)));
        return tasks;
    }

    /** The same lag of each partition. */
    private static Map<TaskId, Long> lags(int partitions, long lag) {
        Map<TaskId, Long> lags = new TreeMap<>();
        IntStream.range(0, partitions).forEach(partition -> lags.put(task(partition), lag));
        return lags;
    }

    private static TaskId task(int partition) {
        return new TaskId(0, partition);
    }

    private static ProcessId process(int number) {
        return new ProcessId(new UUID(0, number));
    }
}
