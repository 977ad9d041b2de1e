package dev.berth.cli.shadow;

import com.google.common.base.Suppliers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** What a report counts, as measurements. */
final class ReportMeters {
    /** What is asked within so long is asked once: all of a scrape is of one moment, and takes the lock once. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private ReportMeters() {}

    static void register(MeterRegistry meters, ShadowReport report, Supplier<ShadowState> asked) {
        for (Verdict verdict : Verdict.values()) {
            FunctionCounter.builder("berth.shadow.compared", report, r -> r.count(verdict))
                    .description("calls that both services answered, by what came of comparing them")
                    .tag("verdict", ReportText.name(verdict))
                    .register(meters);
        }
        for (LeftOut why : LeftOut.values()) {
            FunctionCounter.builder("berth.shadow.missed", report, r -> r.missed(why))
                    .description("calls that the service that follows missed, by reason")
                    .tag("reason", ReportText.name(why))
                    .register(meters);
            FunctionCounter.builder("berth.shadow.not.compared", report, r -> r.uncompared(why))
                    .description("calls that were not compared and of which nothing was lost, by reason")
                    .tag("reason", ReportText.name(why))
                    .register(meters);
        }
        FunctionCounter.builder("berth.shadow.unanswered", report, ShadowReport::failuresOfFirst)
                .description("calls that the service that answers did not answer")
                .register(meters);
        FunctionCounter.builder(
                        "berth.shadow.imported", report, r -> r.catching().imported())
                .description("names, providers and consumers that catching up has written")
                .register(meters);
        FunctionCounter.builder(
                        "berth.shadow.catch.up.failures",
                        report,
                        r -> r.catching().failures())
                .description("attempts to catch up that failed")
                .register(meters);
        Supplier<ShadowState> state = Suppliers.memoizeWithExpiration(asked::get, MOMENT);
        Gauge.builder("berth.shadow.under.way.calls", state, s -> s.get().underWay())
                .strongReference(true)
                .description("calls of which nothing is told yet")
                .register(meters);
        Gauge.builder("berth.shadow.waiting.calls", state, s -> s.get().queued())
                .strongReference(true)
                .description("calls that wait for the service that follows")
                .register(meters);
        Gauge.builder("berth.shadow.waiting.bytes", state, s -> s.get().bytes())
                .strongReference(true)
                .description("bytes of calls that are kept")
                .register(meters);
        Gauge.builder("berth.shadow.behind.all", state, s -> s.get().isAllBehind() ? 1 : 0)
                .strongReference(true)
                .description("whether nothing is known to be the same")
                .register(meters);
        Gauge.builder("berth.shadow.behind.providers", state, s -> s.get().providersBehind())
                .strongReference(true)
                .description("providers that the service that follows is behind with")
                .register(meters);
        Gauge.builder("berth.shadow.behind.consumers", state, s -> s.get().consumersBehind())
                .strongReference(true)
                .description("consumers that the service that follows is behind with")
                .register(meters);
        Gauge.builder("berth.shadow.follower.up", state, s -> s.get().isFollowerDown() ? 0 : 1)
                .strongReference(true)
                .description("whether the service that follows answers")
                .register(meters);
        for (double percent : new double[] {50, 99}) {
            Gauge.builder("berth.shadow.added.seconds", report, r -> r.added().percentile(percent) / 1e3)
                    .description("time that calls spent here beside the wait for their answer")
                    .tag("quantile", Double.toString(percent / 100))
                    .register(meters);
        }
    }
}
