package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.DamagedRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

    /** How often a long start says where it stands. */
    private static final Duration WORD_EVERY = Duration.ofSeconds(10);

    private final ProjectorConfig config;
    private final Tenures tenures = new Tenures();
    private final Rebuilds rebuilds = new Rebuilds();
    private final ThreadFailures failures = new ThreadFailures();
    private final RegionRegistry registry = new RegionRegistry(tenures, this::partition);
    private final ForeignRecords foreign = new ForeignRecords(() -> this.partitions);
    private final ReplyBoard replies;
    private final KafkaStreams streams;
    private final CommandLog commandLog;
    private final Optional<PartitionOwners> peers;

    /** Null until it has started, as is the next. */
    private volatile TenureWatch watch;

    private volatile LogOffsets offsets;

    /** How many partitions the log has; known once it has started. */
    private volatile int partitions = 1;

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     */
    public Projector(ProjectorConfig config, SchemaRegistry schemas, CommandPublisher publisher) {
        this(config, schemas, publisher, disk -> {});
    }

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     * @param onStorageFailure told why once the disk of the stores has failed. The stream threads end then, and the
     *     process should: only a start reads the stores anew
     */
    public Projector(
            ProjectorConfig config,
            SchemaRegistry schemas,
            CommandPublisher publisher,
            Consumer<String> onStorageFailure) {
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
                config.streamsProperties(),
                new Clients(this::halt));
        streams.setUncaughtExceptionHandler(failure -> {
            failures.add(failure, System.nanoTime());
            Optional<String> disk = StorageFailure.in(failure);
            if (disk.isPresent()) {
                LOG.error("The disk of the stores has failed, so the stream threads end.", failure);
                onStorageFailure.accept("the stores in " + config.stateDir() + " cannot be used: " + disk.get());
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            LOG.error(
                    "The stream thread failed and is replaced by another, which takes up its work where it was committed.",
                    failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        this.peers = config.advertised().map(self -> new PartitionOwners(streams, self));
        peers.ifPresent(owners -> streams.setStateListener((now, before) -> owners.invalidate()));
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
    }

    /** Has the partition of a damaged record halt at it; says whether it is one that is kept here. */
    private boolean halt(DamagedRecord damaged) {
        Optional<Tenure> tenure =
                tenures.of(damaged.partition()).filter(kept -> damaged.topic().equals(Topics.LOG.topic()));
        tenure.ifPresent(kept -> {
            kept.halt("Partition " + kept.partition() + " of " + Topics.LOG.topic() + " cannot be read on: " + damaged
                    + ".");
            LOG.error(
                    "{} None of its regions takes a command until the log is put right and this instance is started again.",
                    kept.fault().orElseThrow());
        });
        return tenure.isPresent();
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
        if (peers.isEmpty()) {
            return Owner.HERE;
        }
        int partition = partition(region);
        Optional<Tenure> tenure = tenures.of(partition);
        if (tenure.isEmpty()) {
            return peers.get().owner(partition);
        }
        if (!tenure.get().isCaughtUp()) {
            return new Owner.Nobody(
                    "this instance has taken the region over and catches up with its log, " + tenure.get());
        }
        return tenure.get().isTrusted(System.nanoTime())
                ? Owner.HERE
                : new Owner.Nobody("this instance has not heard from Kafka for " + Tenure.TRUST.toSeconds()
                        + " s that the region is still its own");
    }

    private int partition(Region region) {
        return Partitions.of(region, partitions);
    }

    /** How many foreign records came by since the start; see {@link Partitions}. */
    public long foreignRecords() {
        return foreign.count();
    }

    /**
     * Why the service as a whole, or the partitions that it names, cannot serve; empty if all is well or only regions
     * have stopped.
     */
    public Optional<String> fault() {
        if (!isRunning()) {
            return Optional.of("the projector does not run; its state is " + streams.state());
        }
        List<String> faults = Stream.concat(
                        failures.fault(System.nanoTime()).stream(),
                        tenures.all().stream()
                                .flatMap(tenure ->
                                        Stream.concat(tenure.fault().stream(), tenure.transaction().fault().stream()))
                                .sorted())
                .toList();
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", faults));
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
        if (watch != null) {
            watch.close();
        }
        streams.close(CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(place));
    }
}
