package dev.berth.api.candidate;

import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.ledger.candidate.result.Candidates;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts searches for allocation candidates: those made, cut, waiting and refused. Any thread. */
final class SearchMeters {
    private final Counter small;
    private final Counter large;
    private final Map<Candidates.Cut, Counter> cut = new EnumMap<>(Candidates.Cut.class);
    private final Map<Refused, Counter> refused = new EnumMap<>(Refused.class);

    /** Why a search, or its answer, was refused. */
    enum Refused {
        /** Too many others waited. */
        QUEUE,
        /** It has waited too long itself. */
        WAITED,
        /** Too many long answers were being sent, or too large ones. */
        ANSWERS
    }

    SearchMeters(BoundedThreads threads, MeterRegistry meters) {
        small = made("small", meters);
        large = made("large", meters);
        for (Candidates.Cut bound : Candidates.Cut.values()) {
            cut.put(
                    bound,
                    Counter.builder("berth.searches.cut")
                            .description("searches for candidates whose answer does not have all, by the bound that"
                                    + " ended them")
                            .tag("bound", label(bound))
                            .register(meters));
        }
        for (Refused reason : Refused.values()) {
            refused.put(
                    reason,
                    Counter.builder("berth.searches.refused")
                            .description("searches for candidates that were answered with 503, by the reason")
                            .tag("reason", label(reason))
                            .register(meters));
        }
        Gauge.builder("berth.searches.waiting", threads, BoundedThreads::waiting)
                .description("large searches for candidates that wait for a thread")
                .register(meters);
        Gauge.builder("berth.searches.running", threads, BoundedThreads::running)
                .description("large searches for candidates that are made now")
                .register(meters);
    }

    private static Counter made(String size, MeterRegistry meters) {
        return Counter.builder("berth.searches")
                .description("searches for candidates that were made; large ones have threads of their own")
                .tag("size", size)
                .register(meters);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A search was made on the event loop. */
    void small() {
        small.increment();
    }

    /** A search was made on a thread of its own. */
    void large(Candidates found) {
        large.increment();
        found.cut().ifPresent(bound -> cut.get(bound).increment());
    }

    void refused(Refused reason) {
        refused.get(reason).increment();
    }
}
