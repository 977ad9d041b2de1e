package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance: the topology on Kafka Streams, the views that it publishes and the log that it answers for.
 * Topics and schemas must be there before it starts. Thread-safe.
 */
public final class Projector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration REBUILD_PATIENCE = Duration.ofSeconds(30);
    private static final int CATCH_UP_POLL_MS = 20;
    private static final int UNKNOWN = 0;
    private static final Owner NOT_YET =
            new Owner.Nobody("this instance is taking the region up and has yet to restore it");

    /** How often a long start says where it stands. */
    private static final Duration WORD_EVERY = Duration.ofSeconds(10);

    private final ProjectorConfig config;
    private final Tenures tenures = new Tenures();
    private final Rebuilds rebuilds = new Rebuilds();
    private final ThreadFailures failures = new ThreadFailures();
    private final Restores restores = new Restores();
    private final RegionRegistry registry = new RegionRegistry(tenures, this::partition);
    private final ForeignRecords foreign = new ForeignRecords(() -> this.partitions);
    private final ReplyBoard replies;
    private final KafkaStreams streams;
    private final CommandLog commandLog;
    private final Optional<PartitionOwners> peers;
    private final Diagnosis diagnosis;

    /** Null until it has started, as is the next. */
    private volatile TenureWatch watch;

    private volatile LogOffsets offsets;

    /** How many partitions the log has; known once the start is under way. */
    private volatile int partitions = UNKNOWN;

    private volatile boolean isStarted;
    private volatile boolean isClosing;

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     */
    public Projector(ProjectorConfig config, SchemaRegistry schemas, CommandPublisher publisher) {
        this.config = config;
        this.replies = new ReplyBoard(config.replyTimeout());
        CommandCodec commands = new CommandCodec(schemas);
        DecisionCodec decisions = new DecisionCodec(schemas);
        LogCheck log = new KafkaLogCheck(config.kafka(), () -> offsets);
        this.commandLog = new KafkaCommandLog(publisher, replies, registry);
        this.streams = new KafkaStreams(
                LedgerTopology.of(
                        Topics.LOG.topic(),
                        Topics.DECISIONS.topic(),
                        () -> new LedgerProcessor(
                                commands, decisions, registry, replies, tenures, rebuilds, foreign, log)),
                config.streamsProperties());
        streams.setUncaughtExceptionHandler(failure -> {
            failures.add(failure, System.nanoTime());
            tenures.all().forEach(tenure -> tenure.failed(Thread.currentThread()));
            LOG.error(
                    "The stream thread failed and is replaced by another, which takes up its work where it was committed.",
                    failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setGlobalStateRestoreListener(restores);
        this.peers = config.advertised().map(self -> new PartitionOwners(streams, self));
        peers.ifPresent(owners -> streams.setStateListener((now, before) -> owners.invalidate()));
        this.diagnosis = new Diagnosis(tenures, restores, failures, peers);
    }

    /**
     * Starts, and returns once everything that was in the log before is in the views.
     *
     * @throws LogUnavailableException if that takes longer than the patience lasts; the projector is closed then
     */
    public void start(Duration patience) throws InterruptedException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        LogOffsets log = new LogOffsets(config.kafka());
        offsets = log;
        watch = new TenureWatch(
                tenures, log, config.instance(), peers.isPresent(), () -> replies.failElsewhere(tenures::holds));
        partitions = log.ends().size();
        watch.start();
        streams.start();
        long nextWordNs = System.nanoTime() + WORD_EVERY.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING || !isCaughtUp()) {
            if (System.nanoTime() > deadlineNs) {
                String where = whereItStands();
                close();
                throw new LogUnavailableException(
                        "The projector did not catch up with the log within " + patience.toSeconds() + " s: " + where
                                + ". If that does not change, a transaction may have been left open in Kafka.");
            }
            if (System.nanoTime() > nextWordNs) {
                LOG.info("Catching up with the log: {}", whereItStands());
                nextWordNs += WORD_EVERY.toNanos();
            }
            TimeUnit.MILLISECONDS.sleep(CATCH_UP_POLL_MS);
        }
        isStarted = true;
    }

    private String whereItStands() {
        long toRestore = streams.allLocalStorePartitionLags().values().stream()
                .flatMap(lags -> lags.values().stream())
                .mapToLong(LagInfo::offsetLag)
                .sum();
        return toRestore + " records of the stores to restore, partitions " + tenures.all() + ", state "
                + streams.state();
    }

    /** Whether all is in the views that the log held when this instance took over what it keeps. */
    private boolean isCaughtUp() {
        // Among peers an instance may be given nothing, and only stands by.
        boolean mayBeIdle = peers.isPresent() || config.standbys() > 0;
        return (mayBeIdle || tenures.all().size() > 0) && tenures.all().stream().allMatch(Tenure::isCaughtUp);
    }

    public CommandLog commandLog() {
        return commandLog;
    }

    public RegionViews views() {
        return registry;
    }

    /**
     * Drops the store {@code pci-pools} of a region and makes it again from the devices, while everything goes on; no
     * decision reads it.
     *
     * @throws LogUnavailableException if the region is not this instance's now; the stage ends with it if the region
     *     leaves meanwhile
     */
    public CompletionStage<PoolsRebuilt> rebuildPools(Region region) {
        if (!registry.regions().contains(region)) {
            // Of a region that nothing was written to there is nothing to rebuild; one that is kept elsewhere is
            // refused here.
            registry.view(region);
            return CompletableFuture.completedFuture(new PoolsRebuilt(region, 0, 0, 0, 0));
        }
        return rebuilds.ask(region)
                .toCompletableFuture()
                .orTimeout(REBUILD_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((rebuilt, failure) -> {
                    if (failure instanceof TimeoutException) {
                        throw new LogUnavailableException("The pools of region " + region + " were not rebuilt within "
                                + REBUILD_PATIENCE.toSeconds() + " s.");
                    }
                    if (failure != null) {
                        throw new CompletionException(failure);
                    }
                    return rebuilt;
                });
    }

    /** Whether this instance decides the region's commands now. */
    public boolean owns(Region region) {
        return tenures.holds(partition(region));
    }

    /**
     * Who serves the region now. Cheap enough to be asked for each request. An instance serves once it has taken all
     * that the log held when the region came to it, and no longer than it is sure that nobody else does.
     */
    public Owner owner(Region region) {
        if (partitions == UNKNOWN) {
            return new Owner.Nobody("this instance has just been started");
        }
        int partition = partition(region);
        Optional<Tenure> tenure = tenures.of(partition);
        if (tenure.isEmpty()) {
            return peers.map(owners -> owners.owner(partition)).orElse(NOT_YET);
        }
        if (!tenure.get().isCaughtUp()) {
            return new Owner.Nobody(
                    "this instance has taken the region over and catches up with its log, " + tenure.get());
        }
        return peers.isEmpty() || tenure.get().isTrusted(System.nanoTime())
                ? Owner.HERE
                : new Owner.Nobody("this instance has not heard from Kafka for " + Tenure.TRUST.toSeconds()
                        + " s that the region is still its own");
    }

    private int partition(Region region) {
        int known = partitions;
        if (known == UNKNOWN) {
            throw new LogUnavailableException("This instance has just been started.");
        }
        return Partitions.of(region, known);
    }

    /** How many foreign records came by since the start; see {@link Partitions}. */
    public long foreignRecords() {
        return foreign.count();
    }

    /** How this instance is now: what it serves, what it does not and why. Cheap enough to be asked each second. */
    public Health health() {
        long nowNs = System.nanoTime();
        KafkaStreams.State state = streams.state();
        boolean hasEnded = state.isShuttingDown() || state.hasCompletedShutdown();
        Optional<String> pastHelp = hasEnded && !isClosing
                ? Optional.of("Kafka Streams has ended by itself, its state is " + state + ".")
                : Optional.empty();
        List<String> faults = new ArrayList<>();
        if (isClosing) {
            faults.add("The projector is being stopped.");
        } else if (!isStarted) {
            faults.add("The service starts and is not ready yet.");
        }
        failures.fault(nowNs).ifPresent(faults::add);
        return new Health(
                pastHelp,
                faults,
                IntStream.range(0, partitions)
                        .mapToObj(partition -> diagnosis.of(partition, nowNs))
                        .toList());
    }

    /**
     * Answers all who wait for a decision with what may still become of their command, because nobody can wait for it
     * longer. Those who come later wait as ever.
     */
    public void abandonReplies(String why) {
        replies.failAll(why);
    }

    /** The Streams instance, for metrics and interactive queries of its stores. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Stops. Where others stand by, they take over at once; where nobody does, the place is kept for a restart. */
    @Override
    public void close() {
        isClosing = true;
        GroupMembershipOperation place =
                config.standbys() > 0 ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.REMAIN_IN_GROUP;
        if (watch != null) {
            watch.close();
        }
        streams.close(CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(place));
    }
}
