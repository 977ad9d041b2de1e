package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.streams.errors.TaskAssignmentException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.ApplicationState;
import org.apache.kafka.streams.processor.assignment.AssignmentConfigs;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsState;
import org.apache.kafka.streams.processor.assignment.ProcessId;
import org.apache.kafka.streams.processor.assignment.TaskAssignmentUtils;
import org.apache.kafka.streams.processor.assignment.TaskAssignor;
import org.apache.kafka.streams.processor.assignment.TaskInfo;
import org.apache.kafka.streams.processor.assignment.TaskTopicPartition;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;

class OwnerKeepingAssignorTest {
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long LONG_AGO_MS = NOW_MS - AssignmentPlan.SETTLED.toMillis();
    private static final TaskId FIRST = new TaskId(0, 0);
    private static final TaskId SECOND = new TaskId(0, 1);
    private static final Set<TaskId> BOTH = Set.of(FIRST, SECOND);
    private static final Optional<String> UNTOLD = Optional.empty();

    private final OwnerKeepingAssignor assignor = new OwnerKeepingAssignor(() -> NOW_MS);

    @Test
    void leavesPartitionsWithTheirOwnerWhileAnotherIsNew() {
        Asked group = new Asked(
                instance(1, BOTH, Set.of(), started(LONG_AGO_MS)),
                instance(2, Set.of(), BOTH, started(NOW_MS - 1_000)));

        Map<Integer, KafkaStreamsAssignment> told = assign(group);

        assertThat(active(told.get(1))).isEqualTo(BOTH);
        assertThat(standby(told.get(2))).isEqualTo(BOTH);
        assertThat(told.get(1).followupRebalanceDeadline())
                .contains(Instant.ofEpochMilli(NOW_MS).plus(OwnerKeepingAssignor.AGAIN));
    }

    @Test
    void movesOneOnceTheOtherHasSettledAndAsksForNothingMore() {
        Asked group = new Asked(
                instance(1, BOTH, Set.of(), started(LONG_AGO_MS)), instance(2, Set.of(), BOTH, started(LONG_AGO_MS)));

        Map<Integer, KafkaStreamsAssignment> told = assign(group);

        assertThat(active(told.get(1))).hasSize(1);
        assertThat(active(told.get(2))).hasSize(1);
        assertThat(told.values())
                .allMatch(each -> each.followupRebalanceDeadline().isEmpty());
    }

    @Test
    void takesAnInstanceThatDoesNotTellItsStartForOneThatHasSettled() {
        Asked group = new Asked(instance(1, BOTH, Set.of(), started(LONG_AGO_MS)), instance(2, Set.of(), BOTH, UNTOLD));

        assertThat(active(assign(group).get(2))).hasSize(1);
    }

    @Test
    void takesAnInstanceWithAClockOfItsOwnForOneThatHasSettled() {
        long ahead = NOW_MS + AssignmentPlan.SETTLED.toMillis();
        Asked group = new Asked(
                instance(1, BOTH, Set.of(), started(LONG_AGO_MS)), instance(2, Set.of(), BOTH, started(ahead)));

        assertThat(active(assign(group).get(2))).hasSize(1);
    }

    @Test
    void givesPartitionsToCopiesWhereItIsNotKnownHowFarTheChangelogsGo() {
        Asked group = new Asked(
                instance(1, Set.of(), Set.of(), started(LONG_AGO_MS)),
                instance(2, Set.of(), BOTH, started(LONG_AGO_MS)));
        group.areEndsKnown = false;

        Map<Integer, KafkaStreamsAssignment> told = assign(group);

        assertThat(active(told.get(2))).isEqualTo(BOTH);
        assertThat(told.get(1).followupRebalanceDeadline())
                .as("when it is asked again")
                .isPresent();
    }

    private Map<Integer, KafkaStreamsAssignment> assign(Asked group) {
        TaskAssignor.TaskAssignment answer = assignor.assign(group);
        assertThat(TaskAssignmentUtils.validateTaskAssignment(group, answer))
                .isEqualTo(TaskAssignor.AssignmentError.NONE);
        Map<Integer, KafkaStreamsAssignment> told = new TreeMap<>();
        answer.assignment().forEach(each -> told.put((int) each.processId().id().getLeastSignificantBits(), each));
        return told;
    }

    private static Set<TaskId> active(KafkaStreamsAssignment told) {
        return tasks(told, AssignedTask.Type.ACTIVE);
    }

    private static Set<TaskId> standby(KafkaStreamsAssignment told) {
        return tasks(told, AssignedTask.Type.STANDBY);
    }

    private static Set<TaskId> tasks(KafkaStreamsAssignment told, AssignedTask.Type type) {
        Set<TaskId> tasks = new TreeSet<>();
        told.tasks().forEach((id, task) -> {
            if (task.type() == type) {
                tasks.add(id);
            }
        });
        return tasks;
    }

    private static Optional<String> started(long ms) {
        return Optional.of(Long.toString(ms));
    }

    private static Told instance(int number, Set<TaskId> active, Set<TaskId> copies, Optional<String> started) {
        return new Told(new ProcessId(new UUID(0, number)), new TreeSet<>(active), new TreeSet<>(copies), started);
    }

    /** The question of Streams. */
    private static final class Asked implements ApplicationState {
        private final Map<ProcessId, KafkaStreamsState> told = new TreeMap<>();
        private boolean areEndsKnown = true;

        Asked(Told... instances) {
            List.of(instances).forEach(instance -> told.put(instance.processId(), instance));
        }

        @Override
        public Map<ProcessId, KafkaStreamsState> kafkaStreamsStates(boolean computeTaskLags) {
            if (computeTaskLags && !areEndsKnown) {
                throw new TaskAssignmentException("the ends of the changelogs are not known");
            }
            return told;
        }

        @Override
        public AssignmentConfigs assignmentConfigs() {
            return new AssignmentConfigs(100L, 2, 1, 60_000L, List.of());
        }

        @Override
        public Map<TaskId, TaskInfo> allTasks() {
            Map<TaskId, TaskInfo> tasks = new TreeMap<>();
            BOTH.forEach(id -> tasks.put(id, new Partition(id)));
            return tasks;
        }
    }

    private record Partition(TaskId id) implements TaskInfo {
        @Override
        public boolean isStateful() {
            return true;
        }

        @Override
        public Set<String> stateStoreNames() {
            return Set.of("regions");
        }

        @Override
        public Set<TaskTopicPartition> topicPartitions() {
            return Set.of();
        }
    }

    /** What Streams tells of an instance; a copy lacks nothing, and where there is none it lacks 1,000 records. */
    private record Told(
            ProcessId processId,
            SortedSet<TaskId> previousActiveTasks,
            SortedSet<TaskId> previousStandbyTasks,
            Optional<String> started)
            implements KafkaStreamsState {
        @Override
        public int numProcessingThreads() {
            return 1;
        }

        @Override
        public SortedSet<String> consumerClientIds() {
            return new TreeSet<>(Set.of(processId.toString()));
        }

        @Override
        public long lagFor(TaskId task) {
            return statefulTasksToLagSums().get(task);
        }

        @Override
        public SortedSet<TaskId> prevTasksByLag(String consumerClientId) {
            return previousStandbyTasks;
        }

        @Override
        public Map<TaskId, Long> statefulTasksToLagSums() {
            Map<TaskId, Long> lags = new TreeMap<>();
            BOTH.forEach(task -> lags.put(task, previousStandbyTasks.contains(task) ? 0L : 1_000L));
            return lags;
        }

        @Override
        public Optional<HostInfo> hostInfo() {
            return Optional.empty();
        }

        @Override
        public Map<String, String> clientTags() {
            return started.map(ms -> Map.of(OwnerKeepingAssignor.STARTED, ms)).orElse(Map.of());
        }

        @Override
        public Optional<String> rackId() {
            return Optional.empty();
        }
    }
}
