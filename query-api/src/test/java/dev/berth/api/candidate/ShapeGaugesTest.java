package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.Sent;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShapeGaugesTest {
    private static final Region EAST = new Region("east");

    private final DirectCommandLog log = new DirectCommandLog(() -> 0);
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private int commands;

    private CommandId command() {
        return new CommandId(new UUID(5, ++commands));
    }

    private void submit(Region region, Command command) {
        assertThat(log.submit(region, Sent.of(command))
                        .toCompletableFuture()
                        .join()
                        .outcome()
                        .refusal())
                .isEmpty();
    }

    private void host(Region region, int number, long processors) {
        ProviderId id = new ProviderId(new UUID(1, number));
        submit(region, new CreateProvider(command(), id, "cn" + number, Optional.empty()));
        processors(region, number, processors);
    }

    private void processors(Region region, int number, long processors) {
        submit(
                region,
                new ReplaceInventories(
                        command(),
                        new ProviderId(new UUID(1, number)),
                        OptionalLong.empty(),
                        ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(processors))));
    }

    private static double shown(ShapeGauges gauges, String gauge, Region region, String shape) {
        Labels labels = Labels.of("region", region.name(), "shape", shape);
        return gauges.collect().stream()
                .filter(family -> family.getMetadata().getName().equals(gauge))
                .flatMap(family -> family.getDataPoints().stream())
                .filter(point -> point.getLabels().equals(labels))
                .mapToDouble(point -> ((GaugeDataPointSnapshot) point).getValue())
                .findFirst()
                .orElse(Double.NaN);
    }

    private ShapeGauges gauges(String... shapes) {
        return new ShapeGauges(
                log, List.of(shapes).stream().map(NamedShape::parse).toList());
    }

    @Test
    void showsEachShapeInEachRegion() {
        host(Region.DEFAULT, 1, 8);
        host(Region.DEFAULT, 2, 7);
        host(EAST, 3, 2);

        ShapeGauges gauges = gauges("small=resources=VCPU:2", "large=resources=VCPU:8");
        gauges.countAll();

        assertThat(shown(gauges, "berth_capacity", Region.DEFAULT, "small")).isEqualTo(7);
        assertThat(shown(gauges, "berth_capacity", Region.DEFAULT, "large")).isEqualTo(1);
        assertThat(shown(gauges, "berth_capacity", EAST, "small")).isEqualTo(1);
        assertThat(shown(gauges, "berth_capacity", EAST, "large")).isZero();
        assertThat(shown(gauges, "berth_capacity_at_least", EAST, "large")).isZero();
        assertThat(shown(gauges, "berth_capacity_age_seconds", EAST, "large")).isBetween(0.0, 60.0);
    }

    @Test
    void showsNoneOfAShapeThatNamesWhatTheRegionDoesNotHave() {
        host(Region.DEFAULT, 1, 8);

        ShapeGauges gauges = gauges("gpu=resources=CUSTOM_GPU:1", "nic=resources=VCPU:1&pci=10g:1");
        gauges.countAll();

        assertThat(shown(gauges, "berth_capacity", Region.DEFAULT, "gpu")).isZero();
        assertThat(shown(gauges, "berth_capacity", Region.DEFAULT, "nic")).isZero();
    }

    @Test
    void followsTheRegion() {
        host(Region.DEFAULT, 1, 8);
        ShapeGauges gauges = gauges("small=resources=VCPU:2");
        gauges.countAll();
        processors(Region.DEFAULT, 1, 20);
        assertThat(shown(gauges, "berth_capacity", Region.DEFAULT, "small")).isEqualTo(4);

        gauges.countAll();

        assertThat(shown(gauges, "berth_capacity", Region.DEFAULT, "small")).isEqualTo(10);
    }

    @Test
    void showsTheOtherRegionsWhereOneCannotBeCounted() {
        Region broken = new Region("a-broken-one");
        host(broken, 1, 8);
        host(EAST, 2, 8);
        RegionViews views = new RegionViews() {
            @Override
            public RegionSnapshot snapshot(Region region) {
                if (region.equals(broken)) {
                    throw new IllegalStateException("expected a test to break here");
                }
                return log.snapshot(region);
            }

            @Override
            public Optional<RegionStop> stopped(Region region) {
                return log.stopped(region);
            }

            @Override
            public Collection<Region> regions() {
                return new TreeSet<>(Set.of(broken, EAST));
            }
        };

        ShapeGauges gauges = new ShapeGauges(views, List.of(NamedShape.parse("small=resources=VCPU:2")));
        gauges.countAll();

        assertThat(shown(gauges, "berth_capacity", EAST, "small")).isEqualTo(4);
    }

    @Test
    @Timeout(30)
    void countsByItselfUntilItIsClosed() throws InterruptedException {
        host(Region.DEFAULT, 1, 8);
        try (ShapeGauges gauges = gauges("small=resources=VCPU:2").start(meters)) {
            assertThat(gauges).isNotNull();
            while (!meters.scrape().contains("berth_capacity{region=\"default\",shape=\"small\"} 4.0")) {
                Thread.sleep(Duration.ofMillis(20).toMillis());
            }
        }
    }
}
