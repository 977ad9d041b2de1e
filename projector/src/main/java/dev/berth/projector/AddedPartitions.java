package dev.berth.projector;

import dev.berth.events.log.DecidedPartitions;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.log.TopicsContradictException;
import java.util.Optional;

/**
 * What is said where the log was given more partitions than it was decided with. The home of a region follows from
 * their number, so most regions would begin empty in another partition. Kafka's own advice for its topics would delete
 * what was decided, so it is not passed on.
 */
final class AddedPartitions {
    private AddedPartitions() {}

    /**
     * Compares the log with the changelog of the stores, which got its partitions when the log was new.
     *
     * @param partitions how many the log has
     * @throws TopicsContradictException if the log has got more since
     */
    static void refuse(LogOffsets log, int partitions, String bootstrapServers) throws InterruptedException {
        DecidedPartitions.require(bootstrapServers, log.partitions(DecidedPartitions.CHANGELOG), partitions);
    }

    /** What to say while the service runs. */
    static String text(int before, int now) {
        return Topics.LOG.topic() + " cannot be decided on: " + DecidedPartitions.becoming(before, now) + ". "
                + DecidedPartitions.FIX + ".";
    }

    /** What to say of a decision, if it is in another partition than its region is at home in now. */
    static Optional<String> decidedElsewhere(LogRecord decision) {
        return decision.regionElsewhere()
                .map(region -> Topics.DECISIONS.topic() + " has decisions of region " + region + " in partition "
                        + decision.position().partition() + ", where it is not at home among "
                        + decision.partitions()
                        + " partitions: the topics were given more of them after that was decided. "
                        + DecidedPartitions.FIX);
    }
}
