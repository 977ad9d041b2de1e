package dev.berth.projector;

import dev.berth.events.log.KafkaAdmin;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Topics;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Everything in Kafka that follows from the log and can be derived from it again: the recorded decisions, what agents
 * are told, the changelogs of the stores, and how far the projectors are. For one thread.
 */
public final class DerivedTopics implements AutoCloseable {
    private static final Pattern CHANGELOG =
            Pattern.compile(Pattern.quote(ProjectorConfig.APPLICATION_ID) + "-.+-changelog");

    private final KafkaAdmin admin;

    public DerivedTopics(KafkaConnection kafka) {
        admin = KafkaAdmin.patient(kafka);
    }

    /**
     * How many stream threads work on the log now. One that was killed counts until its session has ended, some seconds
     * later.
     *
     * @throws LogUnavailableException if Kafka does not answer
     */
    public int members() throws InterruptedException {
        try {
            ConsumerGroupDescription group = get(admin.calls()
                            .describeConsumerGroups(List.of(ProjectorConfig.APPLICATION_ID))
                            .all())
                    .get(ProjectorConfig.APPLICATION_ID);
            return group.members().size();
        } catch (GroupIdNotFoundException none) {
            return 0;
        }
    }

    /**
     * Deletes it all, the decisions last; what is gone already is no error, so that it can be done again. Nobody may
     * work on the log meanwhile, and the stores of every instance have to be deleted with it.
     *
     * @throws LogUnavailableException if Kafka does not answer or does not let us
     */
    public void delete() throws InterruptedException {
        for (String topic : new TreeSet<>(get(admin.calls().listTopics().names()))) {
            if (CHANGELOG.matcher(topic).matches()) {
                delete(topic);
            }
        }
        try {
            get(admin.calls()
                    .deleteConsumerGroups(List.of(ProjectorConfig.APPLICATION_ID))
                    .all());
        } catch (GroupIdNotFoundException none) {
            // As it should be.
        }
        // What agents are told is told again as the log is decided again, and they themselves are heard of soon.
        delete(Topics.HOSTS.topic());
        delete(Topics.DECISIONS.topic());
    }

    private void delete(String topic) throws InterruptedException {
        try {
            get(admin.calls().deleteTopics(List.of(topic)).all());
        } catch (UnknownTopicOrPartitionException none) {
            // As it should be.
        }
    }

    private <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return admin.answer(future);
        } catch (GroupIdNotFoundException | UnknownTopicOrPartitionException none) {
            throw none;
        } catch (KafkaException e) {
            throw new LogUnavailableException(
                    "Kafka could not be asked about what follows from the log: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
