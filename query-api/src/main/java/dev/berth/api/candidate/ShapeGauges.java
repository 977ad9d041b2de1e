package dev.berth.api.candidate;

import dev.berth.api.concurrent.PacedThread;
import dev.berth.api.metrics.GaugeFamily;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the capacity of named shapes in each region that this instance serves. A thread of its own counts again what
 * has changed, at most once a second and for at most a tenth of its time; a scrape only reads. Regions beyond the first
 * hundred, by name, are not shown.
 */
public final class ShapeGauges implements MultiCollector, AutoCloseable {
    /** How many shapes there may be: each keeps a count of every host. */
    public static final int SHAPES_MAX = 32;

    private static final Logger LOG = LoggerFactory.getLogger(ShapeGauges.class);
    private static final int REGIONS_MAX = 100;
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(1);

    private final RegionViews views;
    private final List<NamedShape> shapes;
    private final Map<Region, List<ShapeCapacity>> byRegion = new TreeMap<>();
    private final PacedThread thread = new PacedThread("capacity-shapes", this::countAll, PAUSE_LEAST);

    private volatile Map<Region, List<ShapeCapacity>> shown = Map.of();

    public ShapeGauges(RegionViews views, List<NamedShape> shapes) {
        this.views = views;
        this.shapes = shapes;
    }

    /** Shows itself among the meters, and begins to count; without shapes there is nothing to do. */
    public ShapeGauges start(PrometheusMeterRegistry meters) {
        if (!shapes.isEmpty()) {
            meters.getPrometheusRegistry().register(this);
            thread.start();
        }
        return this;
    }

    @Override
    public MetricSnapshots collect() {
        GaugeFamily capacities = new GaugeFamily("berth_capacity", "how many more of a named shape fit");
        GaugeFamily bounds = new GaugeFamily(
                "berth_capacity_at_least", "1 if more may fit than berth_capacity says, since the count was cut off");
        GaugeFamily ages = new GaugeFamily(
                "berth_capacity_age_seconds", "how long ago the region was seen to be as berth_capacity says");
        shown.forEach((region, counted) -> counted.forEach(shape -> {
            String[] labels = {"region", region.name(), "shape", shape.name()};
            capacities.add(shape.total().count(), labels);
            bounds.add(shape.total().isCut() ? 1 : 0, labels);
            ages.add(shape.ageSeconds(), labels);
        }));
        return GaugeFamily.snapshots(List.of(capacities, bounds, ages));
    }

    /** Counts what has changed, and shows each region once it is counted; no more of them once it is closed. */
    void countAll() {
        List<Region> served = new ArrayList<>();
        for (Region region : views.regions()) {
            if (thread.isClosed()) {
                return;
            }
            try {
                Optional<RegionView> view = served.size() < REGIONS_MAX ? view(region) : Optional.empty();
                if (view.isPresent()) {
                    served.add(region);
                    count(region, view.get());
                    show();
                }
            } catch (RuntimeException bug) {
                LOG.error("The capacity of shapes in {} could not be counted; its figures stay.", region, bug);
            }
        }
        if (byRegion.keySet().retainAll(served)) {
            show();
        }
    }

    private void count(Region region, RegionView view) {
        long nowNs = System.nanoTime();
        byRegion.computeIfAbsent(
                        region, first -> shapes.stream().map(ShapeCapacity::new).toList())
                .forEach(shape -> shape.count(view, nowNs));
    }

    /** The view of a region that this instance serves now. */
    private Optional<RegionView> view(Region region) {
        try {
            return Optional.of(views.view(region));
        } catch (LogUnavailableException elsewhere) {
            return Optional.empty();
        }
    }

    private void show() {
        shown = new TreeMap<>(byRegion);
    }

    @Override
    public void close() {
        thread.close();
    }
}
