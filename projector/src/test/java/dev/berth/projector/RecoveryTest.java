package dev.berth.projector;

import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.provider;
import static dev.berth.projector.Commands.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.store.RegionStore;
import dev.berth.projector.store.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task whose rows on the disk, or in the changelog, end before the committed offset. */
class RecoveryTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");
    private static final byte[] UNREADABLE = {9};

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private final CommandCodec commands = new CommandCodec(schemas);
    private final DecisionCodec decisions = new DecisionCodec(schemas);
    private final TestingLogCheck log = new TestingLogCheck();
    private final List<LogRecord> records = new ArrayList<>();
    private final List<LogRecord> decided = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final Map<Region, RegionFold> folds = new TreeMap<>();
    private final Map<Region, SortedMap<Position, byte[]>> held = new TreeMap<>();
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Lease lease = new Leases(new TestingClock()).begin(0);

    private RegionStore store;
    private Recovery recovery;

    @BeforeEach
    void start() {
        schemas.registerSchemas();
        log.topics.put(Topics.LOG.topic(), records);
        log.topics.put(Topics.DECISIONS.topic(), decided);
        log.whileItIsRead = read::add;
    }

    @Test
    void readsOneDecisionBeforeRowsThatLackSomethingAreRestoredAnew() throws Exception {
        decide(EAST, commands.encode(create(1)));
        commitRows();
        decide(EAST, commands.encode(create(2)));
        begin();

        recovery.run(false);
        assertThat(recovery.isDone()).isFalse();
        assertRestoredAnew();
        assertThat(read).as("topics that were read whole").isEmpty();
    }

    @Test
    void haltsBehindRecordsThatWereNeverDecided() throws Exception {
        decide(EAST, commands.encode(create(1)));
        commitRows();
        append(EAST, commands.encode(create(2)));
        begin();

        recovery.run(true);
        assertThat(lease.fault().orElseThrow())
                .contains("the record at offset 1 was never decided but the projectors' committed offset is 2;")
                .endsWith("kafka-consumer-groups.sh --bootstrap-server KAFKA --group berth-projector"
                        + " --topic berth.log:0 --reset-offsets --to-earliest --execute.");
        assertThat(recovery.isDone()).as("its rows lack nothing").isTrue();
    }

    /** It stands before records that are in the rows. */
    @Test
    void restoresRowsThatLackWhatHasWaitedBehindAStop() throws Exception {
        decide(EAST, UNREADABLE);
        decide(EAST, commands.encode(create(1)));
        decide(WEST, commands.encode(create(2)));
        commitRows();
        decide(EAST, commands.encode(skip(0)));
        assertThat(decisions
                        .decode(decided.get(decided.size() - 1).value())
                        .orElseThrow(IllegalStateException::new)
                        .position()
                        .offset())
                .isEqualTo(1);
        begin();

        assertRestoredAnew();
    }

    @Test
    void restoresRowsBehindWhichADecisionCannotBeRead() throws Exception {
        decide(EAST, commands.encode(create(1)));
        commitRows();
        decide(EAST, commands.encode(create(2)));
        makeLastUnreadable();
        begin();

        assertRestoredAnew();
    }

    @Test
    void saysWhichDecisionItCannotCompareWithWhereRowsAreMadeAgain() throws Exception {
        decide(EAST, commands.encode(create(1)));
        decide(WEST, commands.encode(create(2)));
        decide(EAST, commands.encode(create(3)));
        makeLastUnreadable();
        begin();

        recovery.run(true);
        assertThat(recovery.isDone()).isFalse();
        assertThat(lease.fault().orElseThrow())
                .contains("the last decision of region east in berth.decisions cannot be read")
                .contains("at 0@2: ");
    }

    @Test
    void makesRowsAgainThoughAnEarlierDecisionCannotBeRead() throws Exception {
        decide(EAST, commands.encode(create(1)));
        makeLastUnreadable();
        decide(EAST, commands.encode(create(2)));
        begin();

        recovery.run(true);
        assertThat(lease.fault()).isEmpty();
        assertThat(store.folds().get(EAST).view().provider(provider(1))).isPresent();
    }

    /** Whether it is recorded is not known, and that the offset is behind it proves nothing. */
    @Test
    void goesOnFromRowsWhoseLastDecisionCannotBeRead() throws Exception {
        decide(EAST, commands.encode(create(1)));
        decide(EAST, commands.encode(create(2)));
        makeLastUnreadable();
        commitRows();
        begin();
        log.committed = 1;

        recovery.run(true);
        assertThat(lease.fault()).isEmpty();
        assertThat(store.folds().get(EAST).view().provider(provider(2))).isPresent();
    }

    private void assertRestoredAnew() {
        assertThatThrownBy(() -> recovery.run(true)).isInstanceOf(TaskCorruptedException.class);
        assertThat(lease.fault()).isEmpty();
    }

    /** The disk holds what was decided so far. */
    private void commitRows() {
        open();
        LogRecord last = records.get(records.size() - 1);
        assertThat(store.adopt(folds, held, Optional.of(LogMark.of(log.topicId, last))))
                .isEmpty();
        store.flushCache();
        store.commit(Map.of(new TopicPartition("changelog", 0), 1L));
    }

    private void begin() {
        open();
        log.committed = records.size();
        long next = FreshnessWatch.next(store.mark());
        log.firstRecord = next < records.size() ? OptionalLong.of(next) : OptionalLong.empty();
        recovery = new Recovery(log, none -> Optional.empty(), new TaskId(0, 0), lease, store, commands, decisions);
    }

    private void open() {
        store = disk.store(commands, System::nanoTime, (key, value) -> {}, () -> {});
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    }

    private void decide(Region region, byte[] value) {
        LogRecord record = append(region, value);
        LogEntry entry = commands.decode(record.position(), value);
        RegionFold before =
                folds.getOrDefault(region, RegionFold.of(RegionView.empty(new LogId(log.topicId.toString()), region)));
        RegionFold.Taken taken = before.take(entry);
        folds.put(region, taken.after());
        SortedMap<Position, byte[]> ofRegion = held.computeIfAbsent(region, none -> new TreeMap<>());
        if (taken.after().holds(entry)) {
            ofRegion.put(entry.position(), value);
        }
        taken.released().forEach(ofRegion::remove);
        taken.decisions()
                .forEach(decision -> decided.add(new LogRecord(
                        new Position(0, decided.size(), 1), record.key(), decisions.encode(decision), 1)));
    }

    private LogRecord append(Region region, byte[] value) {
        LogRecord record = new LogRecord(new Position(0, records.size(), 1), Partitions.key(region), value, 1);
        records.add(record);
        return record;
    }

    private void makeLastUnreadable() {
        LogRecord last = decided.remove(decided.size() - 1);
        decided.add(new LogRecord(last.position(), last.key(), UNREADABLE, 1));
    }
}
