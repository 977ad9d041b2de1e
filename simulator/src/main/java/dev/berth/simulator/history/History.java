package dev.berth.simulator.history;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.history.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The history of all calls that clients made, and what in it must not be. A client tells of each call twice: before it
 * sends it, and with what came of it. A call of unknown outcome may have come to pass or not, and may do so later,
 * until {@link #expire}.
 *
 * <p>Times are nanoseconds on one clock of the caller's: of a call that begins, from before it is sent, of one that
 * ends, from after its answer. Thread-safe.
 */
public final class History {
    private static final int VIOLATIONS_KEPT = 200;

    /** For so long after its release a consumer is remembered: no read is under way that long. */
    private static final long REMEMBERED_NS = 120_000_000_000L;

    private final Map<String, ConsumerLine> consumers = new HashMap<>();
    private final Map<Long, String> consumerOfWrite = new HashMap<>();
    private final Map<String, ProviderLine> providers = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private long violationCount;
    private long lastNs = Long.MIN_VALUE;

    /** @param capacities how much each provider has, by its name */
    public History(Map<String, Long> capacities) {
        capacities.forEach((provider, capacity) -> providers.put(provider, new ProviderLine(capacity)));
    }

    /** A write is about to be sent, for the first time. */
    public synchronized void begin(Write write, long beganNs) {
        long atNs = inOrder(beganNs);
        ConsumerLine line = consumers.computeIfAbsent(write.consumer(), unknown -> new ConsumerLine());
        consumerOfWrite.put(write.id(), write.consumer());
        line.begin(write, atNs);
        account(write.consumer(), line, atNs);
    }

    /** What a write came to, after the last time that it was sent. */
    public synchronized void end(long id, Outcome outcome, long endedNs, String call) {
        long atNs = inOrder(endedNs);
        String consumer = consumerOfWrite.remove(id);
        ConsumerLine line = consumers.get(consumer);
        line.note(call);
        String before = line.possible().toString();
        if (!line.end(id, outcome, atNs)) {
            Kind kind = outcome == Outcome.CONFLICT || outcome == Outcome.NOT_FOUND ? Kind.LOST : Kind.IMPOSSIBLE;
            report(
                    kind,
                    atNs,
                    "a write was answered " + outcome + " but the consumer can only be " + before,
                    line,
                    call);
        }
        account(consumer, line, atNs);
    }

    /** A read of a consumer is about to be sent; @param sinceNs now, or earlier if the answer may be old */
    public synchronized Read beginRead(String consumer, long sinceNs, boolean isOld) {
        ConsumerLine line = consumers.computeIfAbsent(consumer, unknown -> new ConsumerLine());
        return new Read(consumer, sinceNs, isOld, line.answers());
    }

    /** What a read of a consumer showed; of one that was not answered nothing is told. */
    public synchronized void endRead(Read read, ConsumerState seen, long endedNs, String call) {
        long atNs = inOrder(endedNs);
        ConsumerLine line = consumers.computeIfAbsent(read.subject(), unknown -> new ConsumerLine());
        line.note(call);
        if (!line.mayHaveBeen(seen::equals, read.sinceNs())) {
            report(
                    kind(read, line, seen),
                    atNs,
                    "a read showed " + seen + " but the consumer can only be " + line.possible(),
                    line,
                    call);
            if (!read.isOld()) {
                line.believe(seen, atNs);
            }
        } else if (!read.isOld()
                && read.answers() == line.answers()
                && line.possible().contains(seen)) {
            line.narrow(seen, atNs);
        }
        account(read.subject(), line, atNs);
    }

    private static Kind kind(Read read, ConsumerLine line, ConsumerState seen) {
        if (read.isOld() && line.wasEver(seen)) {
            return Kind.STALE;
        }
        if (line.wasEver(seen) || seen.generation() < line.leastGeneration()) {
            // Nothing that is back where all must be gone is no loss but an undone release.
            return line.mostGeneration() == 0 ? Kind.DOUBLED : Kind.LOST;
        }
        return seen.generation() > line.mostGeneration() ? Kind.DOUBLED : Kind.IMPOSSIBLE;
    }

    /** What a read of a provider says is used of it. */
    public synchronized void endUsage(Read read, long used, long atNs, String call) {
        ProviderLine provider = providers.get(read.subject());
        long least = provider.leastSince(read.sinceNs());
        long most = provider.mostSince(read.sinceNs());
        if (used > provider.capacity()) {
            report(
                    Kind.OVERCOMMITTED,
                    atNs,
                    "%d of %d are used of provider %s".formatted(used, provider.capacity(), read.subject()),
                    call);
        } else if (used < least || used > most) {
            Kind kind = used > most ? Kind.DOUBLED : read.isOld() ? Kind.STALE : Kind.LOST;
            report(
                    kind,
                    atNs,
                    "%d are used of provider %s but it can only be %d to %d"
                            .formatted(used, read.subject(), least, most),
                    call);
        }
    }

    /** A read of a provider is about to be sent. */
    public synchronized Read beginReadOfProvider(String provider, long sinceNs, boolean isOld) {
        return new Read(provider, sinceNs, isOld, 0);
    }

    /** What a provider says who holds how much of it. */
    public synchronized void endListing(Read read, Map<String, Long> seen, long atNs, String call) {
        String provider = read.subject();
        for (Map.Entry<String, Long> each : seen.entrySet()) {
            if (!consumers.containsKey(each.getKey())) {
                report(
                        Kind.DOUBLED,
                        atNs,
                        "provider %s shows %d held by %s, who has nothing for long"
                                .formatted(provider, each.getValue(), each.getKey()),
                        call);
            }
        }
        consumers.forEach((consumer, line) -> {
            long amount = seen.getOrDefault(consumer, 0L);
            Predicate<ConsumerState> isSeen = state -> state.of(provider) == amount;
            if (!line.mayHaveBeen(isSeen, read.sinceNs())) {
                Kind kind = amount < line.least(provider) ? Kind.LOST : Kind.DOUBLED;
                report(
                        kind,
                        atNs,
                        "provider %s shows %d held by %s, which can only be %s"
                                .formatted(provider, amount, consumer, line.possible()),
                        line,
                        call);
            }
        });
    }

    /** An answer that the service never gives, or something else that must not be. */
    public synchronized void report(Kind kind, long atNs, String text, String... calls) {
        add(new Violation(kind, atNs, text, ImmutableList.copyOf(calls)));
    }

    /**
     * Writes whose outcome has been unknown since then come to pass no more: whatever might have held them up is gone
     * by now. Consumers that have been nothing for long are forgotten.
     */
    public synchronized void expire(long unknownBeforeNs, long nowNs) {
        long atNs = inOrder(nowNs);
        for (Iterator<Map.Entry<String, ConsumerLine>> each =
                        consumers.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<String, ConsumerLine> entry = each.next();
            entry.getValue().expire(unknownBeforeNs, atNs);
            account(entry.getKey(), entry.getValue(), atNs);
            if (entry.getValue().isOver(atNs - REMEMBERED_NS)) {
                each.remove();
            }
        }
    }

    /** The first of all that were found. */
    public synchronized ImmutableList<Violation> violations() {
        return ImmutableList.copyOf(violations);
    }

    public synchronized long violationCount() {
        return violationCount;
    }

    /** Calls of several threads come a little out of order; a later moment only lets more be so. */
    private long inOrder(long ns) {
        lastNs = Math.max(lastNs, ns);
        return lastNs;
    }

    private void account(String consumer, ConsumerLine line, long atNs) {
        providers.forEach((name, provider) -> {
            boolean wasOvercommitted = provider.isOvercommitted();
            provider.set(consumer, line.least(name), line.most(name), atNs);
            if (provider.isOvercommitted() && !wasOvercommitted) {
                report(
                        Kind.OVERCOMMITTED,
                        atNs,
                        "%d of %d are acknowledged as held of provider %s"
                                .formatted(provider.leastSince(atNs + 1), provider.capacity(), name),
                        line,
                        "");
            }
        });
    }

    private void report(Kind kind, long atNs, String text, ConsumerLine line, String call) {
        ImmutableList.Builder<String> calls = ImmutableList.<String>builder().addAll(line.calls());
        add(new Violation(kind, atNs, text + (call.isEmpty() ? "" : "; " + call), calls.build()));
    }

    private void add(Violation violation) {
        violationCount++;
        if (violations.size() < VIOLATIONS_KEPT) {
            violations.add(violation);
        }
    }
}
