package dev.berth.projector;

import dev.berth.events.log.LogRecord;
import dev.berth.events.log.TopicContradiction;
import dev.berth.events.log.Topics;
import dev.berth.events.log.TopicsContradictException;
import dev.berth.projector.store.RegionStore;
import java.util.List;
import java.util.Optional;

/**
 * What is said where the log was given more partitions than it was decided with. The home of a region follows from
 * their number, so most regions would begin empty in another partition. Kafka's own advice for its topics would delete
 * what was decided, so it is not passed on.
 */
final class AddedPartitions {
    private static final String CHANGELOG = ProjectorConfig.APPLICATION_ID + "-" + RegionStore.NAME + "-changelog";

    private static final String FIX = "Kafka cannot take partitions away: stop all instances and put the topics back as"
            + " they were, from a copy";

    private AddedPartitions() {}

    /**
     * Compares the log with the changelog of the stores, which got its partitions when the log was new.
     *
     * @param partitions how many the log has
     * @throws TopicsContradictException if the log has got more since
     */
    static void refuse(LogOffsets log, int partitions, String bootstrapServers) throws InterruptedException {
        int before = log.partitions(CHANGELOG);
        if (before > 0 && before != partitions) {
            throw new TopicsContradictException(
                    bootstrapServers,
                    List.of(new TopicContradiction(Topics.LOG.topic(), becoming(before, partitions), FIX)));
        }
    }

    /** What to say while the service runs. */
    static String text(int before, int now) {
        return Topics.LOG.topic() + " cannot be decided on: " + becoming(before, now) + ". " + FIX + ".";
    }

    /** What to say of a decision, if it is in another partition than its region is at home in now. */
    static Optional<String> decidedElsewhere(LogRecord decision) {
        return decision.regionElsewhere()
                .map(region -> Topics.DECISIONS.topic() + " has decisions of region " + region + " in partition "
                        + decision.position().partition() + ", where it is not at home among "
                        + decision.partitions()
                        + " partitions: the topics were given more of them after that was decided. " + FIX);
    }

    private static String becoming(int before, int now) {
        return "it has " + now + " partitions and was decided with " + before
                + ", and with their number regions move to other partitions";
    }
}
