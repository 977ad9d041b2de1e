package dev.berth.cli.service;

import dev.berth.events.model.Region;
import dev.berth.projector.board.BoardKeeper;
import dev.berth.projector.board.HeardCounts;
import dev.berth.projector.board.HostBoard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
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

    private final MeterRegistry meters;
    private final MultiGauge hosts;

    HeardMeters(HostBoard board, MeterRegistry meters) {
        this.meters = meters;
        hosts = MultiGauge.builder("berth.hosts")
                .description("hosts by whether they were heard of within ten minutes")
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
        List<Row<?>> rows = new ArrayList<>();
        HeardCounts others = HeardCounts.NONE;
        for (Map.Entry<Region, HeardCounts> region : counts.entrySet()) {
            if (rows.size() < 2 * REGIONS_MAX) {
                add(rows, region.getKey().name(), region.getValue());
            } else {
                others = others.plus(region.getValue());
            }
        }
        if (counts.size() > REGIONS_MAX) {
            add(rows, OTHERS, others);
        }
        hosts.register(rows, true);
    }

    private static void add(List<Row<?>> rows, String region, HeardCounts counts) {
        rows.add(Row.of(Tags.of("region", region, "heard", "recent"), counts.recent()));
        rows.add(Row.of(Tags.of("region", region, "heard", "silent"), counts.silent()));
    }
}
