package dev.berth.cli.service;

import dev.berth.events.model.Region;
import dev.berth.projector.board.BoardKeeper;
import dev.berth.projector.board.HeardCounts;
import dev.berth.projector.board.HeardCounts.Age;
import dev.berth.projector.board.HostBoard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many hosts were heard of, by region. No host has a label of its own, and regions beyond the first hundred, by
 * name, share one. For one thread.
 */
final class HeardMeters {
    private static final int REGIONS_MAX = 100;

    /** Not a valid region name, so it cannot clash with one. */
    private static final String OTHERS = "_others";

    private static final double MILLIS = 1e3;

    private final MeterRegistry meters;
    private final MultiGauge hosts;
    private final MultiGauge ages;
    private final MultiGauge oldest;

    HeardMeters(HostBoard board, MeterRegistry meters) {
        this.meters = meters;
        hosts = MultiGauge.builder("berth.hosts")
                .description("hosts by whether they were heard of within ten minutes")
                .register(meters);
        ages = MultiGauge.builder("berth.hosts.heard.age")
                .description("hosts by how long ago they were heard of, over HTTP or by a signed report or heartbeat")
                .register(meters);
        oldest = MultiGauge.builder("berth.hosts.heard.age.max")
                .description("how long ago the host was heard of that was heard of first")
                .baseUnit("seconds")
                .register(meters);
        FunctionCounter.builder("berth.hosts.dropped", board, HostBoard::dropped)
                .description("rows of hosts that were dropped because too many hosts are known")
                .register(meters);
    }

    void watch(BoardKeeper keeper) {
        FunctionCounter.builder("berth.hosts.topic.renewed", keeper, BoardKeeper::renewed)
                .description("how often berth.hosts was deleted and made again")
                .register(meters);
        Gauge.builder("berth.hosts.topic.failing", keeper, kept -> kept.isFailing() ? 1 : 0)
                .description("1 while berth.hosts can be neither read nor made")
                .register(meters);
    }

    void show(Map<Region, HeardCounts> counts) {
        Map<String, HeardCounts> byLabel = new LinkedHashMap<>();
        counts.forEach((region, heard) ->
                byLabel.merge(byLabel.size() < REGIONS_MAX ? region.name() : OTHERS, heard, HeardCounts::plus));
        List<Row<?>> recency = new ArrayList<>();
        List<Row<?>> byAge = new ArrayList<>();
        List<Row<?>> oldestOnes = new ArrayList<>();
        byLabel.forEach((region, heard) -> {
            recency.add(Row.of(Tags.of("region", region, "heard", "recent"), heard.recent()));
            recency.add(Row.of(Tags.of("region", region, "heard", "silent"), heard.silent()));
            for (Age age : Age.values()) {
                byAge.add(Row.of(Tags.of("region", region, "age", age.label()), heard.of(age)));
            }
            oldestOnes.add(Row.of(Tags.of("region", region), heard.oldestMs() / MILLIS));
        });
        hosts.register(recency, true);
        ages.register(byAge, true);
        oldest.register(oldestOnes, true);
    }
}
