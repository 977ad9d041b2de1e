package dev.berth.api.candidate;

import dev.berth.api.concurrent.PacedThread;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
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
public final class ShapeGauges implements AutoCloseable {
    /** How many shapes there may be: each keeps a count of every host. */
    public static final int SHAPES_MAX = 32;

    private static final Logger LOG = LoggerFactory.getLogger(ShapeGauges.class);
    private static final int REGIONS_MAX = 100;
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(1);

    private final RegionViews views;
    private final List<NamedShape> shapes;
    private final MultiGauge capacities;
    private final MultiGauge bounds;
    private final MultiGauge ages;
    private final Map<Region, List<ShapeCapacity>> byRegion = new TreeMap<>();
    private final PacedThread thread = new PacedThread("capacity-shapes", this::countAll, PAUSE_LEAST);

    public ShapeGauges(RegionViews views, List<NamedShape> shapes, MeterRegistry meters) {
        this.views = views;
        this.shapes = shapes;
        this.capacities = MultiGauge.builder("berth.capacity")
                .description("how many more of a named shape fit")
                .register(meters);
        this.bounds = MultiGauge.builder("berth.capacity.at.least")
                .description("1 if more may fit than berth_capacity says, since the count was cut off")
                .register(meters);
        this.ages = MultiGauge.builder("berth.capacity.age")
                .description("how long ago the region was seen to be as berth_capacity says")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Begins to count; without shapes there is nothing to do. */
    public ShapeGauges start() {
        if (!shapes.isEmpty()) {
            thread.start();
        }
        return this;
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
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> cuts = new ArrayList<>();
        List<Row<?>> seen = new ArrayList<>();
        byRegion.forEach((region, counted) -> counted.forEach(shape -> {
            Tags tags = Tags.of("region", region.name(), "shape", shape.name());
            counts.add(Row.of(tags, shape, each -> each.total().count()));
            cuts.add(Row.of(tags, shape, each -> each.total().isCut() ? 1 : 0));
            seen.add(Row.of(tags, shape, ShapeCapacity::ageSeconds));
        }));
        capacities.register(counts, true);
        bounds.register(cuts, true);
        ages.register(seen, true);
    }

    @Override
    public void close() {
        thread.close();
    }
}
