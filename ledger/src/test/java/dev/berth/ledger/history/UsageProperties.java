package dev.berth.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.history.UsageOverTime.Grouping;
import dev.berth.ledger.history.UsageOverTime.Row;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage of random logs, in whose times there are gaps and steps back. */
final class UsageProperties {
    private static final int LENGTH = 400;
    private static final ImmutableList<Grouping> ALL = ImmutableList.copyOf(Grouping.values());

    /** What a second held, by the fold of all records up to it, times a second; over all seconds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isWhatEachSecondHeld(long seed) {
        List<LogEntry> log = log(seed);
        long end = log.stream()
                                .mapToLong(each -> each.position().timestampMs())
                                .max()
                                .orElseThrow()
                        / 1_000
                + 3;
        Random random = new Random(seed);
        long from = random.nextInt((int) end);
        long to = from + random.nextInt((int) (end - from) + 1);
        assertThat(sums(read(log, 1_000 * from, 1_000 * to)))
                .as("seed %s, from %s s to %s s", seed, from, to)
                .isEqualTo(bySecond(log, from, to));
        assertThat(bySecond(log, 0, end)).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void ofTwoSpansIsThatOfBothTogether(long seed) {
        List<LogEntry> log = log(seed);
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            long[] times = random.longs(3, 0, 400_000).sorted().toArray();
            Map<String, BigInteger> sum = sums(read(log, times[0], times[1]));
            sums(read(log, times[1], times[2])).forEach((key, amount) -> sum.merge(key, amount, BigInteger::add));
            assertThat(sums(read(log, times[0], times[2])))
                    .as("seed %s, times %s", seed, times)
                    .isEqualTo(sum);
        }
    }

    /** Nothing behind the end of a span changes it, so a reader may stop there. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void needsNothingBehindItsSpan(long seed) {
        List<LogEntry> log = log(seed);
        UsageOverTime cut = new UsageOverTime(Region.DEFAULT, 100_000, 200_000, ALL);
        int taken = 0;
        for (LogEntry entry : log) {
            if (cut.isPast()) {
                break;
            }
            cut.take(entry);
            taken++;
        }
        assertThat(taken).isLessThan(log.size());
        assertThat(cut.rows())
                .isNotEmpty()
                .isEqualTo(read(log, 100_000, 200_000).rows());
    }

    private static UsageOverTime read(List<LogEntry> log, long fromMs, long toMs) {
        UsageOverTime usage = new UsageOverTime(Region.DEFAULT, fromMs, toMs, ALL);
        log.forEach(usage::take);
        return usage;
    }

    private static Map<String, BigInteger> sums(UsageOverTime usage) {
        Map<String, BigInteger> sums = new TreeMap<>();
        for (Row row : usage.rows()) {
            sums.put(String.join(" ", row.by()) + " " + row.resourceClass(), row.amountMs());
        }
        return sums;
    }

    private static Map<String, BigInteger> bySecond(List<LogEntry> log, long from, long to) {
        Map<String, BigInteger> sums = new TreeMap<>();
        RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
        int next = 0;
        for (long second = 0; second < to; second++) {
            while (next < log.size() && isTakenBy(log, next, 1_000 * second)) {
                fold = fold.take(log.get(next++)).after();
            }
            if (second >= from) {
                for (Consumer consumer : fold.view().consumers().all()) {
                    add(consumer, sums);
                }
            }
        }
        return sums;
    }

    /** Whether this and so all records before it were taken by then: a record is not before one that is before it. */
    private static boolean isTakenBy(List<LogEntry> log, int index, long timeMs) {
        for (int i = 0; i <= index; i++) {
            if (log.get(i).position().timestampMs() > timeMs) {
                return false;
            }
        }
        return true;
    }

    private static void add(Consumer consumer, Map<String, BigInteger> sums) {
        String owner = consumer.projectId() + " " + consumer.userId() + " "
                + consumer.type().map(Object::toString).orElse("") + " " + consumer.id();
        for (Allocation each : consumer.allocations()) {
            sums.merge(owner + " " + each.resourceClass(), BigInteger.valueOf(1_000 * each.amount()), BigInteger::add);
        }
    }

    /** Whole seconds apart, up to three, now and then back. */
    private static List<LogEntry> log(long seed) {
        Random random = new Random(seed);
        List<LogEntry> entries = new ArrayList<>();
        long second = 5;
        for (Command command : RandomCommands.log(seed, LENGTH, new Symbols())) {
            second = Math.max(0, second + (random.nextInt(10) == 0 ? -5 : random.nextInt(4)));
            entries.add(new LogEntry.Readable(new Position(0, entries.size(), 1_000 * second), command, Sha256.NONE));
        }
        return entries;
    }
}
