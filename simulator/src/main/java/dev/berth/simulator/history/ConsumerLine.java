package dev.berth.simulator.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All that may be so of one consumer, after each answer: which state it may be in, and which writes may still come to
 * pass. A state that can explain no answer is given up, so what is left is what a correct service may have.
 *
 * <p>One client at a time writes to a consumer; writes whose outcome it never heard stay beside the later ones.
 */
final class ConsumerLine {
    private static final int CALLS_KEPT = 40;

    /** Beyond this many explanations a consumer is not judged any more; its client leaves it alone long before. */
    private static final int EXPLANATIONS_MAX = 2_000;

    private final Map<Long, Write> open = new HashMap<>();
    private final Map<Long, Long> unknownSinceNs = new TreeMap<>();
    private final Deque<String> calls = new ArrayDeque<>();

    /** Until when each state was possible that is not any more. */
    private final Map<ConsumerState, Long> pastNs = new HashMap<>();

    private Set<Explanation> explanations = Set.of(new Explanation(ConsumerState.NOTHING, ImmutableSortedSet.of()));
    private Set<ConsumerState> possible = Set.of(ConsumerState.NOTHING);
    private int answers;

    /** @param open the writes that have not come to pass yet and still may */
    private record Explanation(ConsumerState state, ImmutableSortedSet<Long> open) {
        Explanation with(long id) {
            return new Explanation(
                    state,
                    ImmutableSortedSet.<Long>naturalOrder().addAll(open).add(id).build());
        }

        Explanation without(long id, ConsumerState after) {
            return new Explanation(
                    after,
                    ImmutableSortedSet.copyOf(
                            open.stream().filter(each -> each != id).iterator()));
        }
    }

    void begin(Write write, long atNs) {
        open.put(write.id(), write);
        become(explanations.stream().map(each -> each.with(write.id())).toList(), atNs);
    }

    /** Takes in what a write came to; false if that cannot be. */
    boolean end(long id, Outcome outcome, long atNs) {
        Write write = open.get(id);
        answers++;
        if (outcome == Outcome.UNKNOWN) {
            unknownSinceNs.put(id, atNs);
            return true;
        }
        Set<Explanation> next = new LinkedHashSet<>();
        for (Explanation each : reachable()) {
            if (each.open().contains(id)) {
                write.apply(each.state(), outcome).ifPresent(after -> next.add(each.without(id, after)));
            } else if (outcome == Outcome.DONE) {
                // A read has shown before the answer came that it was done.
                next.add(each);
            }
        }
        open.remove(id);
        if (!next.isEmpty()) {
            become(next, atNs);
            return true;
        }
        // Believed from here on, so that one fault is told once.
        ConsumerState believed = outcome == Outcome.DONE && !write.amounts().isEmpty()
                ? new ConsumerState(write.amounts(), Math.max(0, write.generation()) + 1)
                : outcome == Outcome.DONE || outcome == Outcome.NOT_FOUND ? ConsumerState.NOTHING : anyPossible();
        believe(believed, atNs);
        return false;
    }

    /** How many answers to writes have come; a read between two equal numbers was beside none of them. */
    int answers() {
        return answers;
    }

    /** Whether a state may have been so at some moment since then. */
    boolean mayHaveBeen(Predicate<ConsumerState> seen, long sinceNs) {
        return possible.stream().anyMatch(seen)
                || pastNs.entrySet().stream().anyMatch(past -> past.getValue() > sinceNs && seen.test(past.getKey()));
    }

    /** Whether it may have been so at any time at all. */
    boolean wasEver(ConsumerState seen) {
        return possible.contains(seen) || pastNs.containsKey(seen);
    }

    /** Gives up what does not explain a state that was seen, where nothing was answered beside that read. */
    void narrow(ConsumerState seen, long atNs) {
        become(reachable().stream().filter(each -> each.state().equals(seen)).toList(), atNs);
    }

    /** Takes a state for true that cannot be, so that what follows is judged from there. */
    void believe(ConsumerState seen, long atNs) {
        become(Set.of(new Explanation(seen, ImmutableSortedSet.copyOf(open.keySet()))), atNs);
    }

    /** Has writes of unknown outcome never come to pass any more that have not by now. */
    void expire(long unknownBeforeNs, long atNs) {
        ImmutableList<Long> expired = unknownSinceNs.entrySet().stream()
                .filter(each -> each.getValue() < unknownBeforeNs)
                .map(Map.Entry::getKey)
                .collect(ImmutableList.toImmutableList());
        for (long id : expired) {
            Set<Explanation> all = reachable();
            unknownSinceNs.remove(id);
            open.remove(id);
            become(all.stream().map(each -> each.without(id, each.state())).toList(), atNs);
        }
    }

    long least(String provider) {
        return possible.stream().mapToLong(state -> state.of(provider)).min().orElseThrow();
    }

    long most(String provider) {
        return possible.stream().mapToLong(state -> state.of(provider)).max().orElseThrow();
    }

    Set<ConsumerState> possible() {
        return possible;
    }

    int leastGeneration() {
        return possible.stream().mapToInt(ConsumerState::generation).min().orElseThrow();
    }

    int mostGeneration() {
        return possible.stream().mapToInt(ConsumerState::generation).max().orElseThrow();
    }

    /** Whether nothing is held, has been for so long, and nothing can come any more. */
    boolean isOver(long sinceNs) {
        return open.isEmpty()
                && possible.equals(Set.of(ConsumerState.NOTHING))
                && pastNs.values().stream().allMatch(past -> past < sinceNs);
    }

    void note(String call) {
        calls.add(call);
        if (calls.size() > CALLS_KEPT) {
            calls.remove();
        }
    }

    ImmutableList<String> calls() {
        return ImmutableList.copyOf(calls);
    }

    private ConsumerState anyPossible() {
        return possible.iterator().next();
    }

    private void become(Collection<Explanation> next, long atNs) {
        explanations = new LinkedHashSet<>(next);
        if (explanations.isEmpty()) {
            throw new IllegalStateException("expected an explanation to be left");
        }
        Set<ConsumerState> now = new LinkedHashSet<>();
        reachable().forEach(each -> now.add(each.state()));
        for (ConsumerState before : possible) {
            if (!now.contains(before)) {
                pastNs.put(before, atNs);
            }
        }
        now.forEach(pastNs::remove);
        possible = now;
    }

    /** All explanations, and those that follow where open writes come to pass, in any order. */
    private Set<Explanation> reachable() {
        Set<Explanation> all = new LinkedHashSet<>(explanations);
        Deque<Explanation> todo = new ArrayDeque<>(explanations);
        while (!todo.isEmpty()) {
            Explanation each = todo.remove();
            for (long id : each.open()) {
                Optional<ConsumerState> after = open.get(id).apply(each.state(), Outcome.DONE);
                after.map(state -> each.without(id, state)).filter(all::add).ifPresent(todo::add);
            }
            if (all.size() > EXPLANATIONS_MAX) {
                throw new IllegalStateException("expected a client to leave a consumer alone whose writes it knows so"
                        + " little of: " + open.values());
            }
        }
        return all;
    }
}
