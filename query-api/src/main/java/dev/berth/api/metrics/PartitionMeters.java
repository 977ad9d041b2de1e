package dev.berth.api.metrics;

import com.google.common.base.Suppliers;
import dev.berth.projector.Health;
import dev.berth.projector.PartitionHealth;
import dev.berth.projector.PartitionHealth.State;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Shows how the partitions of the log stand on this instance: how many are in which state, up to which offset each is
 * in the state, and how much waits. Looked up at most once a second, however many scrape. Any thread.
 */
public final class PartitionMeters implements MultiCollector {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final Supplier<MetricSnapshots> shown;

    public PartitionMeters(Supplier<Health> health) {
        shown = Suppliers.memoizeWithExpiration(() -> show(health.get()), KEPT);
    }

    /** Shows itself among the meters. */
    public void register(PrometheusMeterRegistry meters) {
        meters.getPrometheusRegistry().register(this);
    }

    @Override
    public MetricSnapshots collect() {
        return shown.get();
    }

    private static MetricSnapshots show(Health health) {
        GaugeFamily states = new GaugeFamily("berth_partitions", "partitions of the log, by how they are served here");
        GaugeFamily applied = new GaugeFamily(
                "berth_partition_applied_offset", "offset up to which the log is in the state, that one not included");
        GaugeFamily lag = new GaugeFamily("berth_partition_lag_records", "records of the log that wait to be decided");
        GaugeFamily restoring = new GaugeFamily(
                "berth_partition_restoring_records", "records of the changelog that are still to be read back");
        Map<State, Integer> counts = new EnumMap<>(State.class);
        for (PartitionHealth partition : health.partitions()) {
            counts.merge(partition.state(), 1, Integer::sum);
            if (partition.at().isPresent() && partition.of().isPresent()) {
                String number = Integer.toString(partition.partition());
                long at = partition.at().getAsLong();
                long left = Math.max(0, partition.of().getAsLong() - at);
                if (partition.state() == State.RESTORING) {
                    restoring.add(left, "partition", number);
                } else {
                    applied.add(at, "partition", number);
                    lag.add(left, "partition", number);
                }
            }
        }
        for (State state : State.values()) {
            states.add(
                    counts.getOrDefault(state, 0),
                    "state",
                    state.name().toLowerCase(Locale.ROOT),
                    "ready",
                    Boolean.toString(state.isReady()));
        }
        return GaugeFamily.snapshots(List.of(states, applied, lag, restoring));
    }
}
