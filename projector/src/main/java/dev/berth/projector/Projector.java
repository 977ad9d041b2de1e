package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.DamagedRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.projector.store.PoolsRebuilt;
import dev.berth.projector.store.RegionStoreBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance: the topology on Kafka Streams, the views that it publishes and the log that it answers for.
 * Topics and schemas must be there before it starts. Thread-safe.
 */
public final class Projector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REBUILD_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETIRE_TIMEOUT = Duration.ofSeconds(1);
    private static final int CATCH_UP_POLL_MS = 20;

    /** How long requests that found a region here may take to append their commands, and how long to be decided. */
    private static final long LAST_APPENDS_MS = 150;

    private static final Duration LAST_DECISIONS = Duration.ofSeconds(1);

    /** How long it is waited for others to be given what this instance has let go of. */
    private static final Duration HANDED_OVER = Duration.ofSeconds(3);

    private static final int UNKNOWN = 0;

    /** How often a long start says where it stands. */
    private static final Duration WORD_EVERY = Duration.ofSeconds(10);

    private final ProjectorConfig config;
    private final Leases leases = new Leases(LeaseClock.SYSTEM);
    private final Rebuilds rebuilds = new Rebuilds();
    private final RowsToRepeat rowsToRepeat = new RowsToRepeat();
    private final ThreadFailures failures = new ThreadFailures();
    private final RestoreProgress restores = new RestoreProgress();
    private final Freshness freshness = new Freshness(LeaseClock.SYSTEM);
    private final RegionRegistry registry =
            new RegionRegistry(leases, this::partition, this::ask, freshness, this::isElsewhere);
    private final ForeignRecords foreign = new ForeignRecords(() -> this.partitions);
    private final ReplyBoard replies;
    private final DecisionBatch decisionsMade;
    private final String client;
    private final Set<String> producers = ConcurrentHashMap.newKeySet();
    private final OwnMembers members = new OwnMembers();
    private final KafkaStreams streams;
    private final StreamsCopies copies;
    private final LogCheck check;
    private final CommandLog commandLog;
    private final Optional<PartitionOwners> peers;
    private final Successors successors = new Successors(this::group);
    private final Diagnosis diagnosis;

    /** Null until the group is watched, as is the next. */
    private volatile LogOffsets offsets;

    private volatile LeaseWatch watch;

    /** Null until it starts, as are the next. */
    private volatile ForgottenTransactions forgotten;

    private volatile LogWatch logWatch;
    private volatile FreshnessWatch freshnessWatch;
    private volatile EndedPeers endedPeers;

    /** How many partitions the log has; known once the group is watched. */
    private volatile int partitions = UNKNOWN;

    private volatile boolean isStarted;
    private volatile boolean isClosing;
    private volatile boolean isLeaving;

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     */
    public Projector(ProjectorConfig config, SchemaRegistry schemas, CommandPublisher publisher) {
        this(config, schemas, publisher, disk -> {});
    }

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     * @param onStorageFailure told why once the disk of the stores has failed. The stream threads end then, and the
     *     process should: only a start reads the stores again
     */
    public Projector(
            ProjectorConfig config,
            SchemaRegistry schemas,
            CommandPublisher publisher,
            Consumer<String> onStorageFailure) {
        this(config, schemas, publisher, onStorageFailure, Beginnings.NONE);
    }

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     * @param onStorageFailure as above
     * @param beginnings where the log was cut and there are no rows, what is known of it
     */
    public Projector(
            ProjectorConfig config,
            SchemaRegistry schemas,
            CommandPublisher publisher,
            Consumer<String> onStorageFailure,
            Beginnings beginnings) {
        this(config, schemas, publisher, onStorageFailure, beginnings, CommandWatch.NONE);
    }

    /**
     * @param publisher appends the commands that are submitted here; stays the caller's to close
     * @param onStorageFailure as above
     * @param beginnings as above
     * @param commandWatch told of the commands that are submitted and decided here
     */
    public Projector(
            ProjectorConfig config,
            SchemaRegistry schemas,
            CommandPublisher publisher,
            Consumer<String> onStorageFailure,
            Beginnings beginnings,
            CommandWatch commandWatch) {
        this.config = config;
        this.replies = new ReplyBoard(config.replyTimeout());
        CommandCodec commands = new CommandCodec(schemas);
        DecisionCodec decisions = new DecisionCodec(schemas);
        HostRowCodec hostRows = new HostRowCodec(schemas);
        this.check = new KafkaLogCheck(config.kafka(), () -> offsets, () -> forgotten);
        this.commandLog = new KafkaCommandLog(publisher::publish, replies, registry, commandWatch);
        this.decisionsMade = new DecisionBatch(commandWatch::decided, replies, System::nanoTime);
        Properties properties = config.streamsProperties(config.groupInstanceId());
        this.client = properties.getProperty("client.id");
        this.streams = new KafkaStreams(
                LedgerTopology.of(
                        Topics.LOG.topic(),
                        Topics.DECISIONS.topic(),
                        Topics.HOSTS.topic(),
                        new RegionStoreBuilder(commands, decisionsMade::tell),
                        () -> new LedgerProcessor(
                                commands,
                                decisions,
                                hostRows,
                                decisionsMade,
                                leases,
                                rebuilds,
                                rowsToRepeat,
                                foreign,
                                check,
                                beginnings)),
                properties,
                new Clients(this::halt, producers::add, members, leases, decisionsMade::tell));
        this.copies = new StreamsCopies(streams);
        streams.setUncaughtExceptionHandler(failure -> {
            leases.endAllOf(Thread.currentThread().getName());
            decisionsMade.tell();
            failures.add(failure, System.nanoTime());
            Optional<String> disk = StorageFailure.in(failure);
            if (disk.isPresent()) {
                LOG.error("The disk of the stores has failed, so the stream threads end.", failure);
                onStorageFailure.accept("the stores in " + config.stateDir() + " cannot be used: " + disk.get());
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            LOG.error(
                    "The stream thread failed and is replaced by another, which takes up its work where it was "
                            + "committed.",
                    failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setGlobalStateRestoreListener(restores);
        this.peers = config.advertised().map(self -> new PartitionOwners(streams, self));
        peers.ifPresent(owners -> streams.setStateListener((now, before) -> owners.invalidate()));
        this.diagnosis = new Diagnosis(leases, restores, failures, peers, this::isElsewhere);
    }

    /**
     * Begins to ask Kafka who has which partition. A lease waits until nobody else can answer from its partition, and
     * where this is called early that time goes by while the rest starts.
     */
    public void watchGroup() throws InterruptedException {
        LogOffsets log = new LogOffsets(config.kafka(), members);
        offsets = log;
        int found = log.partitions(Topics.LOG.topic());
        AddedPartitions.refuse(log, found, config.kafka().bootstrapServers());
        partitions = found;
        retireEarlier(log);
        LeaseWatch watching = new LeaseWatch(leases, log, LeaseClock.SYSTEM, client, found);
        watch = watching;
        watching.start();
    }

    /**
     * Starts, and returns once everything that was in the log before is in the views.
     *
     * @throws LogUnavailableException if that takes longer than the timeout lasts; the projector is closed then
     */
    public void start(Duration timeout) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        if (watch == null) {
            watchGroup();
        }
        LogOffsets log = offsets;
        LeaseWatch watching = watch;
        forgotten = new ForgottenTransactions(new KafkaTransactions(config.kafka()));
        logWatch = new LogWatch(
                leases, log, check, partitions, failures::explain, () -> replies.failElsewhere(watching::isElsewhere));
        freshnessWatch = new FreshnessWatch(
                freshness,
                this::ask,
                new KafkaLogCheck(config.kafka(), () -> log, () -> forgotten),
                LeaseClock.SYSTEM,
                partitions);
        endedPeers = new EndedPeers(config.kafka(), watching::expectChange);
        logWatch.start();
        forgotten.start();
        freshnessWatch.start();
        streams.start();
        long nextWordNs = System.nanoTime() + WORD_EVERY.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING || !isCaughtUp()) {
            if (System.nanoTime() > deadlineNs) {
                String where = whereItStands();
                close();
                throw new LogUnavailableException(
                        "The projector did not catch up with the log within " + timeout.toSeconds() + " s: " + where
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

    private void retireEarlier(LogOffsets log) throws InterruptedException {
        try {
            log.retire(config.instance(), RETIRE_TIMEOUT);
        } catch (LogUnavailableException e) {
            LOG.debug("the instance joins the group anyway", e);
        }
    }

    /** Has the partition of a damaged record halt at it; says whether it is one that is kept here. */
    private boolean halt(DamagedRecord damaged) {
        Optional<Lease> lease =
                leases.of(damaged.partition()).filter(kept -> damaged.topic().equals(Topics.LOG.topic()));
        lease.ifPresent(kept -> {
            kept.halt("Partition " + kept.partition() + " of " + Topics.LOG.topic() + " cannot be read on: " + damaged
                    + ".");
            LOG.error(
                    "{} None of its regions takes a command until the log is put right and this instance is started "
                            + "again.",
                    kept.fault().orElseThrow());
        });
        return lease.isPresent();
    }

    private String whereItStands() {
        return RestoreLag.words(streams::allLocalStorePartitionLags) + ", partitions " + leases.all() + ", state "
                + streams.state()
                + (peers.isEmpty() && leases.all().isEmpty() && isElsewhere(0)
                        ? "; another instance on the same Kafka keeps them, and this one was started as the only one"
                        : "");
    }

    /** Whether all is in the views that the log held when this instance took over what it keeps. */
    private boolean isCaughtUp() {
        // Among peers an instance may be given nothing, and only stands by.
        boolean mayBeIdle = peers.isPresent() || config.standbys() > 0;
        return (mayBeIdle || leases.all().size() > 0) && leases.all().stream().allMatch(Lease::isServing);
    }

    public CommandLog commandLog() {
        return commandLog;
    }

    public RegionViews views() {
        return registry;
    }

    /** What stands on this instance's disk, for audits. */
    public StoredCopies stored() {
        return new StoredCopies(this::ask, leases, () -> partitions, streams::metadataForAllStreamsClients);
    }

    /**
     * Drops the store {@code pci-pools} of a region and makes it again from the devices, while everything keeps
     * running; no decision reads it.
     *
     * @throws LogUnavailableException if this instance does not serve the region now; the stage ends with it if the
     * region
     *     leaves meanwhile
     */
    public CompletionStage<PoolsRebuilt> rebuildPools(Region region) {
        registry.view(region);
        if (!registry.regions().contains(region)) {
            // Where nothing was written to a region, there is nothing to rebuild.
            return CompletableFuture.completedFuture(new PoolsRebuilt(region, 0, 0, 0, 0));
        }
        return rebuilds.ask(region)
                .toCompletableFuture()
                .orTimeout(REBUILD_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((rebuilt, failure) -> {
                    if (failure instanceof TimeoutException) {
                        throw new LogUnavailableException("The pools of region " + region + " were not rebuilt within "
                                + REBUILD_TIMEOUT.toSeconds() + " s.");
                    }
                    if (failure != null) {
                        throw new CompletionException(failure);
                    }
                    return rebuilt;
                });
    }

    /**
     * Has the agents of hosts told again what stands of them, in a moment. Does nothing where this instance does not
     * decide for the region, or leaves it meanwhile.
     */
    public void tellAgain(Region region, Collection<ProviderId> hosts) {
        if (owns(region)) {
            rowsToRepeat.ask(region, hosts);
        }
    }

    /** Whether this instance decides the region's commands now. */
    public boolean owns(Region region) {
        return leases.holds(partition(region));
    }

    /**
     * Who serves the region now; cheap enough to be asked for each request. It tells where a request is to go: whether
     * a view is handed out is decided by {@link RegionViews#view} alone, when the answer is made from it.
     */
    public Owner owner(Region region) {
        if (partitions == UNKNOWN) {
            return new Owner.Nobody("this instance has just been started");
        }
        int partition = partition(region);
        if (isLeaving) {
            return successors.owner(partition);
        }
        Optional<Lease> lease = leases.of(partition);
        if (lease.isEmpty()) {
            return peers.map(owners -> owners.owner(partition)).orElseGet(() -> nobodyElse(partition));
        }
        return lease.get().isServing()
                ? Owner.HERE
                : lease.get().obstacle().<Owner>map(Owner.Nobody::new).orElse(Owner.HERE);
    }

    private boolean isElsewhere(int partition) {
        LeaseWatch watching = watch;
        return watching != null && watching.isElsewhere(partition);
    }

    /** Why the only instance does not keep a partition. */
    private Owner nobodyElse(int partition) {
        return new Owner.Nobody(
                isElsewhere(partition)
                        ? "another instance on the same Kafka keeps it, and this one does not know its address"
                        : "this instance has yet to take it up, or to take it up again");
    }

    /** Asks this instance's copy of a store; if it has none, the answer says so. */
    <R> QueryResult<R> ask(int partition, Query<R> query) {
        return copies.ask(partition, query);
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

    /** How often a store was read back from its changelog since the start, at least a record of it. */
    public long restores() {
        return restores.count();
    }

    /** How many records of changelogs were read back since the start. */
    public long restoredRecords() {
        return restores.records();
    }

    /** How many stream threads have failed since the start; each was replaced, or ended the instance. */
    public long threadFailures() {
        return failures.count();
    }

    /** By which names Kafka knows this process. */
    public PeerProcess process() {
        return new PeerProcess(client, List.copyOf(producers));
    }

    /**
     * Where the other instances that share the log are, as the last rebalance told; none where nobody stands by, for
     * nobody could take over at once then.
     */
    public Set<Address> peers() {
        return config.standbys() > 0 ? peers.map(PartitionOwners::peers).orElse(Set.of()) : Set.of();
    }

    /** A peer says which process it is. */
    public void peerNamed(Address address, PeerProcess process) {
        successors.named(address, process);
    }

    private Group group() {
        LeaseWatch watching = watch;
        return watching == null ? Group.EMPTY : watching.group();
    }

    /**
     * Hands everything over to those that stand by, before a stop: what is under way is decided first, and then nothing
     * any more. From then on {@link #owner} says who has taken what. Returns once others have everything, or after some
     * seconds; at once where nobody stands by.
     */
    public void leave() throws InterruptedException {
        if (peers().isEmpty() || isClosing) {
            return;
        }
        isLeaving = true;
        TimeUnit.MILLISECONDS.sleep(LAST_APPENDS_MS);
        long decidedNs = System.nanoTime() + LAST_DECISIONS.toNanos();
        while (!replies.isEmpty() && System.nanoTime() < decidedNs) {
            TimeUnit.MILLISECONDS.sleep(CATCH_UP_POLL_MS);
        }
        leaveGroup();
        watch.expectChange();
        long handedNs = System.nanoTime() + HANDED_OVER.toNanos();
        while (!successors.areComplete(partitions) && System.nanoTime() < handedNs) {
            TimeUnit.MILLISECONDS.sleep(CATCH_UP_POLL_MS);
        }
    }

    /**
     * The process of a peer has ended, so its work is taken over at once. Returns before that is done. Where it has
     * not ended after all it joins again, and no more comes of it.
     */
    public void peerEnded(PeerProcess process) {
        EndedPeers taking = endedPeers;
        if (taking != null && !isClosing && !process.client().equals(client)) {
            taking.takeOut(process);
        }
    }

    /** How many members of ended processes were taken out of the group from here since the start. */
    public long removedMembers() {
        EndedPeers taking = endedPeers;
        return taking == null ? 0 : taking.removed();
    }

    /** How many parts of transactions that Kafka had forgotten were aborted from here since the start. */
    public long forgottenTransactions() {
        ForgottenTransactions watching = forgotten;
        return watching == null ? 0 : watching.aborted();
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
     * Answers everyone who waits for a decision with what may still happen to their command, because nobody can wait
     * longer. Later requests wait as usual.
     */
    public void abandonReplies(String why) {
        replies.failAll(why);
    }

    /** The Streams instance, for metrics and interactive queries of its stores. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Stops. Standbys take over at once; without one, the place in the group is kept for a restart. */
    @Override
    public void close() {
        leaveGroup();
        if (watch != null) {
            watch.close();
        }
        if (logWatch != null) {
            logWatch.close();
        }
        if (freshnessWatch != null) {
            freshnessWatch.close();
        }
        if (forgotten != null) {
            forgotten.close();
        }
        if (endedPeers != null) {
            endedPeers.close();
        }
        if (offsets != null) {
            offsets.close();
        }
    }

    private void leaveGroup() {
        isClosing = true;
        GroupMembershipOperation place =
                config.standbys() > 0 ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.REMAIN_IN_GROUP;
        // The leases lapse within a term from here on, but what is asked for meanwhile is still answered.
        streams.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(place));
    }
}
