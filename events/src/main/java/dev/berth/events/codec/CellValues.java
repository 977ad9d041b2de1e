package dev.berth.events.codec;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.avro.common.CellSocket;
import dev.berth.avro.common.CpuCore;
import dev.berth.avro.common.PageStock;
import dev.berth.avro.common.PinnedVcpu;
import dev.berth.events.command.CellClaim;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ThreadPolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** NUMA cells of hosts and guests, to Avro and back. */
final class CellValues {
    private CellValues() {}

    static List<CellSocket> cells(ImmutableSortedMap<Integer, NumaCell> cells) {
        return Values.list(
                cells.values(),
                cell -> new CellSocket(
                        cell.id(),
                        DeviceValues.intOrNull(cell.socket()),
                        cell.sharedCpus().asList(),
                        cell.dedicatedCpus().asList(),
                        cell.memoryMb(),
                        Values.list(cell.siblings(), core -> new CpuCore(core.asList())),
                        Values.list(
                                cell.pages(),
                                pages -> new PageStock(pages.sizeKb(), pages.total(), pages.reserved()))));
    }

    static ImmutableSortedMap<Integer, NumaCell> cells(List<CellSocket> cells) {
        return Values.map(
                cells,
                CellSocket::getCell,
                cell -> new NumaCell(
                        cell.getCell(),
                        numbers(cell.getSharedCpus()),
                        numbers(cell.getDedicatedCpus()),
                        cell.getMemoryMb(),
                        Values.immutableList(cell.getCores(), core -> numbers(core.getThreads())),
                        Values.immutableList(
                                cell.getPages(),
                                pages -> new MemoryPages(pages.getSizeKb(), pages.getTotal(), pages.getReserved())),
                        DeviceValues.optionalInt(cell.getSocket())));
    }

    static dev.berth.avro.command.CellClaim claim(CellClaim claim) {
        return new dev.berth.avro.command.CellClaim(
                claim.host().toString(), Values.list(claim.cells(), CellValues::guest));
    }

    static CellClaim claim(dev.berth.avro.command.CellClaim claim) {
        return new CellClaim(
                Values.provider(claim.getHost()), Values.immutableList(claim.getCells(), CellValues::guest));
    }

    static dev.berth.avro.common.GuestPlacement placementOrNull(Optional<GuestPlacement> placement) {
        return placement
                .map(placed -> new dev.berth.avro.common.GuestPlacement(
                        placed.host().toString(), Values.list(placed.cells(), CellValues::placed)))
                .orElse(null);
    }

    static GuestPlacement placement(dev.berth.avro.common.GuestPlacement placement) {
        return new GuestPlacement(
                Values.provider(placement.getHost()), Values.immutableList(placement.getCells(), CellValues::placed));
    }

    private static dev.berth.avro.common.PlacedCell placed(PlacedCell placed) {
        return new dev.berth.avro.common.PlacedCell(
                guest(placed.guest()),
                placed.hostCell(),
                DeviceValues.intOrNull(placed.pageSizeKb()),
                Values.list(placed.pinning().entrySet(), pin -> new PinnedVcpu(pin.getKey(), pin.getValue())));
    }

    private static PlacedCell placed(dev.berth.avro.common.PlacedCell placed) {
        return new PlacedCell(
                guest(placed.getGuest()),
                placed.getHostCell(),
                DeviceValues.optionalInt(placed.getPageSizeKb()),
                Values.map(placed.getPinning(), PinnedVcpu::getVcpu, PinnedVcpu::getCpu));
    }

    private static dev.berth.avro.common.GuestCell guest(GuestCell guest) {
        return new dev.berth.avro.common.GuestCell(
                guest.index(),
                guest.sharedVcpus().asList(),
                guest.dedicatedVcpus().asList(),
                guest.memoryMb(),
                guest.pages().map(PageRequest::sizeKb).orElse(null),
                guest.cpuPolicy().text(),
                guest.threadPolicy().text());
    }

    private static GuestCell guest(dev.berth.avro.common.GuestCell guest) {
        return new GuestCell(
                guest.getIndex(),
                numbers(guest.getSharedVcpus()),
                numbers(guest.getDedicatedVcpus()),
                guest.getMemoryMb(),
                guest.getPageSizeKb().map(PageRequest::new),
                CpuPolicy.parse(guest.getCpuPolicy())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "expected shared, dedicated or mixed CPUs but got " + guest.getCpuPolicy())),
                ThreadPolicy.parse(guest.getThreadPolicy())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "expected threads to prefer, require or isolate but got " + guest.getThreadPolicy())));
    }

    private static ImmutableSortedSet<Integer> numbers(List<Integer> numbers) {
        return ImmutableSortedSet.copyOf(Comparator.naturalOrder(), numbers);
    }
}
