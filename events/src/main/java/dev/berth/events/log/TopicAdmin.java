package dev.berth.events.log;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.LogId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees to it that the topics are there and as the log needs them. It never changes a topic that exists. */
public final class TopicAdmin {
    private static final int VISIBLE_TRIES = 100;
    private static final int VISIBLE_WAIT_MS = 50;

    private TopicAdmin() {}

    /**
     * Creates the topics that are missing and checks those that are not.
     *
     * @param partitions how many a new log gets; an existing one keeps what it has, for its regions would move
     * @param replicas how many of each partition a new topic gets
     * @return how many partitions there are
     * @throws TopicsContradictException if a topic is not as the log needs it
     * @throws KafkaUnreachableException if Kafka does not answer or does not let us
     */
    public static int ensure(KafkaConnection kafka, int partitions, int replicas) {
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            ExistingTopic log = ensure(admin, Topics.LOG, partitions, replicas);
            ExistingTopic decisions = ensure(admin, Topics.DECISIONS, log.partitions(), replicas);
            ExistingTopic reports = ensure(admin, Topics.REPORTS, log.partitions(), replicas);
            ExistingTopic hosts = ensure(admin, Topics.HOSTS, log.partitions(), replicas);
            ImmutableList<TopicContradiction> contradictions = ImmutableList.<TopicContradiction>builder()
                    .addAll(log.contradictions(Topics.LOG))
                    .addAll(decisions.contradictions(Topics.DECISIONS))
                    .addAll(reports.contradictions(Topics.REPORTS))
                    .addAll(hosts.contradictions(Topics.HOSTS))
                    .addAll(ExistingTopic.contradictions(log, decisions))
                    .addAll(ExistingTopic.contradictions(log, reports))
                    .build();
            if (!contradictions.isEmpty()) {
                throw new TopicsContradictException(kafka.bootstrapServers(), contradictions);
            }
            return log.partitions();
        } catch (TimeoutException e) {
            throw new KafkaUnreachableException(
                    "Kafka at " + kafka.bootstrapServers()
                            + " does not answer; is it running, and is this its address? (" + e.getMessage() + ")",
                    e);
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(
                    "the topics at " + kafka.bootstrapServers() + " cannot be looked at or made: " + e.getMessage(), e);
        }
    }

    /**
     * The id of the log that exists now.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, or has no log
     */
    public static LogId logId(KafkaConnection kafka) {
        return topicId(kafka, Topics.LOG.topic());
    }

    /**
     * The id of the decisions' topic that exists now.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, or has no such topic
     */
    public static LogId decisionsId(KafkaConnection kafka) {
        return topicId(kafka, Topics.DECISIONS.topic());
    }

    private static LogId topicId(KafkaConnection kafka, String topic) {
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            TopicDescription log = admin.await(
                            admin.calls().describeTopics(List.of(topic)).allTopicNames())
                    .get(topic);
            return new LogId(log.topicId().toString());
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(
                    "cannot ask for topic " + topic + " at " + kafka.bootstrapServers() + ": "
                            + KafkaUnreachableException.words(e),
                    e);
        }
    }

    /**
     * Sets when the log is flushed. Its decisions and what else follows from it are left to the system: they are
     * available from the log again.
     *
     * @throws KafkaUnreachableException if Kafka does not answer or does not let us
     */
    public static void flush(KafkaConnection kafka, Flush flush) {
        if (flush == Flush.AS_IT_IS) {
            return;
        }
        ConfigResource log = new ConfigResource(ConfigResource.Type.TOPIC, Topics.LOG.topic());
        AlterConfigOp.OpType change =
                flush == Flush.BEFORE_THE_ANSWER ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE;
        AlterConfigOp eachAppend =
                new AlterConfigOp(new ConfigEntry(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1"), change);
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            admin.await(admin.calls()
                    .incrementalAlterConfigs(Map.of(log, List.of(eachAppend)))
                    .all());
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(
                    "cannot set when topic " + Topics.LOG.topic() + " at " + kafka.bootstrapServers() + " is flushed: "
                            + e.getMessage(),
                    e);
        }
    }

    /** A topic as it is now; empty if it is not there. */
    static Optional<ExistingTopic> find(KafkaConnection kafka, TopicSettings topic) {
        try (KafkaAdmin admin = KafkaAdmin.patient(kafka)) {
            return find(admin, topic.topic());
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(
                    "cannot ask for topic " + topic.topic() + " at " + kafka.bootstrapServers() + ": "
                            + KafkaUnreachableException.words(e),
                    e);
        }
    }

    static ExistingTopic ensure(KafkaAdmin admin, TopicSettings wanted, int partitions, int replicas) {
        Optional<ExistingTopic> existing = find(admin, wanted.topic());
        if (existing.isPresent()) {
            return existing.get();
        }
        create(admin, new NewTopic(wanted.topic(), partitions, (short) replicas).configs(wanted.settings(replicas)));
        // A broker hears of a new topic some milliseconds after it was made.
        for (int i = 0; i < VISIBLE_TRIES; i++) {
            Optional<ExistingTopic> created = find(admin, wanted.topic());
            if (created.isPresent()) {
                return created.get();
            }
            pause();
        }
        throw new KafkaException("topic " + wanted.topic() + " was created but cannot be seen");
    }

    private static void create(KafkaAdmin admin, NewTopic topic) {
        try {
            admin.await(admin.calls().createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            // Another process was faster; what it made is checked like any other.
        }
    }

    private static Optional<ExistingTopic> find(KafkaAdmin admin, String name) {
        try {
            TopicDescription description = admin.await(
                            admin.calls().describeTopics(List.of(name)).allTopicNames())
                    .get(name);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
            Config config = admin.await(
                            admin.calls().describeConfigs(List.of(resource)).all())
                    .get(resource);
            int replicas = description.partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .min()
                    .orElse(0);
            return Optional.of(new ExistingTopic(name, description.partitions().size(), replicas, settings(config)));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private static ImmutableSortedMap<String, String> settings(Config config) {
        List<Map.Entry<String, String>> settings = new ArrayList<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null) {
                settings.add(Map.entry(entry.name(), entry.value()));
            }
        }
        return ImmutableSortedMap.copyOf(settings);
    }

    private static void pause() {
        try {
            Thread.sleep(VISIBLE_WAIT_MS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
