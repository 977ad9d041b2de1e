package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance: the topology on Kafka Streams, the views that it publishes and the log that it answers for. Topics and schemas
 * must be there before it starts. Thread-safe.
 */
public final class Projector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final int CATCH_UP_POLL_MS = 20;

    private final ProjectorConfig config;
    private final RegionRegistry registry = new RegionRegistry();
    private final Progress progress = new Progress();
    private final KafkaStreams streams;
    private final CommandLog commandLog;

    /** How many partitions the log has; known once it has started. */
    private volatile int partitions = 1;

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     */
    public Projector(ProjectorConfig config, SchemaRegistry schemas, CommandPublisher publisher) {
        this.config = config;
        ReplyBoard replies = new ReplyBoard(config.replyTimeout());
        LogDecoder decoder = new LogDecoder(new CommandCodec(schemas));
        DecisionCodec decisions = new DecisionCodec(schemas);
        this.commandLog = new KafkaCommandLog(publisher, replies, registry);
        this.streams = new KafkaStreams(
                LedgerTopology.of(
                        Topics.LOG.topic(),
                        Topics.DECISIONS.topic(),
                        () -> new LedgerProcessor(decoder, decisions, registry, replies, progress)),
                config.streamsProperties());
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.error(
                    "The stream thread failed and is replaced by another, which takes up its work where it was committed.",
                    failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    /**
     * Starts, and returns once everything that was in the log before is in the views.
     *
     * @throws LogUnavailableException if that takes longer than the patience lasts; the projector is closed then
     */
    public void start(Duration patience) throws InterruptedException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        try (LogOffsets log = new LogOffsets(config.kafka())) {
            Map<Integer, Long> ends = log.ends();
            partitions = ends.size();
            streams.start();
            while (streams.state() != KafkaStreams.State.RUNNING || !hasReached(ends, log)) {
                if (System.nanoTime() > deadlineNs) {
                    KafkaStreams.State state = streams.state();
                    close();
                    throw new LogUnavailableException("The projector did not catch up with the log within "
                            + patience.toSeconds() + " s; its state was " + state + ".");
                }
                TimeUnit.MILLISECONDS.sleep(CATCH_UP_POLL_MS);
            }
        }
    }

    /** Whether every partition of the log that this instance keeps has been taken up to the given ends. */
    private boolean hasReached(Map<Integer, Long> ends, LogOffsets log) throws InterruptedException {
        Set<Integer> mine = activePartitions();
        // An instance that only stands by is ready when it runs.
        if (mine.isEmpty() && config.standbys() == 0) {
            return false;
        }
        mine.removeIf(partition -> ends.getOrDefault(partition, 0L) == 0
                || progress.last(partition).orElse(-1) + 1 >= ends.get(partition));
        if (mine.isEmpty()) {
            return true;
        }
        Map<Integer, Long> committed = log.committed();
        return mine.stream().allMatch(partition -> committed.getOrDefault(partition, 0L) >= ends.get(partition));
    }

    public CommandLog commandLog() {
        return commandLog;
    }

    public RegionViews views() {
        return registry;
    }

    /** Whether this instance decides the region's commands now. */
    public boolean owns(Region region) {
        return activePartitions().contains(Partitions.of(region, partitions));
    }

    private Set<Integer> activePartitions() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .map(TopicPartition::partition)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the stream threads run; a region that has stopped does not change that. */
    public boolean isRunning() {
        return streams.state().isRunningOrRebalancing();
    }

    /** The Streams instance, for metrics and interactive queries of its stores. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Stops. Where others stand by, they take over at once; where nobody does, the place is kept for a restart. */
    @Override
    public void close() {
        GroupMembershipOperation place =
                config.standbys() > 0 ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.REMAIN_IN_GROUP;
        streams.close(CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(place));
    }
}
