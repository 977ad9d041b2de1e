package dev.berth.auditor.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.report.ReportKeys;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTest {
    private static final Uuid TOPIC = new Uuid(1, 2);
    private static final LogId LOG = new LogId(TOPIC.toString());
    private static final LogId DECISIONS = new LogId(new Uuid(3, 4).toString());
    private static final Instant WRITTEN = Instant.ofEpochMilli(1_764_378_000_123L);
    private static final Region EAST = new Region("east");
    private static final Region STOOD = new Region("stood");
    private static final int LENGTH = 400;

    private static SchemaRegistry registry;
    private static CommandCodec commands;

    private final PrivateKey key = ReportKeys.generate();

    @TempDir
    private Path dir;

    @BeforeAll
    static void registerSchemas() {
        registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        commands = new CommandCodec(registry);
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    /** Values of records, at offsets from 0 on. */
    private static List<byte[]> log(long seed) {
        List<byte[]> values = new ArrayList<>();
        for (Command command : RandomCommands.log(seed, LENGTH, new Symbols())) {
            values.add(commands.encode(command));
        }
        return values;
    }

    private static LogEntry entry(List<byte[]> log, int offset) {
        return commands.decode(new Position(3, offset, 1_000L * offset), log.get(offset));
    }

    private static PartitionState state(List<byte[]> log, int until, Region region) {
        RegionFold fold = RegionFold.of(RegionView.empty(LOG, region));
        SortedMap<Position, byte[]> held = new TreeMap<>();
        for (int offset = 0; offset < until; offset++) {
            LogEntry entry = entry(log, offset);
            RegionFold.Taken taken = fold.take(entry);
            fold = taken.after();
            if (fold.holds(entry)) {
                held.put(entry.position(), log.get(offset));
            }
            taken.released().forEach(held::remove);
        }
        Optional<LogMark> mark = until == 0
                ? Optional.empty()
                : Optional.of(LogMark.of(TOPIC, new Position(3, until - 1, 7), null, log.get(until - 1)));
        return new PartitionState(
                new PartitionPlace(3, until, 2L * until, mark),
                ImmutableSortedMap.of(region, fold),
                held.isEmpty() ? ImmutableSortedMap.of() : ImmutableSortedMap.of(region, held));
    }

    private Path written(PartitionState state, Optional<PrivateKey> by) {
        Path file = dir.resolve("checkpoint");
        try (CheckpointWriter writer = new CheckpointWriter(file, LOG, DECISIONS, WRITTEN, 12)) {
            writer.write(state);
            writer.finish(by);
        }
        return file;
    }

    /** What comes of the rest of a log is the same, whether the fold was kept in a file in between or not. */
    @Test
    void goesOnFromAnyPlaceAsIfItHadNotBeenCut() {
        for (long seed = 1; seed <= 5; seed++) {
            List<byte[]> log = log(seed);
            for (int until = 1; until < LENGTH; until += 61) {
                PartitionState before = state(log, until, EAST);
                Checkpoint checkpoint = Checkpoint.open(written(before, Optional.empty()), Optional.empty());
                PartitionState read = checkpoint.read(3, commands);
                assertThat(read.place()).isEqualTo(before.place());
                RegionFold expected = before.folds().get(EAST);
                RegionFold found = read.folds().get(EAST);
                assertThat(found.view().position()).isEqualTo(expected.view().position());
                for (int offset = until; offset < LENGTH; offset++) {
                    RegionFold.Taken wanted = expected.take(entry(log, offset));
                    RegionFold.Taken taken = found.take(entry(log, offset));
                    assertThat(taken.decisions())
                            .as("seed %d, from %d, at %d", seed, until, offset)
                            .isEqualTo(wanted.decisions());
                    expected = wanted.after();
                    found = taken.after();
                }
                assertThat(StateDigest.of(found.view())).isEqualTo(StateDigest.of(expected.view()));
            }
        }
    }

    @Test
    void keepsWhatWaitsBehindAStop() {
        List<byte[]> log = log(7);
        log.set(100, new byte[] {7});
        log.set(150, null);
        log.set(300, commands.encode(new SkipRecord(new CommandId(new UUID(1, 1)), 100)));
        log.set(301, commands.encode(new SkipRecord(new CommandId(new UUID(1, 2)), 150)));
        for (int until : new int[] {101, 200, 300, 301, 302}) {
            PartitionState before = state(log, until, STOOD);
            Checkpoint checkpoint = Checkpoint.open(written(before, Optional.empty()), Optional.empty());
            RegionFold found = checkpoint.read(3, commands).folds().get(STOOD);
            RegionFold expected = before.folds().get(STOOD);
            assertThat(found.stop()).as("until %d", until).isEqualTo(expected.stop());
            for (int offset = until; offset < LENGTH; offset++) {
                RegionFold.Taken wanted = expected.take(entry(log, offset));
                RegionFold.Taken taken = found.take(entry(log, offset));
                assertThat(taken.decisions())
                        .as("until %d, at %d", until, offset)
                        .isEqualTo(wanted.decisions());
                expected = wanted.after();
                found = taken.after();
            }
            assertThat(found.stop()).isEmpty();
            assertThat(StateDigest.of(found.view())).isEqualTo(StateDigest.of(expected.view()));
        }
    }

    @Test
    void hasEqualBytesForEqualStates() throws Exception {
        List<byte[]> log = log(11);
        byte[] one = Files.readAllBytes(written(state(log, LENGTH, EAST), Optional.empty()));
        PartitionState read = Checkpoint.open(written(state(log, LENGTH, EAST), Optional.empty()), Optional.empty())
                .read(3, commands);
        assertThat(Files.readAllBytes(written(read, Optional.empty()))).isEqualTo(one);
    }

    /**
     * Where a log was cut, a checkpoint is all that is left of it, so what was written once is read for ever; {@code
     * -Dcheckpoint.write=true} writes the file again, which is right only before the first release.
     */
    @Test
    void readsWhatWasWrittenInTheFirstFormat() throws Exception {
        Path golden = Path.of("src/test/golden/format-1.checkpoint");
        if (Boolean.getBoolean("checkpoint.write")) {
            Files.createDirectories(golden.getParent());
            Files.write(golden, Files.readAllBytes(written(state(log(3), 200, EAST), Optional.empty())));
        }
        PartitionState read = Checkpoint.open(golden, Optional.empty()).read(3, commands);
        RegionView view = read.folds().get(EAST).view();
        assertThat(read.place().next()).isEqualTo(200);
        assertThat(view.position().offset()).isEqualTo(199);
        assertThat(view.providers().all()).isNotEmpty();
        assertThat(view.consumers().all()).isNotEmpty();
        assertThat(view.devices().isEmpty()).isFalse();
        assertThat(view.flavors()).isNotEmpty();
        assertThat(view.recent().count()).isPositive();
    }

    @Test
    void saysOfWhichLogItIsAndWhoSignedIt() {
        Path file = written(state(log(1), 50, EAST), Optional.of(key));
        HostKey publicKey = ReportKeys.publicKey(key);
        Checkpoint checkpoint = Checkpoint.open(file, Optional.of(publicKey));
        assertThat(checkpoint.log()).isEqualTo(LOG);
        assertThat(checkpoint.decisions()).isEqualTo(DECISIONS);
        assertThat(checkpoint.writtenAt()).isEqualTo(WRITTEN);
        assertThat(checkpoint.partitions()).isEqualTo(12);
        assertThat(checkpoint.signer()).contains(publicKey);
        assertThat(checkpoint.place(3).orElseThrow().next()).isEqualTo(50);
        assertThat(checkpoint.place(4)).isEmpty();

        HostKey another = ReportKeys.publicKey(ReportKeys.generate());
        assertRefused(file, Optional.of(another), "is signed by key " + publicKey + ", and one by key " + another);
        Path unsigned = written(state(log(1), 50, EAST), Optional.empty());
        assertRefused(unsigned, Optional.of(publicKey), "is not signed, and a signature by key");
    }

    @Test
    void refusesAFileThatIsNotWholeOrWasChanged() throws Exception {
        byte[] right = Files.readAllBytes(written(state(log(1), 60, EAST), Optional.of(key)));
        Path wrong = dir.resolve("wrong");
        for (int at = 0; at < right.length; at += 1 + right.length / 400) {
            byte[] flipped = right.clone();
            flipped[at] ^= 1;
            Files.write(wrong, flipped);
            assertRefused(wrong, Optional.empty(), wrong.toString());
            Files.write(wrong, Arrays.copyOf(right, at));
            assertRefused(wrong, Optional.empty(), wrong + " is no whole checkpoint: ");
        }
        Files.write(wrong, Arrays.copyOf(right, right.length + 1));
        assertRefused(wrong, Optional.empty(), "there is more behind its end");
        assertRefused(dir.resolve("none"), Optional.empty(), "it is not there");
    }

    @Test
    void leavesNothingBehindThatWasNotFinished() {
        Path file = dir.resolve("begun");
        try (CheckpointWriter writer = new CheckpointWriter(file, LOG, DECISIONS, WRITTEN, 12)) {
            writer.write(state(log(1), 60, EAST));
        }
        assertThat(dir.toFile().list()).isEmpty();
    }

    private static void assertRefused(Path file, Optional<HostKey> trusted, String reason) {
        assertThatThrownBy(() -> Checkpoint.open(file, trusted))
                .isInstanceOf(UnusableProofException.class)
                .hasMessageContaining(reason);
    }
}
