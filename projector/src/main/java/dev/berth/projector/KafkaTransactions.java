package dev.berth.projector;

import dev.berth.events.log.KafkaAdmin;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;

/**
 * Asks Kafka which transactions are open in the partitions that projectors write in transactions, and what their
 * coordinators know of them. Any thread; each call may wait for Kafka, and throws {@link LogUnavailableException} if it
 * does not answer in time.
 */
final class KafkaTransactions implements AutoCloseable {
    private static final String OWN_PREFIX = ProjectorConfig.APPLICATION_ID + "-";
    private static final String CHANGELOG_SUFFIX = "-changelog";

    private final KafkaAdmin admin;

    KafkaTransactions(KafkaConnection kafka) {
        admin = KafkaAdmin.prompt(kafka);
    }

    /**
     * The partitions that are written in transactions of projectors: decisions, what agents are told, changelogs, and
     * the one in which Kafka keeps their offsets, where that may be seen.
     */
    List<TopicPartition> partitions() throws InterruptedException {
        Set<String> topics = get(admin.calls()
                        .listTopics(new ListTopicsOptions().listInternal(true))
                        .names())
                .stream()
                .filter(KafkaTransactions::isWritten)
                .collect(Collectors.toSet());
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic :
                new TreeMap<>(get(admin.calls().describeTopics(topics).allTopicNames())).values()) {
            int count = topic.partitions().size();
            if (topic.name().equals(Topic.GROUP_METADATA_TOPIC_NAME)) {
                int ofGroup = Utils.abs(ProjectorConfig.APPLICATION_ID.hashCode()) % count;
                partitions.add(new TopicPartition(topic.name(), ofGroup));
            } else {
                for (int i = 0; i < count; i++) {
                    partitions.add(new TopicPartition(topic.name(), i));
                }
            }
        }
        return partitions;
    }

    private static boolean isWritten(String topic) {
        return topic.equals(Topics.DECISIONS.topic())
                || topic.equals(Topics.HOSTS.topic())
                || topic.equals(Topic.GROUP_METADATA_TOPIC_NAME)
                || topic.startsWith(OWN_PREFIX) && topic.endsWith(CHANGELOG_SUFFIX);
    }

    /** What is open in these partitions, but for those that are gone or that may not be asked about. */
    List<OpenPart> open(Collection<TopicPartition> partitions) throws InterruptedException {
        DescribeProducersResult asked = admin.calls().describeProducers(partitions);
        List<OpenPart> open = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            try {
                get(asked.partitionResult(partition))
                        .activeProducers()
                        .forEach(producer -> OpenPart.of(partition, producer).ifPresent(open::add));
            } catch (LogUnavailableException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException
                        || e.getCause() instanceof AuthorizationException)) {
                    throw e;
                }
            }
        }
        return open;
    }

    /** What coordinators say of the producers of projectors, by producer id; nothing of others. */
    Map<Long, TransactionDescription> known(Set<Long> producers) throws InterruptedException {
        Map<Long, TransactionDescription> known = new TreeMap<>();
        for (TransactionListing listed : get(admin.calls()
                .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                .all())) {
            if (listed.transactionalId().startsWith(OWN_PREFIX)) {
                describe(listed.transactionalId()).ifPresent(now -> known.put(now.producerId(), now));
            }
        }
        return known;
    }

    private Optional<TransactionDescription> describe(String transactionalId) throws InterruptedException {
        try {
            return Optional.of(get(
                    admin.calls().describeTransactions(List.of(transactionalId)).description(transactionalId)));
        } catch (LogUnavailableException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Ends a part of a transaction with a marker that says it is aborted. */
    void abort(OpenPart part) throws InterruptedException {
        get(admin.calls().abortTransaction(part.abort()).all());
    }

    private <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return admin.answer(future);
        } catch (KafkaException e) {
            throw new LogUnavailableException("Kafka could not be asked about transactions: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
