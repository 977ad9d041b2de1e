package dev.berth.api.metrics;

import dev.berth.events.command.CommandKind;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.CommandWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Counts decisions by kind and refusal, and measures how long senders wait for them. Any thread. */
public final class CommandMeters implements CommandWatch {
    private static final String NOT_REFUSED = "none";

    private static final Duration[] BOUNDS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Map<Key, Counter> decisions = new ConcurrentHashMap<>();
    private final Timer append;
    private final Timer accepted;
    private final Timer refused;
    private final Timer unknown;

    private record Key(CommandKind kind, Optional<Rejection> refusal) {}

    /** What was accepted of each kind is shown from the start, so that a rate has a begin. */
    public CommandMeters(MeterRegistry meters) {
        this.meters = meters;
        for (CommandKind kind : CommandKind.values()) {
            counter(new Key(kind, Optional.empty()));
        }
        append = Timer.builder("berth.command.append")
                .description("time from a command's submission until the log has confirmed it")
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
        accepted = reply("accepted");
        refused = reply("refused");
        unknown = reply("unknown");
    }

    private Timer reply(String outcome) {
        return Timer.builder("berth.command.reply")
                .description("time from a command's submission until its decision is replied; unknown if none was "
                        + "heard of")
                .tag("outcome", outcome)
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    private Counter counter(Key key) {
        return decisions.computeIfAbsent(
                key,
                first -> Counter.builder("berth.decisions")
                        .description("commands that this instance decided, by kind and by why they were refused")
                        .tag("kind", label(first.kind()))
                        .tag(
                                "refusal",
                                first.refusal().map(CommandMeters::label).orElse(NOT_REFUSED))
                        .register(meters));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Passage begin(Region region, Sent sent) {
        long beganNs = System.nanoTime();
        return new Passage() {
            @Override
            public void appended(Position position) {
                record(append, beganNs);
            }

            @Override
            public void ended(Optional<Decision> decision) {
                record(
                        decision.map(made -> made.outcome().refusal().isPresent() ? refused : accepted)
                                .orElse(unknown),
                        beganNs);
            }
        };
    }

    private static void record(Timer timer, long beganNs) {
        timer.record(System.nanoTime() - beganNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void decided(Region region, Decision decision) {
        counter(new Key(decision.commandKind(), decision.outcome().refusal().map(Refusal::rejection)))
                .increment();
    }
}
