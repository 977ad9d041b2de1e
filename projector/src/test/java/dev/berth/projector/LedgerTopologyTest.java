package dev.berth.projector;

import static dev.berth.projector.Commands.VCPU;
import static dev.berth.projector.Commands.claim;
import static dev.berth.projector.Commands.claimDevices;
import static dev.berth.projector.Commands.consumer;
import static dev.berth.projector.Commands.create;
import static dev.berth.projector.Commands.inventory;
import static dev.berth.projector.Commands.provider;
import static dev.berth.projector.Commands.release;
import static dev.berth.projector.Commands.reportWithDevices;
import static dev.berth.projector.Commands.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.store.CopiedRegionQuery;
import dev.berth.projector.store.CopyQuery;
import dev.berth.projector.store.PoolsRebuilt;
import dev.berth.projector.store.RegionSnapshot;
import dev.berth.projector.store.RegionStore;
import dev.berth.projector.store.RegionStoreBuilder;
import dev.berth.projector.store.SnapshotQuery;
import dev.berth.projector.store.StoredQuery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology on real RocksDB in a temporary directory, without a broker. */
class LedgerTopologyTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");

    @TempDir
    private Path stateDir;

    private final SchemaRegistry schemas = SchemaRegistry.inMemory();
    private final CommandCodec commands = new CommandCodec(schemas);
    private final DecisionCodec decisions = new DecisionCodec(schemas);
    private final List<Decision> heard = new ArrayList<>();

    private final Rebuilds rebuilds = new Rebuilds();
    private final RowsToRepeat rowsToRepeat = new RowsToRepeat();

    private final TestingClock clock = new TestingClock();
    private final Leases leases = new Leases(clock);
    private final TestingLogCheck check = new TestingLogCheck();
    private final ForeignRecords foreign = new ForeignRecords(() -> this.partitions);

    private int partitions = 1;
    private Optional<Beginnings.Beginning> beginning = Optional.empty();
    private RegionRegistry registry;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> log;
    private TestOutputTopic<byte[], byte[]> decided;

    @BeforeEach
    void start() {
        schemas.registerSchemas();
        registry = new RegionRegistry(
                leases,
                region -> 0,
                new Copies() {
                    @Override
                    public <R> QueryResult<R> ask(int partition, Query<R> query) {
                        return answer(query);
                    }
                },
                new Freshness(clock),
                partition -> false);
        driver = new TopologyTestDriver(
                LedgerTopology.of(
                        "log",
                        "decisions",
                        "hosts",
                        new RegionStoreBuilder(commands, () -> {}),
                        () -> new LedgerProcessor(
                                commands,
                                decisions,
                                new HostRowCodec(schemas),
                                (region, decision) -> heard.add(decision),
                                leases,
                                rebuilds,
                                rowsToRepeat,
                                foreign,
                                check,
                                partition -> beginning)),
                properties());
        leases.of(0).orElseThrow().confirm(clock.now());
        leases.of(0).orElseThrow().measured(0, 0);
        log = driver.createInputTopic("log", new ByteArraySerializer(), new ByteArraySerializer());
        decided = driver.createOutputTopic("decisions", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Properties properties() {
        Properties properties = ProjectorConfig.of(KafkaConnection.to("127.0.0.1:1"), stateDir)
                .withInstance("test")
                .streamsProperties("test");
        // The driver holds one task, and would hand over nothing on a close in a transaction.
        properties.put("processing.guarantee", "at_least_once");
        return properties;
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void recordsOneDecisionForEachCommandAndPublishesTheView() {
        append(EAST, create(1), inventory(1, 0, 8), claim(1, 1, 6), claim(2, 1, 6));

        List<Decision> recorded = recorded();
        assertThat(recorded)
                .extracting(Decision::commandKind)
                .containsExactly(
                        CommandKind.CREATE_PROVIDER,
                        CommandKind.REPLACE_INVENTORIES,
                        CommandKind.CLAIM_ALLOCATIONS,
                        CommandKind.CLAIM_ALLOCATIONS);
        assertThat(recorded.get(2).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(recorded.get(3).outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(heard).isEqualTo(recorded);
        assertThat(registry.view(EAST).used(provider(1), VCPU)).isEqualTo(6);
    }

    @Test
    void answersInteractiveQueries() {
        append(EAST, create(1), inventory(1, 0, 8), claim(1, 1, 6), claim(2, 1, 1), release(2));
        append(EAST, reportWithDevices(3, 4), claimDevices(3, 3, 1));

        RegionSnapshot east = snapshot(EAST);
        assertThat(east.usage(provider(1))).containsOnly(Map.entry(VCPU, 6L));
        assertThat(StateDigest.of(east.view())).isEqualTo(StateDigest.of(registry.view(EAST)));
        assertThat(east.view().consumer(consumer(1))).isPresent();
        assertThat(east.view().consumer(consumer(2))).isEmpty();
        assertThat(east.pools(provider(3)).rows()).singleElement().matches(row -> row.count() == 3);
        assertThat(east.view().devices().of(provider(3)).devicesOf(consumer(3))).hasSize(1);
        assertThat(snapshot(WEST).usage(provider(1))).isEmpty();
    }

    /** An empty view would say that what was acknowledged is not there. */
    @Test
    void answersNothingFromAStoreThatIsClosed() {
        append(EAST, create(1));
        RegionStore store = (RegionStore) driver.getStateStore(RegionStore.NAME);
        driver.close();

        assertThat(store.query(new SnapshotQuery(EAST), PositionBound.unbounded(), new QueryConfig(false))
                        .getFailureReason())
                .isEqualTo(FailureReason.NOT_PRESENT);
        start();
    }

    @Test
    void rebuildsTheSameViewFromTheStores() {
        append(EAST, create(1), inventory(1, 0, 8), claim(1, 1, 6), create(2), claim(2, 2, 1));
        append(WEST, create(1));

        assertThat(rebuilt(EAST)).isEqualTo(StateDigest.of(registry.view(EAST)));
        assertThat(rebuilt(WEST)).isEqualTo(StateDigest.of(registry.view(WEST)));
    }

    @Test
    void stopsOnlyTheRegionOfACorruptRecord() {
        append(EAST, create(1));
        appendRaw(EAST, new byte[] {1, 2, 3});
        append(EAST, create(2));
        append(WEST, create(3));

        assertThat(recorded()).hasSize(2);
        assertThat(registry.stopped(EAST).orElseThrow().position().offset()).isEqualTo(1);
        assertThat(registry.stopped(WEST)).isEmpty();
        assertThat(registry.view(EAST).provider(provider(2))).isEmpty();
        assertThat(registry.view(WEST).provider(provider(3))).isPresent();
    }

    @Test
    void goesOnWithAllThatWaitedOnceTheRecordIsSkipped() {
        append(EAST, create(1));
        appendRaw(EAST, new byte[] {1, 2, 3});
        append(EAST, create(2), skip(1));

        assertThat(recorded())
                .extracting(Decision::commandKind)
                .containsExactly(CommandKind.CREATE_PROVIDER, CommandKind.SKIP_RECORD, CommandKind.CREATE_PROVIDER);
        assertThat(registry.stopped(EAST)).isEmpty();
        assertThat(registry.view(EAST).provider(provider(2))).isPresent();
    }

    @Test
    void remembersTheStopAndWhatWaitsBehindIt() {
        append(EAST, create(1));
        appendRaw(EAST, null);
        append(EAST, create(2));

        RegionFold fold = stored(EAST);

        assertThat(fold.stop()).isEqualTo(registry.stopped(EAST));
        assertThat(fold.waiting()).hasSize(1);
        assertThat(StateDigest.of(fold.view())).isEqualTo(StateDigest.of(registry.view(EAST)));
    }

    /** The newest commands then stand before it, and it may leave the window of those that are remembered. */
    @Test
    void keepsThePositionOfASkipApartFromTheCommandsThatItLetGoOn() {
        appendRaw(EAST, new byte[] {1});
        append(EAST, create(1), create(2));
        appendRaw(EAST, new byte[] {2});
        append(EAST, create(3), skip(0));

        RegionFold fold = stored(EAST);
        assertThat(fold.view().position().offset()).isEqualTo(5);
        assertThat(fold.stop()).isEqualTo(registry.stopped(EAST)).isPresent();
        assertThat(fold.waiting()).hasSize(1);
        assertThat(fold.lastTaken().offset()).isEqualTo(5);
        assertThat(StateDigest.of(fold.view())).isEqualTo(StateDigest.of(registry.view(EAST)));

        append(EAST, skip(3), create(4));
        RegionFold after = stored(EAST);
        assertThat(after.stop()).isEmpty();
        assertThat(after.waiting()).isEmpty();
        assertThat(StateDigest.of(after.view())).isEqualTo(StateDigest.of(registry.view(EAST)));
    }

    /** Its provider's id ends with a letter that is no hex digit. */
    @Test
    void refusesACommandThatCanBeReadAndIsWrongAndGoesOn() {
        byte[] wrong = commands.encode(create(1));
        wrong[wrong.length - 1 - lengthBehindTheProvider()] = 'z';
        appendRaw(EAST, wrong);
        append(EAST, create(2));

        List<Decision> all = recorded();
        assertThat(all).hasSize(2);
        Refusal refusal = all.get(0).outcome().refusal().orElseThrow();
        assertThat(refusal.rejection()).isEqualTo(Rejection.MALFORMED_COMMAND);
        assertThat(refusal.fact(Refusal.Fact.REASON).orElseThrow()).startsWith("provider: expected a UUID");
        assertThat(all.get(1).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(registry.stopped(EAST)).isEmpty();
    }

    /** What stands in the record behind the provider's id. */
    private int lengthBehindTheProvider() {
        CreateProvider create = (CreateProvider) create(1);
        byte[] bytes = commands.encode(create);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return bytes.length
                - text.lastIndexOf(create.provider().toString())
                - create.provider().toString().length();
    }

    /** What a transaction was to commit is decided again from the stores as they were before it. */
    @Test
    void makesTheSameChainAgainAfterATransactionThatWasAborted() {
        append(EAST, create(1), inventory(1, 0, 8));
        RegionFold committed = fold(EAST);
        recorded();
        List<Command> aborted = List.of(claim(1, 1, 4), claim(2, 1, 6), create(1));
        append(EAST, aborted.toArray(Command[]::new));

        List<Sha256> again = new ArrayList<>();
        for (Decision first : recorded()) {
            byte[] raw = commands.encode(aborted.get(again.size()));
            RegionFold.Taken taken = committed.take(commands.decode(first.position(), raw));
            committed = taken.after();
            again.add(taken.decisions().get(0).chain());
            assertThat(taken.decisions().get(0)).isEqualTo(first);
        }
        assertThat(again).hasSize(3).doesNotHaveDuplicates();
        assertThat(committed.view().chain()).isEqualTo(registry.view(EAST).chain());
    }

    @Test
    void rebuildsAFoldThatPassesOverRecordsItHasTaken() {
        Command twice = create(1);
        append(EAST, twice, inventory(1, 0, 8), twice);

        RegionFold fold = stored(EAST);

        assertThat(fold.lastTaken().offset()).isEqualTo(2);
        Position again = new Position(0, 2, 0);
        assertThat(fold.take(new LogEntry.Readable(again, create(9), Sha256.NONE))
                        .decisions())
                .isEmpty();
    }

    @Test
    void keepsTheRepliesOfRequestsWithAKeyInTheStores() {
        Command create = create(1);
        Command refused = claim(1, 1, 6);
        Command devices = claimDevices(2, 2, 2);
        append(EAST, reportWithDevices(2, 4));
        appendKeyed(EAST, 7, create);
        append(EAST, inventory(1, 0, 2));
        appendKeyed(EAST, 8, refused);
        appendKeyed(EAST, 9, devices);
        appendKeyed(EAST, 10, create);

        RegionView live = registry.view(EAST);
        RecentCommands.Answered answered = answered(live, create);
        assertThat(answered.request()).as("the first that had the id").isEqualTo(digest(7));
        assertThat(answered.reply().provider().orElseThrow().generation()).isZero();
        assertThat(answered(live, refused).reply().refusal()).isPresent();

        assertThat(rebuilt(EAST)).isEqualTo(StateDigest.of(live));
        RegionView again = stored(EAST).view();
        for (Command command : List.of(create, refused, devices)) {
            assertThat(answered(again, command)).isEqualTo(answered(live, command));
        }
    }

    @Test
    void remembersTheKeyOfARequestThatWaitsBehindAStop() {
        Command waiting = create(2);
        appendRaw(EAST, new byte[] {1, 2, 3});
        appendKeyed(EAST, 7, waiting);

        RegionFold fold = stored(EAST);
        RegionFold passed = fold.take(new LogEntry.Readable(new Position(0, 9, 0), skip(0), Sha256.NONE))
                .after();
        assertThat(answered(passed.view(), waiting).request()).isEqualTo(digest(7));
    }

    private static RecentCommands.Answered answered(RegionView view, Command command) {
        return view.recent().find(command.commandId()).orElseThrow().answered().orElseThrow();
    }

    private static Sha256 digest(int number) {
        return new Sha256(number, 1, 2, 3);
    }

    private void appendKeyed(Region region, int digest, Command command) {
        log.pipeInput(
                region.name().getBytes(StandardCharsets.UTF_8),
                commands.encode(Sent.of(command).withRequest(digest(digest))));
    }

    @Test
    void leavesEveryRegionAloneWhenAKeyNamesNone() {
        log.pipeInput(null, commands.encode(create(1)));
        log.pipeInput("not a region!".getBytes(StandardCharsets.UTF_8), commands.encode(create(1)));

        assertThat(recorded()).isEmpty();
        assertThat(registry.regions()).isEmpty();
        assertThat(foreign.count()).isEqualTo(2);
    }

    @Test
    void takesNothingForARegionThatIsAtHomeInAnotherPartition() {
        append(EAST, create(1));
        StateDigest before = StateDigest.of(registry.view(EAST));
        partitions = 2;
        Region away = Stream.of(EAST, WEST, new Region("north"), new Region("south"))
                .filter(region -> Partitions.of(region, 2) == 1)
                .findFirst()
                .orElseThrow();
        recorded();

        append(away, create(2));
        appendRaw(away, new byte[] {1, 2, 3});

        assertThat(recorded()).isEmpty();
        assertThat(registry.stopped(away)).isEmpty();
        assertThat(registry.regions()).containsExactly(EAST);
        assertThat(StateDigest.of(registry.view(EAST))).isEqualTo(before);
        assertThat(foreign.count()).isEqualTo(2);
    }

    @Test
    void remembersWhatStoodAtTheLastOffsetForeignRecordsToo() {
        append(EAST, create(1));
        log.pipeInput(null, new byte[] {7});

        LogMark kept = ask(new CopyQuery()).mark().orElseThrow();

        assertThat(kept.offset()).isEqualTo(1);
        assertThat(kept.topicId()).isEqualTo(check.topicId);
        assertThat(registry.partitions()).singleElement().satisfies(state -> {
            assertThat(state.mark()).contains(kept);
            assertThat(state.fault()).isEmpty();
        });
    }

    @Test
    void decidesNothingMoreOnceTheLogIsAnother() {
        append(EAST, create(1));
        leases.of(0).orElseThrow().halt("Partition 0 is broken.");
        append(EAST, create(2));
        append(WEST, create(3));

        assertThat(recorded()).hasSize(1);
        assertThat(leases.firstUndecided(0)).as("no commit may pass over it").contains(1L);
        assertThat(registry.fault(WEST)).contains("Partition 0 is broken.");
        assertThat(registry.view(EAST).provider(provider(1))).as("reads go on").isPresent();
        assertThat(registry.view(EAST).provider(provider(2))).isEmpty();
        assertThat(registry.partitions().get(0).mark().orElseThrow().offset()).isZero();
    }

    @Test
    void decidesNothingWhileSomethingStandsOpenThatKafkaHasForgotten() {
        driver.close();
        check.unclearLooks = 3;
        start();
        assertThat(check.unclearLooks).as("after the look at the start").isEqualTo(2);

        append(EAST, create(1));

        assertThat(check.unclearLooks).isZero();
        assertThat(recorded()).singleElement().matches(decision -> decision.outcome() instanceof Outcome.Accepted);
    }

    @Test
    void decidesNothingOfACutLogWithoutRowsAndWithoutACheckpoint() {
        driver.close();
        check.begin = 3;
        start();
        append(EAST, create(1));

        assertThat(recorded()).isEmpty();
        assertThat(leases.of(0).orElseThrow().fault().orElseThrow())
                .contains("there are no rows, and its log begins at offset 3");
        assertAnswersNothing("there are no rows, and its log begins at offset 3");
    }

    /** An empty region would say that what was acknowledged is not there. */
    @Test
    void answersNothingWhereRowsAreLostAndCannotBeMadeAgain() {
        driver.close();
        check.begin = 3;
        check.committed = 5;
        check.firstRecord = OptionalLong.of(3);
        start();

        assertAnswersNothing("there are no rows, but what is in the log before offset 5 was decided");
        ((RegionStore) driver.getStateStore(RegionStore.NAME)).commit(Map.of());
        assertAnswersNothing("there are no rows, but what is in the log before offset 5 was decided");
    }

    @Test
    void answersNothingWhereAFaultIsFoundBeforeItsRowsAreKnownToBeRightAndAllOnceTheyAre() {
        append(EAST, create(1));
        RegionStore store = (RegionStore) driver.getStateStore(RegionStore.NAME);
        beginning = Optional.of(new Beginnings.Beginning(
                new LogId(check.topicId.toString()), 1, new TreeMap<>(store.folds()), Map.of(), store.mark()));
        driver.close();
        check.begin = 1;
        check.isReachable = false;
        start();
        leases.of(0).orElseThrow().halt("Partition 0 is broken.");
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertAnswersNothing("Partition 0 is broken.");

        check.isReachable = true;
        List<Long> asked = new ArrayList<>();
        check.whileCommittedIsAsked = () -> {
            asked.add(check.committed);
            assertAnswersNothing("Partition 0 is broken.");
        };
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(asked).isNotEmpty();
        assertThat(registry.view(EAST).provider(provider(1))).isPresent();
        append(EAST, create(2));
        assertThat(registry.view(EAST).provider(provider(2))).isEmpty();
    }

    @Test
    void answersNothingWhileLostRowsAreMadeAgainThoughAFaultComesMeanwhile() {
        Command create = create(1);
        append(EAST, create);
        Decision decision = recorded().get(0);
        keep(Topics.LOG.topic(), decision.position(), commands.encode(create));
        keep(Topics.DECISIONS.topic(), decision.position(), decisions.encode(decision));
        driver.close();
        check.committed = 1;
        check.firstRecord = OptionalLong.of(0);
        check.isReachable = false;
        start();
        check.isReachable = true;
        List<String> read = new ArrayList<>();
        check.whileItIsRead = topic -> {
            read.add(topic);
            leases.of(0).orElseThrow().halt("Partition 0 is broken.");
            assertAnswersNothing("Partition 0 is broken.");
        };
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(read).contains(Topics.LOG.topic());
        assertThat(registry.view(EAST).provider(provider(1))).isPresent();
    }

    private void keep(String topic, Position position, byte[] value) {
        check.topics.put(topic, List.of(new LogRecord(position, Partitions.key(EAST), value, partitions)));
    }

    private void assertAnswersNothing(String reason) {
        assertThatThrownBy(() -> registry.view(EAST))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining(reason);
        assertThat(ask(new CopiedRegionQuery(EAST))).isEmpty();
    }

    @Test
    void goesOnFromACheckpointWhereItsLogWasCut() {
        append(EAST, create(1), inventory(1, 0, 8), claim(1, 1, 6));
        append(WEST, create(2));
        recorded();
        StateDigest before = StateDigest.of(registry.view(EAST));
        RegionStore store = (RegionStore) driver.getStateStore(RegionStore.NAME);
        store.flushCache();
        Map<Region, RegionFold> folds = new TreeMap<>(store.folds());
        LogMark mark = store.mark().orElseThrow();
        driver.close();
        stateDir = stateDir.resolve("empty");
        check.begin = 2;
        beginning = Optional.of(
                new Beginnings.Beginning(new LogId(check.topicId.toString()), 4, folds, Map.of(), Optional.of(mark)));
        start();

        assertThat(StateDigest.of(registry.view(EAST))).isEqualTo(before);
        // The records before it that are still there come once more, and change nothing.
        append(EAST, create(1), inventory(1, 0, 8), claim(1, 1, 6));
        append(WEST, create(2));
        assertThat(recorded()).isEmpty();
        append(EAST, claim(2, 1, 2), claim(3, 1, 1));
        assertThat(recorded())
                .extracting(decision -> decision.outcome().refusal().isPresent())
                .containsExactly(false, true);
        assertThat(rebuilt(EAST)).isEqualTo(StateDigest.of(registry.view(EAST)));
        assertThat(registry.view(WEST).provider(provider(2))).isPresent();
    }

    @Test
    void refusesACheckpointOfAnotherLogOrOneBeforeTheCut() {
        driver.close();
        check.begin = 7;
        beginning = Optional.of(
                new Beginnings.Beginning(new LogId(check.topicId.toString()), 4, Map.of(), Map.of(), Optional.empty()));
        start();
        assertThat(leases.of(0).orElseThrow().fault().orElseThrow())
                .contains("the checkpoint ends before offset 4: the records between were deleted");
        driver.close();
        check.begin = 4;
        beginning =
                Optional.of(new Beginnings.Beginning(new LogId("another"), 4, Map.of(), Map.of(), Optional.empty()));
        start();
        assertThat(leases.of(0).orElseThrow().fault().orElseThrow())
                .contains("the checkpoint is of log another, and this is log " + check.topicId);
    }

    @Test
    void keepsDevicesAndPoolsInItsRows() {
        append(EAST, reportWithDevices(1, 4), claimDevices(1, 1, 2));
        assertThat(snapshot(EAST).pools(provider(1)).rows()).singleElement().matches(row -> row.count() == 2);
        assertThat(rebuilt(EAST)).isEqualTo(StateDigest.of(registry.view(EAST)));

        append(EAST, reportWithDevices(1, 2), release(1));
        assertThat(snapshot(EAST).pools(provider(1)).rows()).singleElement().matches(row -> row.count() == 2);
        assertThat(rebuilt(EAST)).isEqualTo(StateDigest.of(registry.view(EAST)));
    }

    @Test
    void rebuildsDroppedPoolsWhileItRuns() {
        append(EAST, reportWithDevices(1, 4), claimDevices(1, 1, 2), reportWithDevices(2, 3));
        append(WEST, reportWithDevices(1, 4));

        assertThat(rebuild(EAST))
                .matches(PoolsRebuilt::isEqual)
                .extracting(PoolsRebuilt::hosts)
                .isEqualTo(2);
        assertThat(rebuilt(EAST)).isEqualTo(StateDigest.of(registry.view(EAST)));
        append(EAST, release(1));
        assertThat(rebuilt(EAST)).isEqualTo(StateDigest.of(registry.view(EAST)));
    }

    @Test
    void showsNothingInsteadOfAnEmptyRegionOnceItsStoreIsClosed() {
        append(EAST, create(1));
        RegionStore store = (RegionStore) driver.getStateStore(RegionStore.NAME);
        CopiedRegionQuery query = new CopiedRegionQuery(EAST);
        CopiedRegionQuery.CopiedRegion copied = ask(query).orElseThrow();
        assertThat(copied.snapshot().view().provider(provider(1))).isPresent();
        assertThat(copied.mark().orElseThrow().offset()).isZero();

        store.close();
        assertThat(store.query(query, PositionBound.unbounded(), new QueryConfig(false))
                        .getResult())
                .isEmpty();
        assertThat(store.query(new SnapshotQuery(EAST), PositionBound.unbounded(), new QueryConfig(false))
                        .isFailure())
                .isTrue();
    }

    private PoolsRebuilt rebuild(Region region) {
        CompletionStage<PoolsRebuilt> rebuilt = rebuilds.ask(region);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        return rebuilt.toCompletableFuture().join();
    }

    private StateDigest rebuilt(Region region) {
        return StateDigest.of(stored(region).view());
    }

    /** What the rows say, put together again. */
    private RegionFold stored(Region region) {
        StoredQuery.Stored stored = ask(new StoredQuery());
        assertThat(stored.doubts()).isEmpty();
        return stored.folds().get(region);
    }

    private RegionFold fold(Region region) {
        return ((RegionStore) driver.getStateStore(RegionStore.NAME)).folds().get(region);
    }

    private RegionSnapshot snapshot(Region region) {
        return ask(new SnapshotQuery(region));
    }

    private <R> R ask(Query<R> query) {
        return answer(query).getResult();
    }

    private <R> QueryResult<R> answer(Query<R> query) {
        return driver.getStateStore(RegionStore.NAME).query(query, PositionBound.unbounded(), new QueryConfig(false));
    }

    private void append(Region region, Command... all) {
        for (Command command : all) {
            appendRaw(region, commands.encode(command));
        }
    }

    private void appendRaw(Region region, byte[] value) {
        log.pipeInput(region.name().getBytes(StandardCharsets.UTF_8), value);
    }

    private List<Decision> recorded() {
        return decided.readValuesToList().stream()
                .map(bytes -> decisions.decode(bytes).orElseThrow(IllegalStateException::new))
                .toList();
    }
}
