package dev.berth.projector.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An owner that commits after random numbers of random commands, and a standby that is handed its changelog in random
 * pieces. At every seal the standby has come to what the owner had come to, and so have the rows.
 */
class ChangelogFollowerTest {
    private static final Region[] REGIONS = {new Region("east"), new Region("west")};
    private static final Uuid TOPIC = new Uuid(1, 1);
    private static final int COMMITS = 60;

    private final CommandCodec commands = codec();
    private final KeyValueStore<Bytes, byte[]> ownersDisk = store("owner");
    private final KeyValueStore<Bytes, byte[]> disk = store("standby");
    private final List<ConsumerRecord<byte[], byte[]>> changelog = new ArrayList<>();
    private final StoredRegions owner = new StoredRegions();
    private final Rows rows = new Rows(ownersDisk, this::log);
    private final StoredRegions kept = new StoredRegions();
    private final ChangelogFollower following = new ChangelogFollower(kept, commands, disk::get);

    private static CommandCodec codec() {
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        return new CommandCodec(schemas);
    }

    private static KeyValueStore<Bytes, byte[]> store(String name) {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }

    private void log(Bytes key, byte[] value) {
        ownersDisk.put(key, value);
        changelog.add(new ConsumerRecord<>("changelog", 0, changelog.size(), key.get(), value));
    }

    private long offset;
    private RandomCommands random;
    private SplittableRandom pieces;

    @BeforeEach
    void seed() {
        seed(1);
    }

    private void seed(long seed) {
        random = new RandomCommands(seed, new Symbols());
        pieces = new SplittableRandom(seed);
    }

    @Test
    void comesToWhatTheOwnerCommittedAtEverySeal() {
        for (int commit = 0; commit < COMMITS; commit++) {
            commit(1 + pieces.nextInt(40));
            hand(changelog);
            changelog.clear();

            assertThat(following.doubts()).as("commit %d of seed 1", commit).isEmpty();
            owner.regions().forEach((region, state) -> {
                RegionFold followed = kept.regions().get(region).fold();
                assertThat(StateDigest.of(followed.view()))
                        .isEqualTo(StateDigest.of(state.fold().view()));
                state.fold()
                        .view()
                        .providers()
                        .all()
                        .forEach(provider -> assertThat(
                                        followed.view().providers().named(provider.name()))
                                .contains(provider.id()));
                assertThat(followed.stop()).isEqualTo(state.fold().stop());
                assertThat(undecided(followed)).isEqualTo(undecided(state.fold()));
                assertThat(followed.view().position())
                        .isEqualTo(state.fold().view().position());
            });
            assertThat(kept.mark()).isEqualTo(owner.mark());
            Contents read = Contents.of(ownersDisk, 0, commands);
            assertThat(read.doubts()).isEmpty();
            read.folds()
                    .forEach((region, fold) -> assertThat(StateDigest.of(fold.view()))
                            .isEqualTo(StateDigest.of(
                                    owner.regions().get(region).fold().view())));
        }
    }

    /** A skip that has done its work may still stand among those that wait, and is no row any more. */
    private static List<LogEntry> undecided(RegionFold fold) {
        return fold.waiting()
                .filter(entry -> !fold.passed().contains(entry.position()))
                .toJavaList();
    }

    @Test
    void findsAProviderByTheNameThatAnotherHadBeforeTheSameCommit() {
        ProviderId first = new ProviderId(new UUID(2, 2));
        ProviderId second = new ProviderId(new UUID(1, 1));
        send(new CreateProvider(command(), first, "cn", Optional.empty()));
        commit();
        send(new DeleteProvider(command(), first));
        send(new CreateProvider(command(), second, "cn", Optional.empty()));
        commit();

        assertThat(followed().providers().named("cn")).contains(second);
    }

    @Test
    void findsProvidersThatHaveChangedNames() {
        ProviderId first = new ProviderId(new UUID(1, 1));
        ProviderId second = new ProviderId(new UUID(2, 2));
        send(new CreateProvider(command(), first, "a", Optional.empty()));
        send(new CreateProvider(command(), second, "b", Optional.empty()));
        commit();
        send(new UpdateProvider(command(), first, "c", Optional.empty()));
        send(new UpdateProvider(command(), second, "a", Optional.empty()));
        send(new UpdateProvider(command(), first, "b", Optional.empty()));
        commit();

        assertThat(followed().providers().named("a")).contains(second);
        assertThat(followed().providers().named("b")).contains(first);
        assertThat(followed().providers().named("c")).isEmpty();
    }

    @Test
    void forgetsWhatTheAgentOfAHostSaidThatWasDeletedAndMadeAgainWithinACommit() {
        ProviderId host = new ProviderId(new UUID(1, 1));
        send(new ReportHost(
                command(),
                host,
                ImmutableList.of(new ReportedProvider(
                        host, "cn", Optional.empty(), ImmutableSortedMap.of(), ImmutableSortedSet.of()))));
        commit();
        assertThat(followed().hostReport(host)).isPresent();
        send(new DeleteProvider(command(), host));
        send(new CreateProvider(command(), host, "cn", Optional.empty()));
        commit();

        assertThat(followed().provider(host)).isPresent();
        assertThat(followed().hostReport(host)).isEmpty();
    }

    private void send(Command command) {
        RegionFold before = fold(REGIONS[0]);
        take(REGIONS[0], before, commands.encode(command));
        assertThat(fold(REGIONS[0]).view()).isNotEqualTo(before.view());
    }

    private CommandId command() {
        return new CommandId(new UUID(8, offset));
    }

    private void commit() {
        owner.write(rows);
        hand(changelog);
        changelog.clear();
        assertThat(following.doubts()).isEmpty();
    }

    private RegionView followed() {
        return kept.regions().get(REGIONS[0]).fold().view();
    }

    @Test
    void showsNothingOfACommitBeforeItsSeal() {
        commit(30);
        hand(changelog);
        StateDigest before =
                StateDigest.of(kept.regions().get(REGIONS[0]).fold().view());
        changelog.clear();
        commit(30);
        hand(changelog.subList(0, changelog.size() - 1));

        assertThat(StateDigest.of(kept.regions().get(REGIONS[0]).fold().view())).isEqualTo(before);
        assertThat(following.doubts()).singleElement().asString().contains("stand behind the last seal");
        hand(changelog.subList(changelog.size() - 1, changelog.size()));
        assertThat(following.doubts()).isEmpty();
    }

    @Test
    void doubtsACommitOfWhichARowIsMissingAndBelievesTheNextThatAgrees() {
        commit(60);
        hand(changelog);
        changelog.clear();
        commit(10);
        ConsumerRecord<byte[], byte[]> lost = changelog.remove(0);
        hand(changelog);
        assertThat(following.doubts()).isNotEmpty().first().asString().contains("other rows than were committed");

        changelog.clear();
        changelog.add(lost);
        commit(5);
        hand(changelog);
        assertThat(following.doubts()).isEmpty();
    }

    @Test
    void findsATombstoneThatNobodyCommitted() {
        commit(200);
        hand(changelog);
        changelog.clear();
        commit(20);
        List<ConsumerRecord<byte[], byte[]>> next = List.copyOf(changelog);
        ConsumerRecord<byte[], byte[]> planted = new ConsumerRecord<>("changelog", 0, 0, consumerRowBeside(next), null);
        hand(List.of(planted));
        assertThat(following.doubts()).as("behind the last seal").isNotEmpty();

        hand(next);
        assertThat(following.doubts()).anyMatch(doubt -> doubt.contains("CONSUMERS"));
        assertThat(Contents.of(disk, 0, commands).doubts()).anyMatch(doubt -> doubt.contains("CONSUMERS"));
    }

    @Test
    void givesUpRatherThanKeepMoreInMemoryThanOwnersCommitAtOnce() {
        commit(30);
        hand(changelog);
        byte[] megabyte = new byte[1 << 20];
        for (int row = 0; row < 128; row++) {
            assertThat(following.isHopeless())
                    .as("%d MiB behind the last seal", row)
                    .isFalse();
            byte[] key = RowKey.held(REGIONS[0], row).get();
            following.follow(List.of(new ConsumerRecord<>("changelog", 0, row, key, megabyte)));
        }
        assertThat(following.isHopeless()).isTrue();
    }

    @Test
    void knowsWhichProjectionRowsHaveMovedBehindTheLastSeal() {
        ProviderId provider = new ProviderId(new UUID(7, 7));
        ConsumerRecord<byte[], byte[]> used = new ConsumerRecord<>(
                "changelog",
                0,
                0,
                RowKey.of(REGIONS[0], Section.USAGE, provider).get(),
                null);
        commit(30);
        hand(changelog);
        hand(List.of(used));
        assertThat(following.ahead(REGIONS[0]).usage(provider)).isTrue();
        assertThat(following.ahead(REGIONS[0]).pools(provider)).isFalse();
        assertThat(following.ahead(REGIONS[1]).usage(provider)).isFalse();

        changelog.clear();
        commit(1);
        hand(changelog);
        assertThat(following.doubts()).isEmpty();
        assertThat(following.ahead(REGIONS[0]).usage(provider)).isFalse();
    }

    @Test
    void doubtsTheRowsOfAnotherPartition() {
        commit(30);
        hand(changelog);
        assertThat(Contents.of(disk, 1, commands).doubts())
                .anyMatch(doubt -> doubt.contains("has the rows of partition 0"));
    }

    /** A row of a region that the commit seals, but not one that it writes. */
    private byte[] consumerRowBeside(List<ConsumerRecord<byte[], byte[]>> commit) {
        List<Bytes> written = commit.stream().map(row -> Bytes.wrap(row.key())).toList();
        return Contents.of(disk, 0, commands).folds().keySet().stream()
                .filter(region -> written.contains(RowKey.seal(region)))
                .flatMap(region -> keys(region, Section.CONSUMERS).stream())
                .filter(key -> !written.contains(key))
                .findFirst()
                .orElseThrow()
                .get();
    }

    private List<Bytes> keys(Region region, Section section) {
        List<Bytes> keys = new ArrayList<>();
        disk.range(RowKey.first(region, section), RowKey.behind(region, section))
                .forEachRemaining(row -> keys.add(row.key));
        return keys;
    }

    @Test
    void answersUsageAndPoolsFromRowsAsTheViewHasThemAtEveryPosition() {
        ProjectionRows projections = new ProjectionRows(ownersDisk);
        for (int command = 0; command < 600; command++) {
            Region region = REGIONS[command % 2];
            take(region);
            StoredRegion state = owner.regions().get(region);
            assertAgree(new RegionSnapshot(state.fold(), state.moved(), projections, projections.epoch()));
            if (pieces.nextInt(7) == 0) {
                RegionSnapshot before =
                        new RegionSnapshot(state.fold(), state.moved(), projections, projections.epoch());
                projections.nextEpoch();
                owner.write(rows);
                assertAgree(before);
                assertAgree(new RegionSnapshot(state.fold(), state.moved(), projections, projections.epoch()));
            }
        }
    }

    private static void assertAgree(RegionSnapshot snapshot) {
        RegionView view = snapshot.view();
        view.providers().all().forEach(provider -> {
            ProviderId id = provider.id();
            assertThat(snapshot.usage(id)).isEqualTo(view.consumers().usage(id));
            assertThat(snapshot.pools(id)).isEqualTo(FoldRows.pools(view, id));
        });
        List<ProviderId> withPools = new ArrayList<>();
        view.devices().all().forEach(host -> {
            if (!FoldRows.pools(view, host._1()).rows().isEmpty()) {
                withPools.add(host._1());
            }
        });
        assertThat(snapshot.pools().keySet()).containsExactlyElementsOf(withPools);
    }

    private void commit(int steps) {
        for (int step = 0; step < steps; step++) {
            take(REGIONS[pieces.nextInt(REGIONS.length)]);
            if (pieces.nextInt(8) == 0) {
                owner.writeAhead(rows, 1);
            }
        }
        owner.write(rows);
    }

    private void take(Region region) {
        RegionFold before = fold(region);
        take(region, before, raw(before));
    }

    private RegionFold fold(Region region) {
        return Optional.ofNullable(owner.regions().get(region))
                .map(StoredRegion::fold)
                .orElseGet(() -> RegionFold.of(RegionView.empty(new LogId(TOPIC.toString()), region)));
    }

    private void take(Region region, RegionFold before, byte[] raw) {
        Position position = new Position(0, offset, 1_000_000 + 1_000 * offset);
        offset++;
        LogEntry entry = commands.decode(position, raw);
        RegionFold.Taken taken = before.take(entry);
        StoredRegion state = owner.region(region, before);
        state.take(taken);
        if (taken.after().holds(entry)) {
            state.pending().hold(position, raw);
        }
        owner.mark(LogMark.of(TOPIC, position, null, raw));
    }

    /** A command, now and then bytes that are none, and once per region stands sooner or later the word to go on. */
    private byte[] raw(RegionFold before) {
        if (before.stop().isPresent() && pieces.nextInt(4) == 0) {
            CommandId id = new CommandId(new UUID(9, offset));
            return commands.encode(
                    new SkipRecord(id, before.stop().get().position().offset()));
        }
        return pieces.nextInt(40) == 0 ? new byte[] {1, 2, 3} : commands.encode(random.next(before.view()));
    }

    /** Hands the standby these records in pieces. */
    private void hand(List<ConsumerRecord<byte[], byte[]>> records) {
        int from = 0;
        while (from < records.size()) {
            int to = Math.min(records.size(), from + 1 + pieces.nextInt(30));
            List<ConsumerRecord<byte[], byte[]>> piece = records.subList(from, to);
            following.follow(piece);
            piece.forEach(row -> disk.put(Bytes.wrap(row.key()), row.value()));
            from = to;
        }
    }
}
