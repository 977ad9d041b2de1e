package dev.berth.cli.shadow;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What a report counts, as measurements. */
final class ReportMeters {
    private ReportMeters() {}

    static void register(MeterRegistry meters, ShadowReport report, Shadow shadow) {
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
        Gauge.builder("berth.shadow.under.way.calls", shadow, s -> s.state().underWay())
                .description("calls of which nothing is told yet")
                .register(meters);
        Gauge.builder("berth.shadow.waiting.calls", shadow, s -> s.state().queued())
                .description("calls that wait for the service that follows")
                .register(meters);
        Gauge.builder("berth.shadow.waiting.bytes", shadow, s -> s.state().bytes())
                .description("bytes of calls that are kept")
                .register(meters);
        Gauge.builder("berth.shadow.behind.all", shadow, s -> s.state().isAllBehind() ? 1 : 0)
                .description("whether nothing is known to be the same")
                .register(meters);
        Gauge.builder("berth.shadow.behind.providers", shadow, s -> s.state().providersBehind())
                .description("providers that the service that follows is behind with")
                .register(meters);
        Gauge.builder("berth.shadow.behind.consumers", shadow, s -> s.state().consumersBehind())
                .description("consumers that the service that follows is behind with")
                .register(meters);
        Gauge.builder("berth.shadow.follower.up", shadow, s -> s.state().isFollowerDown() ? 0 : 1)
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
