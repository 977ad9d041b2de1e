package dev.berth.projector;

import dev.berth.projector.AssignmentPlan.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.TaskAssignmentException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.ApplicationState;
import org.apache.kafka.streams.processor.assignment.AssignmentConfigs;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsState;
import org.apache.kafka.streams.processor.assignment.TaskAssignor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka Streams which instance decides which partition, and which keep copies, by an {@link AssignmentPlan}.
 * Whichever instance leads the group is asked; it keeps nothing between two questions. Streams makes one by reflection,
 * so it is public. For one thread.
 */
public final class OwnerKeepingAssignor implements TaskAssignor {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerKeepingAssignor.class);

    /** The tag of an instance with the time when its process started, in milliseconds. */
    static final String STARTED = "berth-started-ms";

    /** When the group is to look again at what waits: at a copy to get warm, or at the next partition to move. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Duration LONG = Duration.ofDays(365);

    private final LongSupplier nowMs;

    /** For Streams. */
    public OwnerKeepingAssignor() {
        this(System::currentTimeMillis);
    }

    OwnerKeepingAssignor(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    @Override
    public TaskAssignment assign(ApplicationState application) {
        Optional<List<Instance>> known = known(application);
        List<Instance> instances = known.orElseGet(() -> presumed(application));
        AssignmentConfigs configs = application.assignmentConfigs();
        AssignmentPlan plan = new AssignmentPlan(
                application.allTasks().keySet(),
                instances,
                configs.numStandbyReplicas(),
                configs.maxWarmupReplicas(),
                configs.acceptableRecoveryLag());
        List<KafkaStreamsAssignment> assignments = new ArrayList<>();
        for (Instance instance : instances) {
            Set<AssignedTask> tasks = new LinkedHashSet<>();
            plan.owned(instance.id()).forEach(task -> tasks.add(new AssignedTask(task, AssignedTask.Type.ACTIVE)));
            plan.copies(instance.id()).forEach(task -> tasks.add(new AssignedTask(task, AssignedTask.Type.STANDBY)));
            assignments.add(KafkaStreamsAssignment.of(instance.id(), tasks));
        }
        if (plan.isUnfinished() || known.isEmpty()) {
            Instant again = Instant.ofEpochMilli(nowMs.getAsLong()).plus(AGAIN);
            assignments.set(0, assignments.get(0).withFollowupRebalance(again));
        }
        return new TaskAssignment(assignments);
    }

    /** Empty if Kafka does not say how far the changelogs go. */
    private Optional<List<Instance>> known(ApplicationState application) {
        try {
            return Optional.of(application.kafkaStreamsStates(true).values().stream()
                    .map(each -> instance(each, each.statefulTasksToLagSums()))
                    .toList());
        } catch (TaskAssignmentException e) {
            LOG.warn("How far the changelogs go is not known: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** As if each copy that there is were warm. */
    private List<Instance> presumed(ApplicationState application) {
        return application.kafkaStreamsStates(false).values().stream()
                .map(each -> instance(each, presumedLags(each)))
                .toList();
    }

    private static Map<TaskId, Long> presumedLags(KafkaStreamsState state) {
        Map<TaskId, Long> lags = new HashMap<>();
        state.previousActiveTasks().forEach(task -> lags.put(task, 0L));
        state.previousStandbyTasks().forEach(task -> lags.put(task, 0L));
        return lags;
    }

    private Instance instance(KafkaStreamsState state, Map<TaskId, Long> lags) {
        return new Instance(
                state.processId(),
                state.previousActiveTasks(),
                lags,
                age(state.clientTags().get(STARTED)));
    }

    /** By this one's clock; a clock that is far from it tells nothing. */
    private Duration age(String startedMs) {
        try {
            return Duration.ofMillis(nowMs.getAsLong() - Long.parseLong(startedMs))
                    .abs();
        } catch (NumberFormatException unknown) {
            return LONG;
        }
    }
}
