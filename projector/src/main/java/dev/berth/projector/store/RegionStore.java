package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of one partition of the log: the rows of its regions in RocksDB, behind one changelog, and the views folded
 * from them. The owner writes it, once a commit; a standby follows the owner's commits; both answer
 * {@link SnapshotQuery queries}. What is read back from the disk or from the changelog is believed only if it is what
 * the last commit wrote.
 *
 * <p>Streams lets a store write to its changelog within a commit at one place only, where it flushes the caches of
 * stores, so this is one of those to it ({@link CachedStateStore}, internal to Streams). {@code commit} comes too late
 * for the changelog.
 *
 * <p>One thread at a time writes, the one that restores or the one that owns; any thread may query.
 */
public final class RegionStore implements StateStore, CachedStateStore<Object, Object>, LogMarkKeeper {
    public static final String NAME = "regions";

    private static final Logger LOG = LoggerFactory.getLogger(RegionStore.class);

    /** For estimates of what is still to be written: a few rows per decision. */
    private static final int DECISION_BYTES = 1_500;

    /** So many consumers are written ahead together at least: as many commands share a row. */
    private static final int AHEAD = RecentRows.BLOCK;

    /** Reading all rows is expensive, so it is done again only after this many times its duration has passed. */
    private static final int REST = 10;

    private final CommandCodec commands;
    private final RowFiles.Opener opener;
    private final LongSupplier nowNs;
    private final Runnable beforeWriting;

    /** Null until it is opened, as are the next. */
    private volatile PublishedSnapshots shown;

    private volatile RowFiles files;

    private Rows rows;
    private ProjectionRows projections;
    private int partition;

    private StoredRegions kept = new StoredRegions();

    /** The seals of the last commit, as far as they can be trusted. */
    private Map<Region, RegionSeal> last = Map.of();

    /** What stood last in the log then. */
    private Optional<LogMark> lastMark = Optional.empty();

    /** Null while it is not known what the rows come to. */
    private ChangelogFollower following;

    private volatile List<String> doubts = List.of();
    private boolean isOwned;
    private boolean isWithheld;

    /** Whether there were rows on the disk already to which those of the changelog were added. */
    private boolean isOnTop;

    private long pendingBytes;
    private boolean endsSealed;
    private long nextLookNs;

    RegionStore(CommandCodec commands, Runnable beforeWriting) {
        this(commands, StoreFiles::open, System::nanoTime, beforeWriting);
    }

    /**
     * @param opener opens the rows of its task
     * @param nowNs a clock that never jumps
     * @param beforeWriting runs before the owner writes a commit, which takes some time
     */
    RegionStore(CommandCodec commands, RowFiles.Opener opener, LongSupplier nowNs, Runnable beforeWriting) {
        this.commands = commands;
        this.opener = opener;
        this.nowNs = nowNs;
        this.beforeWriting = beforeWriting;
        this.nextLookNs = nowNs.getAsLong();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        partition = context.taskId().partition();
        files = opener.open(context, root, new Restoring());
        begin();
        look();
        if (!doubts.isEmpty()) {
            LOG.warn(
                    "Partition {}: what is on the disk is not what was committed last: {}. It is dropped and read again"
                            + " from the changelog.",
                    partition,
                    String.join("; ", doubts));
            files.drop();
            begin();
        }
        isOnTop = kept.mark().isPresent();
        if (!isOnTop) {
            // To follow a changelog from its beginning would cost more than to read all rows at its end.
            forget();
        }
    }

    private void begin() {
        isWithheld = false;
        rows = new Rows(files.disk(), files::put);
        projections = new ProjectionRows(files.disk());
        shown = new PublishedSnapshots(projections);
    }

    /** Reads all rows, and shows them if they are those of the last commit and not withheld. */
    private void look() {
        long startNs = nowNs.getAsLong();
        Contents contents = Contents.of(files.disk(), partition, commands);
        doubts = contents.doubts();
        last = contents.trusted();
        lastMark = contents.partition().map(PartitionSeal::mark);
        if (doubts.isEmpty()) {
            kept = StoredRegions.of(contents);
            following = new ChangelogFollower(kept, commands, files.disk()::get);
            if (!isWithheld) {
                shown.only(kept);
            }
        } else {
            forget();
        }
        nextLookNs = nowNs.getAsLong() + REST * (nowNs.getAsLong() - startNs);
    }

    private void forget() {
        kept = new StoredRegions();
        following = null;
        pendingBytes = 0;
        shown.hide();
    }

    /** Follows the owner's commits while the rows are restored, on the thread that restores. */
    private final class Restoring implements RowsWatcher {
        @Override
        public void restoring(Collection<ConsumerRecord<byte[], byte[]>> batch) {
            projections.nextEpoch();
            for (ConsumerRecord<byte[], byte[]> row : batch) {
                endsSealed = RowKey.PARTITION_SEAL.equals(Bytes.wrap(row.key()));
            }
            if (following != null) {
                try {
                    following.follow(batch);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "Partition {}: a row of the changelog is not one that this program writes: {}",
                            partition,
                            e.getMessage());
                    forget();
                }
            }
        }

        @Override
        public void restored() {
            if (following != null && following.isHopeless()) {
                forget();
            }
            if (following != null) {
                doubts = following.doubts();
                kept.regions().forEach((name, region) -> region.moved(following.ahead(name)));
                shown.update(kept);
            } else {
                lookAgain();
            }
        }
    }

    /** Streams commits standbys as well, on the thread that restores them. */
    private void lookAgain() {
        if (!isWithheld && following == null && endsSealed && nowNs.getAsLong() - nextLookNs >= 0) {
            look();
        }
    }

    /**
     * This instance owns the partition from now on, and the rows are restored. To be called before anything else of the
     * owner's. Rows that were withheld stay so.
     *
     * @return why what was restored is not what was committed last, in clauses; empty if it is
     */
    public List<String> own() {
        if (following == null || !doubts.isEmpty()) {
            look();
        }
        isOwned = doubts.isEmpty() && !isWithheld;
        return doubts;
    }

    /** What is here is what was committed last: it is read and written from now on. */
    public void show() {
        if (isWithheld) {
            isWithheld = false;
            shown.only(kept);
        }
        isOwned = true;
    }

    /**
     * What is here fits together, but it is not known to be what was committed last: nobody reads or writes it, until
     * it is shown or made again. No rows would be taken for a region that nothing was written to.
     */
    public void withhold() {
        isWithheld = true;
        isOwned = false;
        shown.hide();
    }

    /**
     * Whether the changelog may hold what the rows should be although they are something else: it was not read from its
     * beginning, and word of rows that are gone does not stand in it for ever.
     */
    public boolean mayBeRestoredAnew() {
        return isOnTop;
    }

    /** This instance no longer owns the partition. */
    public void disown() {
        isOwned = false;
    }

    /** The folds of all regions, for the owner. */
    public Map<Region, RegionFold> folds() {
        Map<Region, RegionFold> folds = new TreeMap<>();
        kept.regions().forEach((region, state) -> folds.put(region, state.fold()));
        return folds;
    }

    /** The fold of a region, which begins empty. */
    public RegionFold fold(LogId log, Region region) {
        StoredRegion known = kept.regions().get(region);
        return known == null ? RegionFold.of(RegionView.empty(log, region)) : known.fold();
    }

    @Override
    public Optional<LogMark> mark() {
        return kept.mark();
    }

    @Override
    public void mark(LogMark last) {
        kept.mark(last);
        shown.mark(kept.mark());
    }

    /**
     * Takes a step of a region's fold.
     *
     * @param entry the record that it took
     * @param raw the bytes of that record, kept if the region stops at it or it has to wait
     */
    public void took(RegionFold before, RegionFold.Taken taken, LogEntry entry, byte[] raw) {
        took(before, taken);
        if (taken.after().holds(entry)) {
            kept.region(taken.after().view().region(), before).pending().hold(entry.position(), raw);
            pendingBytes += raw == null ? 0 : raw.length;
        }
    }

    /** Takes a step of a region's fold that took no record. */
    public void took(RegionFold before, RegionFold.Taken taken) {
        StoredRegion region = kept.region(taken.after().view().region(), before);
        region.take(taken);
        pendingBytes += (long) DECISION_BYTES * taken.decisions().size();
        kept.touch();
        shown.update(region);
    }

    /** Drops the pools of a region and makes them again from its devices; its other rows stay. */
    public PoolsRebuilt rebuildPools(Region region) {
        StoredRegion known = kept.regions().get(region);
        projections.nextEpoch();
        PoolsRebuilt rebuilt = new PoolRepair(region, known, rows).rebuild();
        // Readers do not see the new rows before they are committed.
        known.fold().view().devices().all().forEach(host -> known.moved().add(List.of(), List.of(host._1())));
        kept.touch();
        shown.update(kept);
        return rebuilt;
    }

    /**
     * Takes over folds that were made again from the log: the rows are made to say what they are.
     *
     * @param held of each region the records that are held, by where they stand in the log
     * @param mark what stands at the last offset that was folded; empty if there is nothing
     * @return why these cannot be what was committed last, as far as that can still be told; nothing is changed then
     */
    public Optional<String> adopt(
            Map<Region, RegionFold> folds, Map<Region, SortedMap<Position, byte[]>> held, Optional<LogMark> mark) {
        RefoldedRows adoption = new RefoldedRows(folds, held, mark);
        Optional<String> contradiction = adoption.contradiction(last, lastMark);
        if (contradiction.isPresent()) {
            return contradiction;
        }
        projections.nextEpoch();
        kept = adoption.write(rows);
        // Readers see the rows that were wrong until these are committed.
        kept.regions().values().forEach(region -> region.moved(ChangedProjections.all()));
        following = new ChangelogFollower(kept, commands, files.disk()::get);
        doubts = List.of();
        isWithheld = false;
        isOwned = true;
        shown.only(kept);
        return Optional.empty();
    }

    /**
     * Writes what need not wait for the commit, now and then between commits: all that a commit writes is written while
     * nothing is decided.
     */
    public void writeAhead() {
        if (isOwned && kept.isTouched()) {
            beforeWriting.run();
            kept.writeAhead(rows, AHEAD);
        }
    }

    /** Within a commit, before the changelog is flushed: writes what has changed since the last. */
    @Override
    public void flushCache() {
        beforeWriting.run();
        if (isOwned && kept.isTouched()) {
            projections.nextEpoch();
            kept.write(rows);
            pendingBytes = 0;
            shown.update(kept);
        }
    }

    /** Before the task goes on as a standby, or as an owner: all was written by the commit before. */
    @Override
    public void clearCache() {
        if (kept.isTouched() || isWithheld) {
            isWithheld = false;
            forget();
        }
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        files.commit(changelogOffsets);
        if (!isOwned) {
            lookAgain();
        }
    }

    @Override
    public Long committedOffset(TopicPartition changelog) {
        return files.committedOffset(changelog);
    }

    /** As in Streams' RocksDB store; called before the store is opened, and deprecated in Streams. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public long approximateNumUncommittedBytes() {
        return files.approximateNumUncommittedBytes() + pendingBytes;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return files != null && files.isOpen();
    }

    @Override
    public void close() {
        if (files != null) {
            shown.hide();
            projections.nextEpoch();
            files.close();
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        PublishedSnapshots now = shown;
        if (now == null) {
            return QueryResult.forFailure(FailureReason.NOT_PRESENT, "the store is not opened yet");
        }
        try {
            if (query instanceof StoreQuery<R> asked) {
                return QueryResult.forResult(asked.answer(this));
            }
            return query instanceof SnapshotQuery asked
                    ? (QueryResult<R>) now.answer(asked)
                    : QueryResult.forUnknownQueryType(query, this);
        } catch (InvalidStateStoreException notOpen) {
            return QueryResult.forFailure(FailureReason.NOT_PRESENT, "the store is about to be opened or closed");
        }
    }

    CopyQuery.Copy copy() {
        return shown.copy(doubts);
    }

    StoredQuery.Stored stored() {
        Contents contents = Contents.of(files.disk().readOnly(IsolationLevel.READ_COMMITTED), partition, commands);
        return new StoredQuery.Stored(
                List.copyOf(contents.doubts()), contents.partition().map(PartitionSeal::mark), contents.folds());
    }

    Optional<CopiedRegionQuery.CopiedRegion> copied(Region region) {
        return shown.copied(region);
    }
}
