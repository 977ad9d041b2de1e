package dev.berth.projector;

import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.RequestHeader;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.LogEntry;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.RegionView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of one partition of the log to the folds of their regions: decides, writes the stores, forwards the decision,
 * publishes the view, answers who waits. It holds no rule of its own. One stream thread.
 */
final class LedgerProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    /** How soon the thread looks for what operators ask of it. */
    private static final Duration REBUILD_POLL = Duration.ofMillis(200);

    private final LogDecoder decoder;
    private final DecisionCodec decisions;
    private final RegionRegistry registry;
    private final DecisionListener listener;
    private final Tenures tenures;
    private final Rebuilds rebuilds;
    private final Map<Region, RegionFold> folds = new TreeMap<>();

    private StateWriter writer;
    /** Null until the task has started. */
    private Tenure tenure;

    LedgerProcessor(
            LogDecoder decoder,
            DecisionCodec decisions,
            RegionRegistry registry,
            DecisionListener listener,
            Tenures tenures,
            Rebuilds rebuilds) {
        this.decoder = decoder;
        this.decisions = decisions;
        this.registry = registry;
        this.listener = listener;
        this.tenures = tenures;
        this.rebuilds = rebuilds;
    }

    /** Runs after the stores were restored, so the folds are rebuilt from complete stores. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        long startMs = System.currentTimeMillis();
        StateStores stores = StateStores.of(context);
        writer = new StateWriter(stores);
        folds.putAll(new StateReader(stores, decoder).read());
        folds.values().forEach(registry::publish);
        PoolRepair pools = new PoolRepair(stores.pciPools());
        context.schedule(
                REBUILD_POLL,
                PunctuationType.WALL_CLOCK_TIME,
                now -> rebuilds.serve(folds::containsKey, region -> rebuilt(pools.rebuild(region, stores.devices()))));
        tenure = tenures.begin(context.taskId().partition());
        LOG.info(
                "Partition {}: {} regions rebuilt from the stores in {} ms",
                context.taskId().partition(),
                folds.size(),
                System.currentTimeMillis() - startMs);
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        Position position = new Position(metadata.partition(), metadata.offset(), input.timestamp());
        String key = input.key() == null ? "" : new String(input.key(), StandardCharsets.UTF_8);
        if (Region.isName(key)) {
            take(new Region(key), input, decoder.decode(position, input.value(), RequestHeader.of(input.headers())));
        } else {
            LOG.error("{}: the record's key names no region, so it changes none. Who writes to this topic?", position);
        }
        tenure.took(position.offset());
    }

    private void take(Region region, Record<byte[], byte[]> input, LogEntry entry) {
        RegionFold before = folds.getOrDefault(region, RegionFold.of(RegionView.empty(region)));
        RegionFold.Taken taken = before.take(entry);
        RegionFold after = taken.after();
        writer.write(before, taken, entry, input.value());
        for (Decision decision : taken.decisions()) {
            context().forward(input.withValue(decisions.encode(decision)));
        }
        folds.put(region, after);
        // The view goes first: whoever hears of the decision finds it in the view.
        registry.publish(after);
        taken.decisions().forEach(decision -> listener.decided(region, decision));
        if (after.stop().isPresent() && !after.stop().equals(before.stop())) {
            report(region, after.stop().get());
        }
    }

    private static PoolsRebuilt rebuilt(PoolsRebuilt result) {
        if (result.isEqual()) {
            LOG.info("Region {}: pools rebuilt from the devices, equal to what was kept.", result.region());
        } else {
            LOG.error(
                    "Region {}: pools rebuilt from the devices; they differed on {} hosts. Please report this as a bug.",
                    result.region(),
                    result.differing());
        }
        return result;
    }

    private static void report(Region region, RegionStop stop) {
        LOG.error(
                "Region {} has stopped at {}: {}. Nothing behind that record is decided until an operator skips it.",
                region,
                stop.position(),
                stop.reason());
    }

    @Override
    public void close() {
        if (tenure != null) {
            tenures.end(tenure);
        }
        registry.withdraw(folds.keySet());
        folds.clear();
    }
}
