package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.store.PoolsRebuilt;
import dev.berth.projector.store.RegionStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of one partition of the log to the folds of their regions: decides, writes the stores, forwards the
 * decision and what agents are told, publishes the view, answers who waits. It holds no rule of its own. One stream
 * thread.
 */
final class LedgerProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    /** How often the thread looks for operators' requests and other work. */
    private static final Duration POLL = Duration.ofMillis(200);

    /** How soon the thread goes on with what has waited, and how often it writes rows ahead of the commit. */
    private static final Duration PROCEED_POLL = Duration.ofMillis(10);

    /**
     * How many waiting commands are decided in one go. They are committed together, which must not take long:
     * everything else of the thread waits meanwhile, and a transaction ends after a few seconds, done or not.
     */
    private static final int PORTION = 1_000;

    private final CommandCodec commands;
    private final DecisionCodec decisions;
    private final HostRowCodec hostRows;
    private final DecisionListener listener;
    private final Leases leases;
    private final Rebuilds rebuilds;
    private final RowsToRepeat rowsToRepeat;
    private final ForeignRecords foreign;
    private final LogCheck log;
    private final Beginnings beginnings;
    private final Map<Region, RegionFold> folds = new TreeMap<>();

    /** The regions with waiting commands that can be decided now. */
    private final Set<Region> behind = new TreeSet<>();

    private RegionStore store;
    private Cancellable retry;
    private Recovery recovery;
    /** What it waited for last. */
    private String obstacle;
    /** Null until it is known that the store may be used. */
    private Continuity continuity;
    /** Null until the task has started. */
    private Lease lease;

    LedgerProcessor(
            CommandCodec commands,
            DecisionCodec decisions,
            HostRowCodec hostRows,
            DecisionListener listener,
            Leases leases,
            Rebuilds rebuilds,
            RowsToRepeat rowsToRepeat,
            ForeignRecords foreign,
            LogCheck log,
            Beginnings beginnings) {
        this.beginnings = beginnings;
        this.commands = commands;
        this.decisions = decisions;
        this.hostRows = hostRows;
        this.listener = listener;
        this.leases = leases;
        this.rebuilds = rebuilds;
        this.rowsToRepeat = rowsToRepeat;
        this.foreign = foreign;
        this.log = log;
    }

    /**
     * Runs after the store was restored, so the folds are those of complete rows. A task that was a standby meanwhile
     * runs it again on the same processor.
     */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        store = context.getStateStore(RegionStore.NAME);
        lease = leases.begin(context.taskId().partition());
        recovery = new Recovery(log, beginnings, context.taskId(), lease, store, commands, decisions);
        begin(false);
        context.schedule(POLL, PunctuationType.WALL_CLOCK_TIME, now -> {
            listener.tell();
            begin(true);
            rebuilds.serve(folds::containsKey, this::rebuildPools);
            folds.values().forEach(this::tellAgain);
        });
        retry = context.schedule(POLL, PunctuationType.WALL_CLOCK_TIME, now -> retryStopped());
        context.schedule(PROCEED_POLL, PunctuationType.WALL_CLOCK_TIME, now -> {
            if (mayDecide()) {
                proceed();
                store.writeAhead();
            }
        });
    }

    /**
     * Compares store and log with what was decided, unless that was done; if Kafka does not answer, it is called
     * again.
     */
    private void begin(boolean isRunning) {
        try {
            recover(isRunning);
        } catch (LogUnavailableException e) {
            // It is called five times a second.
            if (!e.getMessage().equals(obstacle)) {
                obstacle = e.getMessage();
                LOG.warn("Partition {} is not decided before its log was looked at: {}", lease.partition(), obstacle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (continuity != null) {
            continuity.begin();
        }
    }

    private void recover(boolean isRunning) throws InterruptedException {
        recovery.run(isRunning);
        if (recovery.isDone() && continuity == null) {
            continuity = new Continuity(log, lease, store);
            folds.putAll(store.folds());
            folds.forEach((region, fold) -> {
                if (fold.isBehind()) {
                    behind.add(region);
                }
            });
        }
    }

    /** Whether what has waited may be decided. */
    private boolean mayDecide() {
        return continuity != null && continuity.isProven();
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        Position position = new Position(metadata.partition(), metadata.offset(), input.timestamp());
        if (continuity == null || continuity.asksAbout(position)) {
            listener.tell();
        }
        if (continuity == null && lease.fault().isEmpty()) {
            KafkaRetry.ask(() -> recover(true));
        }
        if (continuity != null && continuity.admits(position)) {
            foreign.regionOf(position, input.key())
                    .ifPresent(region -> take(region, input, commands.decode(position, input.value())));
            continuity.took(position, input.key(), input.value());
        } else {
            leases.leftUndecided(lease.partition(), position.offset());
        }
        lease.took(position.offset());
    }

    private void take(Region region, Record<byte[], byte[]> input, LogEntry entry) {
        RegionFold before = folds.containsKey(region) ? folds.get(region) : store.fold(continuity.log(), region);
        RegionFold.Taken taken = before.take(entry, PORTION);
        store.took(before, taken, entry, input.value());
        settle(region, before, taken, input, Optional.of(entry));
    }

    /** Goes on with what has waited behind a stop that is passed. */
    private void proceed() {
        for (Region region : List.copyOf(behind)) {
            RegionFold before = folds.get(region);
            RegionFold.Taken taken = before.proceed(PORTION);
            store.took(before, taken);
            settle(region, before, taken, madeUp(region, before), Optional.empty());
        }
    }

    /** The record context for decisions that do not come from the current record. */
    private static Record<byte[], byte[]> madeUp(Region region, RegionFold before) {
        return new Record<>(Partitions.key(region), null, before.lastTaken().timestampMs());
    }

    /**
     * Once it is known that the log continues what was decided, and not in {@link #init}, where nothing may be
     * forwarded.
     */
    private void retryStopped() {
        if (mayDecide()) {
            retry.cancel();
            List.copyOf(folds.keySet()).forEach(this::retry);
        }
    }

    /** A program that knows more than the one before it may apply what stopped a region there. */
    private void retry(Region region) {
        RegionFold before = folds.get(region);
        RegionFold.Taken taken = before.retry(PORTION);
        if (!taken.after().stop().equals(before.stop())) {
            store.took(before, taken);
            settle(region, before, taken, madeUp(region, before), Optional.empty());
        }
    }

    private void settle(
            Region region,
            RegionFold before,
            RegionFold.Taken taken,
            Record<byte[], byte[]> cause,
            Optional<LogEntry> entry) {
        RegionFold after = taken.after();
        for (Decision decision : taken.decisions()) {
            context().forward(cause.withValue(decisions.encode(decision)), LedgerTopology.DECISIONS);
        }
        HostRows.of(before, taken, entry).forEach(told -> tell(told, cause.timestamp()));
        folds.put(region, after);
        if (after.isBehind()) {
            behind.add(region);
        } else {
            behind.remove(region);
        }
        // The view is published first, so anyone who hears of the decision finds it in the view.
        taken.decisions().forEach(decision -> listener.decided(region, decision));
        if (after.stop().isPresent() && !after.stop().equals(before.stop())) {
            report(region, after.stop().get());
        } else if (before.stop().isPresent() && after.stop().isEmpty()) {
            LOG.info("Region {} goes on behind {}.", region, before.stop().get().position());
        }
    }

    private void tell(HostRowRecord told, long timestampMs) {
        byte[] value = told.row().map(hostRows::encode).orElse(null);
        context().forward(new Record<>(told.key().bytes(), value, timestampMs), LedgerTopology.HOSTS);
    }

    private void tellAgain(RegionFold fold) {
        RegionView view = fold.view();
        for (ProviderId host : rowsToRepeat.take(view.region(), PORTION)) {
            tell(HostRows.standing(view, host), fold.lastTaken().timestampMs());
        }
    }

    private PoolsRebuilt rebuildPools(Region region) {
        PoolsRebuilt result = store.rebuildPools(region);
        if (result.isEqual()) {
            LOG.info("Region {}: pools rebuilt from the devices, equal to what was kept.", result.region());
        } else {
            LOG.error(
                    "Region {}: pools rebuilt from the devices; they differed on {} hosts. Please report this as a "
                            + "bug.",
                    result.region(),
                    result.differing());
        }
        return result;
    }

    private static void report(Region region, RegionStop stop) {
        LOG.error(
                "Region {} has stopped at {}: {}. Nothing behind that record is decided until an operator skips it, "
                        + "or a"
                        + " program starts that can apply it.",
                region,
                stop.position(),
                stop.reason());
    }

    @Override
    public void close() {
        if (lease != null) {
            leases.end(lease);
            store.disown();
        }
        continuity = null;
        rebuilds.leave(folds::containsKey);
        folds.keySet().forEach(rowsToRepeat::leave);
        folds.clear();
        behind.clear();
    }
}
