package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CellClaim;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.claim.HostCells;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.numa.HostCell;
import dev.berth.resource.numa.NumaAmount;
import dev.berth.resource.numa.NumaInventory;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of guests on NUMA cells in every log, after every command. */
class CellProperties {
    private static final int LENGTH = 300;

    @Property(tries = 15)
    void placesAGuestOnTheCellsThatItAskedForOrRefusesItsClaim(@ForAll long seed) {
        forEachGrantedClaim(seed, (log, i, claim) -> {
            RegionView after = log.step(i).after();
            Optional<GuestPlacement> placement =
                    after.consumer(claim.consumer()).flatMap(Consumer::placement);
            Optional<CellClaim> asked =
                    claim.cells().filter(cells -> !cells.cells().isEmpty());
            if (asked.isPresent()) {
                assertThat(placement).as(log.line(i)).isPresent();
                assertThat(placement.get().guest())
                        .as(log.line(i))
                        .isEqualTo(asked.get().cells());
                assertThat(placement.get().cells())
                        .extracting(PlacedCell::hostCell)
                        .doesNotHaveDuplicates();
            }
        });
    }

    @Property(tries = 15)
    void neverPinsACpuForTwoGuests(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            TreeSet<String> pinned = new TreeSet<>();
            for (Consumer consumer : log.step(i).after().consumers().all()) {
                consumer.placement()
                        .ifPresent(placement -> placement
                                .cells()
                                .forEach(cell -> cell.pinning()
                                        .values()
                                        .forEach(cpu -> assertThat(pinned.add(placement.host() + " " + cpu))
                                                .isTrue())));
            }
        }
    }

    /** What one guest more brings a cell beyond its limits is refused; only a report may leave it so. */
    @Property(tries = 15)
    void keepsACellWithinItsLimitsWhenAGuestIsPlaced(@ForAll long seed) {
        forEachGrantedClaim(seed, (log, i, claim) -> {
            RegionView after = log.step(i).after();
            Optional<GuestPlacement> before =
                    log.before(i).consumer(claim.consumer()).flatMap(Consumer::placement);
            Optional<GuestPlacement> placement =
                    after.consumer(claim.consumer()).flatMap(Consumer::placement);
            if (claim.cells().isPresent() && placement.isPresent() && !placement.equals(before)) {
                NumaInventory cells = HostCells.of(after, placement.get().host());
                for (PlacedCell placed : placement.get().cells()) {
                    HostCell cell = cells.cells().stream()
                            .filter(each -> each.id() == placed.hostCell())
                            .findFirst()
                            .orElseThrow();
                    if (!placed.guest().sharedVcpus().isEmpty()) {
                        assertThat((double) cell.cpuUsage())
                                .as(log.line(i))
                                .isLessThanOrEqualTo(cell.cell().sharedCpus().size()
                                        * cells.limits().orElseThrow().cpuRatio());
                    }
                    assertThat(cell.cell().dedicatedCpus())
                            .containsAll(placed.pinning().values());
                }
            }
        });
    }

    /** Devices that are asked for near the guest are near it; a device of another or an unknown cell never is. */
    @Property(tries = 15)
    void servesRequiredRequestsFromTheCellsOfTheGuest(@ForAll long seed) {
        forEachGrantedClaim(seed, (log, i, claim) -> {
            RegionView before = log.before(i);
            RegionView after = log.step(i).after();
            Optional<GuestPlacement> placement =
                    after.consumer(claim.consumer()).flatMap(Consumer::placement);
            if (claim.devices().isPresent()
                    && placement.isPresent()
                    && placement.get().host().equals(claim.devices().get().host())) {
                ImmutableSortedSet<Integer> cells =
                        NumaAmount.placed(placement.get().cells()).hostCells();
                List<TrackedDevice> held =
                        after.devices().of(placement.get().host()).devicesOf(claim.consumer());
                for (DeviceRequest request : claim.devices().get().requests()) {
                    if (request.policy().equals(Optional.of(NumaPolicy.REQUIRED))
                            && !holds(before, claim.consumer(), request.id())) {
                        assertThat(held.stream()
                                        .filter(device -> device.requestId().equals(Optional.of(request.id())))
                                        .map(device ->
                                                device.device().numaNode().orElse(-1))
                                        .collect(Collectors.toList()))
                                .as(log.line(i))
                                .isSubsetOf(cells);
                    }
                }
            }
        });
    }

    private static boolean holds(RegionView view, ConsumerId consumer, String requestId) {
        for (var host : view.devices().hostsOf(consumer)) {
            if (view.devices().of(host).devicesOf(consumer).stream()
                    .anyMatch(device -> device.requestId().equals(Optional.of(requestId)))) {
                return true;
            }
        }
        return false;
    }

    /** The cells of every host come to what its guests take, whatever happened on the way there. */
    @Property(tries = 15)
    void usesOfEachCellWhatItsGuestsTake(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        RegionView end = log.end();
        end.hosts().all().forEach(report -> {
            ProviderId host = report.host();
            for (HostCell cell : HostCells.of(end, host).cells()) {
                long memoryMb = 0;
                for (Consumer consumer : end.consumers().all()) {
                    memoryMb += consumer.placement().stream()
                            .filter(placement -> placement.host().equals(host))
                            .flatMap(placement -> placement.cells().stream())
                            .filter(placed -> placed.hostCell() == cell.id())
                            .mapToLong(placed -> placed.guest().memoryMb())
                            .sum();
                }
                assertThat(cell.memoryUsageMb()).isEqualTo(memoryMb);
            }
        });
    }

    @FunctionalInterface
    private interface Check {
        void on(TestingLog log, int i, ConsumerClaim claim);
    }

    private static void forEachGrantedClaim(long seed, Check check) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            if (log.step(i).decision().outcome() instanceof Outcome.Accepted
                    && log.command(i) instanceof ClaimAllocations command) {
                for (ConsumerClaim claim : command.claims()) {
                    check.on(log, i, claim);
                }
            }
        }
    }
}
