package dev.berth.cli.service;

import dev.berth.api.metrics.GaugeFamily;
import dev.berth.events.model.Region;
import dev.berth.projector.board.BoardKeeper;
import dev.berth.projector.board.HeardCounts;
import dev.berth.projector.board.HeardCounts.Age;
import dev.berth.projector.board.HostBoard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many hosts were heard of, by region. No host has a label of its own, and regions beyond the first hundred, by
 * name, share one. One thread counts, any may scrape.
 */
final class HeardMeters implements MultiCollector {
    private static final int REGIONS_MAX = 100;

    /** Not a valid region name, so it cannot clash with one. */
    private static final String OTHERS = "_others";

    private static final double MILLIS = 1e3;

    private final PrometheusMeterRegistry meters;
    private volatile MetricSnapshots shown = MetricSnapshots.of();

    HeardMeters(HostBoard board, PrometheusMeterRegistry meters) {
        this.meters = meters;
        meters.getPrometheusRegistry().register(this);
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
        GaugeFamily hosts = new GaugeFamily("berth_hosts", "hosts by whether they were heard of within ten minutes");
        GaugeFamily ages = new GaugeFamily(
                "berth_hosts_heard_age",
                "hosts by how long ago they were heard of, over HTTP or by a signed report or heartbeat");
        GaugeFamily oldest = new GaugeFamily(
                "berth_hosts_heard_age_max_seconds", "how long ago the host was heard of that was heard of first");
        byLabel.forEach((region, heard) -> {
            hosts.add(heard.recent(), "region", region, "heard", "recent");
            hosts.add(heard.silent(), "region", region, "heard", "silent");
            for (Age age : Age.values()) {
                ages.add(heard.of(age), "region", region, "age", age.label());
            }
            oldest.add(heard.oldestMs() / MILLIS, "region", region);
        });
        shown = GaugeFamily.snapshots(List.of(hosts, ages, oldest));
    }

    @Override
    public MetricSnapshots collect() {
        return shown;
    }
}
