package dev.berth.events.log;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Sees to it that berth.hosts is there while a service runs. It alone may be made again where it was deleted: its rows
 * follow from the log, and without it no decision that has to tell a host something can be committed. For one thread.
 */
public final class HostsTopic implements AutoCloseable {
    private final String servers;
    private final KafkaAdmin admin;
    private final int partitions;
    private final int replicas;

    /**
     * Asks nothing yet.
     *
     * @param partitions how many it gets where it is made
     * @param replicas how many each of them gets
     */
    public HostsTopic(KafkaConnection kafka, int partitions, int replicas) {
        this.servers = kafka.bootstrapServers();
        this.admin = KafkaAdmin.prompt(kafka);
        this.partitions = partitions;
        this.replicas = replicas;
    }

    /**
     * Which topic it is that stands there now, by Kafka's own id. Where there was none it is another one.
     *
     * @throws KafkaUnreachableException if Kafka does not answer, or the topic is not there and cannot be made
     */
    public String ensure() {
        try {
            Optional<String> there = id();
            if (there.isPresent()) {
                return there.get();
            }
            TopicAdmin.ensure(admin, Topics.HOSTS, partitions, replicas);
            return id().orElseThrow(() -> new KafkaException("it was made, and is gone again"));
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(
                    "topic " + Topics.HOSTS.topic() + " at " + servers + " cannot be looked at or made: "
                            + e.getMessage(),
                    e);
        }
    }

    private Optional<String> id() {
        String topic = Topics.HOSTS.topic();
        try {
            return Optional.of(
                    admin.await(admin.calls().describeTopics(List.of(topic)).allTopicNames())
                            .get(topic)
                            .topicId()
                            .toString());
        } catch (UnknownTopicOrPartitionException gone) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
