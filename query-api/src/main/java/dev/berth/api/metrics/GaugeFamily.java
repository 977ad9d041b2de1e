package dev.berth.api.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/** A gauge in the making: its name, what it means, and a value for each set of labels. For one thread. */
public final class GaugeFamily {
    private final GaugeSnapshot.Builder gauge;

    /**
     * @param name with its unit at the end, where it has one
     * @param help what it means, as a part of a sentence
     */
    public GaugeFamily(String name, String help) {
        gauge = GaugeSnapshot.builder().name(name).help(help);
    }

    /** @param labels names and values in turns; no two values of a gauge have the same */
    public GaugeFamily add(double value, String... labels) {
        gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of(labels))
                .value(value)
                .build());
        return this;
    }

    private GaugeSnapshot built() {
        return gauge.build();
    }

    /** All of them, those left out that have no value. */
    public static MetricSnapshots snapshots(List<GaugeFamily> families) {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        families.stream()
                .map(GaugeFamily::built)
                .filter(gauge -> !gauge.getDataPoints().isEmpty())
                .forEach(all::metricSnapshot);
        return all.build();
    }
}
