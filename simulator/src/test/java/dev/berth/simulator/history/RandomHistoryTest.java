package dev.berth.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Histories of a small service of this test's own, with several clients whose answers get lost, whose writes come to
 * pass late or never: nothing is found in them, whatever the seed. One with a fault is found out.
 */
class RandomHistoryTest {
    private static final int CONSUMERS = 6;
    private static final int STEPS = 4_000;
    private static final long CAPACITY = 20;

    /** Some are full of what nobody releases any more before a fault has changed anything. */
    private static final int WORLDS = 20;

    private enum Fault {
        NONE,
        LOSES_A_WRITE,
        DOES_A_WRITE_TWICE,
        FORGETS_TO_COUNT,
        ANSWERS_FROM_BEFORE
    }

    /** Held by a consumer, and how often it was written to. */
    private record Held(long amount, int generation) {}

    /** What has not come to pass yet. */
    private record Sent(Write write, boolean isHeard) {}

    private final Map<String, Held> service = new HashMap<>();
    private final Map<String, Held> before = new HashMap<>();
    private final History history = new History(Map.of("p", CAPACITY));
    private long nowNs;
    private long ids;

    @ParameterizedTest
    @EnumSource(Fault.class)
    void findsAFaultAndNothingWhereThereIsNone(Fault fault) {
        long seed = Long.getLong("berth.seed", System.nanoTime());
        if (fault == Fault.NONE) {
            assertThat(violations(fault, seed)).as("-Dberth.seed=%d", seed).isEmpty();
        } else {
            assertThat(LongStream.range(seed, seed + WORLDS))
                    .as("-Dberth.seed=%d", seed)
                    .anyMatch(each ->
                            !new RandomHistoryTest().violations(fault, each).isEmpty());
        }
    }

    private ImmutableList<Violation> violations(Fault fault, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Deque<Sent> late = new ArrayDeque<>();
        Map<String, Integer> unknown = new HashMap<>();
        List<String> consumers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add("c" + i);
        }
        for (int step = 0; step < STEPS && history.violationCount() == 0; step++) {
            boolean isFaulty = fault != Fault.NONE && random.nextInt(50) == 0;
            int at = random.nextInt(CONSUMERS);
            String consumer = consumers.get(at);
            if (random.nextInt(3) == 0) {
                read(consumer, isFaulty && fault == Fault.ANSWERS_FROM_BEFORE);
            } else if (random.nextInt(4) == 0 && !late.isEmpty()) {
                apply(late.remove().write(), Fault.NONE);
            } else {
                Write write = draw(consumer, random);
                history.begin(write, ++nowNs);
                int fate = random.nextInt(20);
                if (fate == 0) {
                    late.add(new Sent(write, false));
                    history.end(write.id(), Outcome.UNKNOWN, ++nowNs, "late");
                    unknown.merge(consumer, 1, Integer::sum);
                } else {
                    Outcome outcome = apply(write, isFaulty ? fault : Fault.NONE);
                    boolean isLost = fate == 1;
                    history.end(write.id(), isLost ? Outcome.UNKNOWN : outcome, ++nowNs, write + " " + outcome);
                    unknown.merge(consumer, isLost ? 1 : 0, Integer::sum);
                }
                if (unknown.getOrDefault(consumer, 0) > 3) {
                    consumers.set(at, "c" + step + "x");
                }
            }
        }
        return history.violations();
    }

    private Write draw(String consumer, SplittableRandom random) {
        Held held = service.get(consumer);
        int generation = held == null ? 0 : held.generation();
        if (random.nextInt(10) == 0) {
            generation++;
        }
        if (held != null && random.nextInt(3) == 0) {
            return new Write(ids++, consumer, ImmutableSortedMap.of(), random.nextBoolean() ? Write.ANY : generation);
        }
        return new Write(ids++, consumer, ImmutableSortedMap.of("p", 1L + random.nextInt(5)), generation);
    }

    private Outcome apply(Write write, Fault fault) {
        Held held = service.get(write.consumer());
        int generation = held == null ? 0 : held.generation();
        if (write.generation() != Write.ANY && write.generation() != generation) {
            return Outcome.CONFLICT;
        }
        if (write.amounts().isEmpty()) {
            if (held == null) {
                return Outcome.NOT_FOUND;
            }
            keep(write.consumer(), null, fault);
            return Outcome.DONE;
        }
        long amount = write.amounts().get("p");
        long others = service.entrySet().stream()
                .filter(each -> !each.getKey().equals(write.consumer()))
                .mapToLong(each -> each.getValue().amount())
                .sum();
        if (others + amount > CAPACITY && fault != Fault.FORGETS_TO_COUNT) {
            return Outcome.REFUSED;
        }
        keep(write.consumer(), new Held(amount, generation + (fault == Fault.DOES_A_WRITE_TWICE ? 2 : 1)), fault);
        return Outcome.DONE;
    }

    private void keep(String consumer, Held held, Fault fault) {
        if (fault == Fault.LOSES_A_WRITE) {
            return;
        }
        before.put(consumer, service.get(consumer));
        if (held == null) {
            service.remove(consumer);
        } else {
            service.put(consumer, held);
        }
    }

    private void read(String consumer, boolean isFromBefore) {
        Held held = isFromBefore ? before.get(consumer) : service.get(consumer);
        Read read = history.beginRead(consumer, ++nowNs, false);
        ConsumerState seen = held == null
                ? ConsumerState.NOTHING
                : new ConsumerState(ImmutableSortedMap.of("p", held.amount()), held.generation());
        history.endRead(read, seen, ++nowNs, "read");
        Read usage = history.beginReadOfProvider("p", ++nowNs, false);
        history.endUsage(
                usage, service.values().stream().mapToLong(Held::amount).sum(), ++nowNs, "usage");
    }
}
