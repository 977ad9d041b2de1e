package dev.berth.api.metrics;

import dev.berth.api.concurrent.PacedThread;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how large the regions are that this instance serves, what they have and what of it is used. A thread of its own
 * counts again what has changed, at most every five seconds and for at most a tenth of its time; a scrape only reads
 * what was counted last. Regions beyond the first hundred, by name, are not shown one by one, and classes beyond the
 * first hundred of a region are shown together. Any thread may scrape.
 */
public final class RegionMeters implements MultiCollector, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegionMeters.class);
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(5);
    private static final int REGIONS_MAX = 100;
    private static final int CLASSES_MAX = 100;

    /** No class is called so. */
    private static final String OTHERS = "_others";

    private static final double NANOS = 1e9;

    private final RegionViews views;
    private final PacedThread thread = new PacedThread("region-figures", this::countAll, PAUSE_LEAST);
    private final Map<Region, Counted> byRegion = new TreeMap<>();
    private volatile MetricSnapshots shown = MetricSnapshots.of();

    /** A region as it was counted last. */
    private record Counted(RegionView view, RegionFigures figures, Standing standing) {}

    /** Whether a region takes commands. */
    private enum Standing {
        TAKING_COMMANDS,
        /** It waits for an operator, or for a program that can go on. */
        STOPPED,
        /** It was closed on purpose, to go on in another log. */
        CLOSED
    }

    public RegionMeters(RegionViews views) {
        this.views = views;
    }

    /** Shows itself among the meters, and begins to count. */
    public RegionMeters start(PrometheusMeterRegistry meters) {
        meters.getPrometheusRegistry().register(this);
        thread.start();
        return this;
    }

    @Override
    public MetricSnapshots collect() {
        return shown;
    }

    /** Counts what has changed, and shows all of it. */
    void countAll() {
        long beganNs = System.nanoTime();
        List<Region> served = new ArrayList<>();
        Map<Standing, Integer> standings = new EnumMap<>(Standing.class);
        for (Region region : views.regions()) {
            if (thread.isClosed()) {
                return;
            }
            try {
                Optional<RegionView> view = view(region);
                if (view.isPresent()) {
                    Standing standing = standing(region);
                    served.add(region);
                    standings.merge(standing, 1, Integer::sum);
                    if (served.size() <= REGIONS_MAX) {
                        count(region, view.get(), standing);
                    }
                }
            } catch (RuntimeException bug) {
                LOG.error("The figures of region {} could not be counted; the last ones stay.", region, bug);
            }
        }
        byRegion.keySet().retainAll(served.subList(0, Math.min(REGIONS_MAX, served.size())));
        shown = show(standings, (System.nanoTime() - beganNs) / NANOS);
    }

    private Standing standing(Region region) {
        return views.stopped(region)
                .map(stop -> stop.isClosed() ? Standing.CLOSED : Standing.STOPPED)
                .orElse(Standing.TAKING_COMMANDS);
    }

    private void count(Region region, RegionView view, Standing standing) {
        Counted before = byRegion.get(region);
        boolean isNew = before == null || before.view() != view;
        byRegion.put(region, new Counted(view, isNew ? RegionFigures.of(view) : before.figures(), standing));
    }

    /** The view of a region that this instance serves now. */
    private Optional<RegionView> view(Region region) {
        try {
            return Optional.of(views.view(region));
        } catch (LogUnavailableException elsewhere) {
            return Optional.empty();
        }
    }

    private MetricSnapshots show(Map<Standing, Integer> standings, double seconds) {
        GaugeFamily regions =
                new GaugeFamily("berth_regions", "regions that this instance serves, by whether they take commands");
        for (Standing standing : Standing.values()) {
            regions.add(standings.getOrDefault(standing, 0), "state", label(standing));
        }
        GaugeFamily round = new GaugeFamily(
                        "berth_region_figures_seconds", "how long it took to count the figures of regions")
                .add(seconds);
        GaugeFamily stopped =
                new GaugeFamily("berth_region_stopped", "1 while the region has stopped and waits for an operator");
        GaugeFamily offset =
                new GaugeFamily("berth_region_offset", "offset of the last command that is in the region's state");
        GaugeFamily providers = new GaugeFamily("berth_region_providers", "resource providers");
        GaugeFamily hosts = new GaugeFamily("berth_region_hosts", "hosts that are enrolled or have reported");
        GaugeFamily drained = new GaugeFamily("berth_region_hosts_drained", "hosts that new consumers are kept off");
        GaugeFamily consumers = new GaugeFamily("berth_region_consumers", "consumers");
        GaugeFamily devices = new GaugeFamily("berth_region_devices", "PCI devices by state");
        GaugeFamily offering = new GaugeFamily("berth_class_providers", "providers with an inventory of the class");
        GaugeFamily capacity = new GaugeFamily(
                "berth_class_capacity",
                "what may be allocated: totals without what is reserved, times the allocation ratios");
        GaugeFamily reserved = new GaugeFamily("berth_class_reserved", "what is reserved of the class");
        GaugeFamily used = new GaugeFamily("berth_class_used", "what is allocated of the class");
        byRegion.forEach((region, counted) -> {
            RegionFigures figures = counted.figures();
            String name = region.name();
            stopped.add(counted.standing() == Standing.STOPPED ? 1 : 0, "region", name);
            offset.add(figures.offset(), "region", name);
            providers.add(figures.roots(), "region", name, "kind", "root");
            providers.add(figures.nested(), "region", name, "kind", "nested");
            hosts.add(figures.hosts(), "region", name);
            drained.add(figures.drained(), "region", name);
            consumers.add(figures.consumers(), "region", name);
            figures.devices().forEach((state, count) -> devices.add(count, "region", name, "state", label(state)));
            classes(figures).forEach((resourceClass, of) -> {
                offering.add(of.providers(), "region", name, "class", resourceClass);
                capacity.add(of.capacity(), "region", name, "class", resourceClass);
                reserved.add(of.reserved(), "region", name, "class", resourceClass);
                used.add(of.used(), "region", name, "class", resourceClass);
            });
        });
        return GaugeFamily.snapshots(List.of(
                regions, round, stopped, offset, providers, hosts, drained, consumers, devices, offering, capacity,
                reserved, used));
    }

    private static String label(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The classes by name, those beyond the most that are shown as one. */
    private static Map<String, ClassFigures> classes(RegionFigures figures) {
        Map<String, ClassFigures> shown = new TreeMap<>();
        for (Map.Entry<ResourceClass, ClassFigures> each : figures.classes().entrySet()) {
            String name = shown.size() < CLASSES_MAX ? each.getKey().name() : OTHERS;
            shown.merge(name, each.getValue(), ClassFigures::plus);
        }
        return shown;
    }

    @Override
    public void close() {
        thread.close();
    }
}
