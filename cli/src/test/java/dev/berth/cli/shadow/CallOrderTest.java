package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.berth.cli.shadow.CallSubjects.Reach;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallOrderTest {
    private static final int SUBJECTS = 4;
    private static final MemoryBudget MEMORY = new MemoryBudget(1 << 20);

    static ShadowCall call(long number, Reach reach, Set<Subject> read, Set<Subject> written) {
        CallSubjects subjects = new CallSubjects(
                reach,
                ImmutableSet.copyOf(read),
                ImmutableSet.copyOf(written),
                ImmutableSet.copyOf(written),
                ImmutableMap.of(),
                reach != Reach.WRITES_ALL);
        return new ShadowCall(
                number, "GET", "/", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(), subjects, MEMORY.share());
    }

    private static Subject subject(Random random) {
        return Subject.provider("p" + random.nextInt(SUBJECTS));
    }

    private static ShadowCall random(long number, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> call(number, Reach.READS_ALL, Set.of(), Set.of());
            case 1 -> call(number, Reach.WRITES_ALL, Set.of(), Set.of(subject(random)));
            case 2, 3, 4 -> call(number, Reach.READS_SOME, Set.of(subject(random)), Set.of());
            default -> {
                Set<Subject> written = new LinkedHashSet<>();
                written.add(subject(random));
                written.add(subject(random));
                yield call(number, Reach.WRITES_SOME, Set.of(Subject.CATALOGUE), written);
            }
        };
    }

    /** Whether two calls may not change places, from what they are about alone. */
    private static boolean meet(ShadowCall one, ShadowCall other) {
        CallSubjects a = one.subjects();
        CallSubjects b = other.subjects();
        if (!a.isWrite() && !b.isWrite()) {
            return false;
        }
        boolean isAll = Stream.of(a.reach(), b.reach())
                .anyMatch(reach -> reach == Reach.READS_ALL || reach == Reach.WRITES_ALL);
        return isAll
                || a.written().stream()
                        .anyMatch(s -> b.written().contains(s) || b.read().contains(s))
                || b.written().stream().anyMatch(s -> a.read().contains(s));
    }

    @Test
    void keepsTheOrderOfCallsThatMeetAndLosesNone() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            CallOrder order = new CallOrder();
            List<ShadowCall> ready = new ArrayList<>();
            List<ShadowCall> running = new ArrayList<>();
            List<ShadowCall> unfinished = new ArrayList<>();
            int added = 0;
            int done = 0;
            int together = 0;
            while (done < 300) {
                int choice = random.nextInt(3);
                if (choice == 0 && added < 300) {
                    ShadowCall call = random(added++, random);
                    unfinished.add(call);
                    if (order.add(call)) {
                        ready.add(call);
                    }
                } else if (choice == 1 && !ready.isEmpty()) {
                    ShadowCall begun = ready.remove(random.nextInt(ready.size()));
                    assertThat(unfinished)
                            .as("seed %d: call %d runs before one that it meets", seed, begun.number())
                            .noneMatch(other -> other.number() < begun.number() && meet(other, begun));
                    assertThat(running).noneMatch(other -> meet(other, begun));
                    running.add(begun);
                    together = Math.max(together, running.size());
                } else if (choice == 2 && !running.isEmpty()) {
                    ShadowCall ended = running.remove(random.nextInt(running.size()));
                    unfinished.remove(ended);
                    ready.addAll(order.finish(ended));
                    done++;
                }
            }
            assertThat(ready).isEmpty();
            assertThat(together).as("calls at the same time, seed " + seed).isGreaterThan(1);
        }
    }

    @Test
    void marksCallsWhoseOrderCannotBeSeenAndNoOthers() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            OpenCalls open = new OpenCalls();
            List<ShadowCall> now = new ArrayList<>();
            Set<ShadowCall> met = new LinkedHashSet<>();
            List<ShadowCall> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                if (now.size() < 3 && random.nextBoolean()) {
                    ShadowCall call = random(i, random);
                    for (ShadowCall other : now) {
                        if (meet(call, other)) {
                            // What only reads cannot change what the other comes to.
                            if (other.subjects().isWrite()) {
                                met.add(call);
                            }
                            if (call.subjects().isWrite()) {
                                met.add(other);
                            }
                        }
                    }
                    open.begin(call);
                    now.add(call);
                    all.add(call);
                } else if (!now.isEmpty()) {
                    open.end(now.remove(random.nextInt(now.size())));
                }
            }
            assertThat(all)
                    .allSatisfy(call -> assertThat(call.isOverlapped())
                            .as("call %d of %s", call.number(), call.subjects())
                            .isEqualTo(met.contains(call)));
        }
    }
}
