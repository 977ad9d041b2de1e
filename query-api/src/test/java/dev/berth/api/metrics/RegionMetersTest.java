package dev.berth.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.pci.TestingHosts;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionMetersTest {
    private static final Region EAST = new Region("east");
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");

    private final DirectCommandLog log = new DirectCommandLog(() -> 0);
    private final RegionMeters meters = new RegionMeters(log);
    private int commands;

    private CommandId id() {
        return new CommandId(new UUID(5, ++commands));
    }

    private void submit(Region region, Command command) {
        assertThat(log.submit(region, command)
                        .toCompletableFuture()
                        .join()
                        .outcome()
                        .refusal())
                .isEmpty();
    }

    private static ProviderId provider(int number) {
        return new ProviderId(new UUID(1, number));
    }

    private void pool(Region region, int number, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        submit(region, new CreateProvider(id(), provider(number), "p" + number, Optional.empty()));
        submit(region, new ReplaceInventories(id(), provider(number), OptionalLong.empty(), inventories));
    }

    private void claim(Region region, int consumer, ProviderId provider, ResourceClass resourceClass, long amount) {
        submit(
                region,
                new ClaimAllocations(
                        id(),
                        ImmutableList.of(new ConsumerClaim(
                                new ConsumerId(new UUID(2, consumer)),
                                ExpectedConsumer.ABSENT,
                                "p",
                                "u",
                                Optional.empty(),
                                Allocations.of(provider, resourceClass, amount)))));
    }

    private List<String> counted() {
        meters.countAll();
        return Scrape.lines(meters.collect());
    }

    @Test
    void showsHowLargeARegionIsAndWhatItHas() {
        pool(EAST, 1, ImmutableSortedMap.of(VCPU, new InventoryRecord(10, 2, 1, 10, 1, 4.0)));
        pool(EAST, 2, ImmutableSortedMap.of(VCPU, InventoryRecord.of(6)));
        claim(EAST, 1, provider(1), VCPU, 5);
        claim(EAST, 2, provider(2), VCPU, 2);

        assertThat(counted())
                .contains(
                        "berth_regions{state=\"taking_commands\"} 1.0",
                        "berth_regions{state=\"stopped\"} 0.0",
                        "berth_region_offset{region=\"east\"} 5.0",
                        "berth_region_stopped{region=\"east\"} 0.0",
                        "berth_region_providers{kind=\"root\",region=\"east\"} 2.0",
                        "berth_region_providers{kind=\"nested\",region=\"east\"} 0.0",
                        "berth_region_hosts{region=\"east\"} 0.0",
                        "berth_region_consumers{region=\"east\"} 2.0",
                        "berth_class_providers{class=\"VCPU\",region=\"east\"} 2.0",
                        "berth_class_capacity{class=\"VCPU\",region=\"east\"} 38.0",
                        "berth_class_reserved{class=\"VCPU\",region=\"east\"} 2.0",
                        "berth_class_used{class=\"VCPU\",region=\"east\"} 7.0");
    }

    @Test
    void showsHostsAndTheirDevicesByState() {
        submit(Region.DEFAULT, TestingHosts.report());
        ProviderId host = TestingHosts.report().host();
        submit(Region.DEFAULT, new DrainHost(id(), host, "to be mended"));

        assertThat(counted())
                .contains(
                        "berth_region_hosts{region=\"default\"} 1.0",
                        "berth_region_hosts_drained{region=\"default\"} 1.0",
                        "berth_region_providers{kind=\"nested\",region=\"default\"} 1.0",
                        "berth_region_devices{region=\"default\",state=\"available\"} 4.0",
                        "berth_region_devices{region=\"default\",state=\"allocated\"} 0.0",
                        "berth_region_devices{region=\"default\",state=\"out_of_service\"} 0.0");
    }

    @Test
    void followsTheRegion() {
        pool(EAST, 1, ImmutableSortedMap.of(VCPU, InventoryRecord.of(6)));
        assertThat(counted()).contains("berth_class_used{class=\"VCPU\",region=\"east\"} 0.0");

        claim(EAST, 1, provider(1), VCPU, 4);

        assertThat(counted()).contains("berth_class_used{class=\"VCPU\",region=\"east\"} 4.0");
    }

    @Test
    void showsClassesBeyondTheFirstHundredTogether() {
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> many = ImmutableSortedMap.naturalOrder();
        IntStream.range(0, 60).forEach(i -> many.put(custom(i), InventoryRecord.of(1)));
        for (int i = 0; i < 120; i++) {
            submit(EAST, new CreateResourceClass(id(), custom(i), CreateResourceClass.IfExists.REFUSE));
        }
        pool(EAST, 1, many.build());
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> more = ImmutableSortedMap.naturalOrder();
        IntStream.range(60, 120).forEach(i -> more.put(custom(i), InventoryRecord.of(1)));
        pool(EAST, 2, more.build());

        assertThat(counted())
                .contains(
                        "berth_class_capacity{class=\"CUSTOM_C099\",region=\"east\"} 1.0",
                        "berth_class_capacity{class=\"_others\",region=\"east\"} 20.0")
                .noneMatch(line -> line.contains("CUSTOM_C100"));
    }

    private static ResourceClass custom(int number) {
        return ResourceClass.of("CUSTOM_C%03d".formatted(number));
    }

    @Test
    void showsWhichRegionsHaveStoppedAndForgetsThoseThatAreServedElsewhere() {
        pool(EAST, 1, ImmutableSortedMap.of(VCPU, InventoryRecord.of(6)));
        pool(Region.DEFAULT, 2, ImmutableSortedMap.of(VCPU, InventoryRecord.of(6)));
        Some views = new Some();
        RegionMeters some = new RegionMeters(views);

        some.countAll();
        assertThat(Scrape.lines(some.collect()))
                .contains("berth_regions{state=\"stopped\"} 1.0", "berth_region_stopped{region=\"east\"} 1.0");

        views.isEastHere = false;
        some.countAll();
        assertThat(Scrape.lines(some.collect()))
                .contains("berth_regions{state=\"taking_commands\"} 1.0", "berth_regions{state=\"stopped\"} 0.0")
                .noneMatch(line -> line.contains("\"east\""));
    }

    /** Both regions, of which one has stopped and may leave. */
    private final class Some implements RegionViews {
        private boolean isEastHere = true;

        @Override
        public RegionSnapshot snapshot(Region region) {
            if (region.equals(EAST) && !isEastHere) {
                throw new LogUnavailableException("elsewhere");
            }
            return log.snapshot(region);
        }

        @Override
        public Optional<RegionStop> stopped(Region region) {
            return region.equals(EAST)
                    ? Optional.of(new RegionStop(
                            new LogEntry.Readable(
                                    new Position(0, 7, 0), new CreateTrait(id(), Trait.of("CUSTOM_A")), Sha256.NONE),
                            "unreadable"))
                    : Optional.empty();
        }

        @Override
        public Collection<Region> regions() {
            return new TreeSet<>(Set.of(EAST, Region.DEFAULT));
        }
    }
}
