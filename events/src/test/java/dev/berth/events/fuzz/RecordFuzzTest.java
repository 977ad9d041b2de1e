package dev.berth.events.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.CommandArbitraries;
import dev.berth.events.DecisionArbitraries;
import dev.berth.events.DeviceArbitraries;
import dev.berth.events.ModelArbitraries;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.model.HostDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads damaged records, of every kind, as anybody may have appended them. */
@Tag("fuzz")
class RecordFuzzTest {
    private static final int OF_EACH = 400;
    private static final int HEADER = 5;
    private static final long SLOW_NS = 1_000_000_000;

    private final RecordReaders readers = new RecordReaders();
    private final List<byte[]> commands = new ArrayList<>();
    private final List<byte[]> decisions = new ArrayList<>();
    private final List<List<byte[]>> rows = new ArrayList<>();

    @Test
    void answersWhateverIsReadWithAResult() {
        Fuzzing fuzzing = new Fuzzing("records", 100);
        JqwikSession.run(() -> make(fuzzing.seed()));
        fuzzing.run(random -> {
            byte[] bytes = null;
            long begin = System.nanoTime();
            try {
                int kind = random.nextInt(4);
                if (kind < 2) {
                    bytes = mutated(commands, random);
                    readers.readCommand(bytes);
                } else if (kind == 2) {
                    bytes = mutated(decisions, random);
                    readers.readDecision(bytes);
                } else {
                    int codec = random.nextInt(readers.rows());
                    bytes = Mutation.of(one(rows.get(codec), random), rows.get(codec), 0, random);
                    readers.readRow(codec, bytes);
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("kept in " + fuzzing.keep(bytes), e);
            }
            if (System.nanoTime() - begin > SLOW_NS) {
                throw new AssertionError("took more than a second, kept in " + fuzzing.keep(bytes));
            }
        });
        assertThat(fuzzing.cases()).isPositive();
    }

    /** Mostly the frame stays: behind one that names no schema nothing is read. */
    private static byte[] mutated(List<byte[]> valid, SplittableRandom random) {
        return Mutation.of(one(valid, random), valid, random.nextInt(20) == 0 ? 0 : HEADER, random);
    }

    private static byte[] one(List<byte[]> valid, SplittableRandom random) {
        return valid.get(random.nextInt(valid.size()));
    }

    private void make(long seed) {
        Random random = new Random(seed);
        for (Command command : some(CommandArbitraries.commands(), random)) {
            commands.add(readers.commands().encode(command));
        }
        some(ModelArbitraries.origins(), random)
                .forEach(origin -> commands.add(readers.commands()
                        .encode(Sent.of(some(CommandArbitraries.commands(), random, 1)
                                        .get(0))
                                .withOrigin(origin))));
        some(DecisionArbitraries.decisions(), random)
                .forEach(decision -> decisions.add(readers.decisions().encode(decision)));
        rows.add(encoded(ModelArbitraries.providers(), StateCodec.PROVIDER::encode, random));
        rows.add(encoded(ModelArbitraries.consumers(), StateCodec.CONSUMER::encode, random));
        rows.add(encoded(ModelArbitraries.hostReports(), StateCodec.HOST_REPORT::encode, random));
        rows.add(encoded(ModelArbitraries.usages(), StateCodec.USAGE::encode, random));
        rows.add(encoded(DeviceArbitraries.flavors(), StateCodec.FLAVOR::encode, random));
        rows.add(encoded(
                Combinators.combine(ModelArbitraries.providerIds(), DeviceArbitraries.trackedDevices())
                        .as(HostDevice::new),
                StateCodec.HOST_DEVICE::encode,
                random));
        rows.add(encoded(DeviceArbitraries.hostPools(), StateCodec.HOST_POOLS::encode, random));
    }

    private static <T> List<byte[]> encoded(Arbitrary<T> values, Function<T, byte[]> encode, Random random) {
        return some(values, random).stream().map(encode).toList();
    }

    private static <T> List<T> some(Arbitrary<T> values, Random random) {
        return some(values, random, OF_EACH);
    }

    private static <T> List<T> some(Arbitrary<T> values, Random random, int count) {
        RandomGenerator<T> generator = values.generator(1_000);
        List<T> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(generator.next(random).value());
        }
        return some;
    }
}
