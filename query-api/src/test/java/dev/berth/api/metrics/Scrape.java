package dev.berth.api.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/** Snapshots as a scrape shows them. */
final class Scrape {
    private Scrape() {}

    /** The lines, those about help and types left out. */
    static List<String> lines(MetricSnapshots snapshots) {
        return MetricsText.of(snapshots)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
