package dev.berth.projector;

import dev.berth.events.log.KafkaAdmin;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka how long the log is, how far the projectors have committed it and who they are. Any thread. */
final class LogOffsets implements GroupCheck, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogOffsets.class);

    private final KafkaAdmin admin;
    private final OwnMembers own;

    /** @param own which members of the group are this process's */
    LogOffsets(KafkaConnection kafka, OwnMembers own) {
        this.own = own;
        admin = KafkaAdmin.prompt(kafka);
    }

    /** The offset after the last record, by partition. */
    Map<Integer, Long> ends() throws InterruptedException {
        return ends(IsolationLevel.READ_UNCOMMITTED);
    }

    /** The offset up to which committed records can be read, by partition: the end, unless a transaction is open. */
    Map<Integer, Long> readableEnds() throws InterruptedException {
        return ends(IsolationLevel.READ_COMMITTED);
    }

    @Override
    public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(
                partition -> latest.put(new TopicPartition(Topics.LOG.topic(), partition), OffsetSpec.latest()));
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(Math.toIntExact(timeout.toMillis()));
        ListOffsetsResult asked = admin.calls().listOffsets(latest, options);
        Map<Integer, Long> ends = new TreeMap<>();
        for (TopicPartition partition : latest.keySet()) {
            try {
                long leftNs = Math.max(0, deadlineNs - System.nanoTime());
                ends.put(
                        partition.partition(),
                        get(asked.partitionResult(partition), Duration.ofNanos(leftNs))
                                .offset());
            } catch (LogUnavailableException e) {
                LOG.debug("The end of partition {} is not known", partition.partition(), e);
            }
        }
        return ends;
    }

    /** How many partitions a topic has; 0 if it is not there. */
    int partitions(String topic) throws InterruptedException {
        try {
            return get(admin.calls().describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions()
                    .size();
        } catch (LogUnavailableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private Map<Integer, Long> ends(IsolationLevel isolation) throws InterruptedException {
        String topic = Topics.LOG.topic();
        int partitions = partitions(topic);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<Integer, Long> ends = new TreeMap<>();
        get(admin.calls().listOffsets(latest, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    /** Where a partition begins and ends: the offset of its first record, and the one after its last. */
    record Bounds(long begin, long end) {}

    Bounds bounds(int partition) throws InterruptedException {
        TopicPartition asked = new TopicPartition(Topics.LOG.topic(), partition);
        long begin = get(admin.calls()
                        .listOffsets(Map.of(asked, OffsetSpec.earliest()))
                        .partitionResult(asked))
                .offset();
        long end = get(admin.calls()
                        .listOffsets(Map.of(asked, OffsetSpec.latest()))
                        .partitionResult(asked))
                .offset();
        return new Bounds(begin, end);
    }

    /** Kafka's id of the log's topic: one that is made again under its name has another. */
    Uuid topicId() throws InterruptedException {
        String topic = Topics.LOG.topic();
        return get(admin.calls().describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .topicId();
    }

    @Override
    public Map<Integer, Long> committed(Duration timeout) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = get(
                admin.calls()
                        .listConsumerGroupOffsets(ProjectorConfig.APPLICATION_ID)
                        .partitionsToOffsetAndMetadata(),
                timeout);
        Map<Integer, Long> committed = new TreeMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null && partition.topic().equals(Topics.LOG.topic())) {
                committed.put(partition.partition(), offset.offset());
            }
        });
        return committed;
    }

    @Override
    public Group group(Duration timeout) throws InterruptedException {
        return description(timeout).map(this::group).orElse(Group.EMPTY);
    }

    private Group group(ConsumerGroupDescription described) {
        Map<String, Set<Integer>> partitions = new HashMap<>();
        for (MemberDescription member : described.members()) {
            String name = own.client(member.consumerId(), member.clientId());
            member.assignment().topicPartitions().stream()
                    .filter(partition -> partition.topic().equals(Topics.LOG.topic()))
                    .forEach(partition -> partitions
                            .computeIfAbsent(name, client -> new TreeSet<>())
                            .add(partition.partition()));
            partitions.computeIfAbsent(name, client -> Set.of());
        }
        boolean isStable = described.groupState() == GroupState.STABLE || described.groupState() == GroupState.EMPTY;
        return new Group(isStable, partitions);
    }

    /**
     * Strikes an earlier process of the same instance off the group, where nobody else is in it: as this process's own
     * joining would, and sooner. Where others are, it keeps its place, so that nothing moves for a short restart.
     */
    void retire(String instance, Duration timeout) throws InterruptedException {
        // A place is the instance's name with its copy's, and Kafka Streams adds the thread's number.
        Pattern thread = Pattern.compile(Pattern.quote(instance) + "-[0-9a-f]{16}-\\d+");
        List<MemberToRemove> earlier = new ArrayList<>();
        for (MemberDescription member :
                description(timeout).map(ConsumerGroupDescription::members).orElse(List.of())) {
            Optional<String> name = member.groupInstanceId()
                    .filter(given -> thread.matcher(given).matches());
            if (name.isEmpty()) {
                return;
            }
            earlier.add(new MemberToRemove(name.get()));
        }
        if (!earlier.isEmpty()) {
            get(
                    admin.calls()
                            .removeMembersFromConsumerGroup(
                                    ProjectorConfig.APPLICATION_ID, new RemoveMembersFromConsumerGroupOptions(earlier))
                            .all(),
                    timeout);
        }
    }

    private Optional<ConsumerGroupDescription> description(Duration timeout) throws InterruptedException {
        String group = ProjectorConfig.APPLICATION_ID;
        DescribeConsumerGroupsOptions options =
                new DescribeConsumerGroupsOptions().timeoutMs(Math.toIntExact(timeout.toMillis()));
        try {
            return Optional.of(get(
                    admin.calls()
                            .describeConsumerGroups(List.of(group), options)
                            .describedGroups()
                            .get(group),
                    timeout));
        } catch (LogUnavailableException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T get(KafkaFuture<T> future, Duration timeout) throws InterruptedException {
        try {
            return admin.answer(future, timeout);
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    private <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return admin.answer(future);
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    private static LogUnavailableException unanswered(Throwable cause) {
        return new LogUnavailableException("Kafka could not be asked about the log.", cause);
    }

    @Override
    public void close() {
        admin.close();
    }
}
