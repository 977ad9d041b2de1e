package dev.berth.ledger.digest;

import com.google.common.io.ByteArrayDataOutput;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PlacedCell;
import java.util.Collection;

/** What NUMA cells of hosts and guests come to. */
final class CellDigest {
    private CellDigest() {}

    /** Writes nothing for a cell of which only the socket is known: that stands elsewhere. */
    static void write(ByteArrayDataOutput entry, NumaCell cell) {
        if (cell.equals(NumaCell.on(cell.id(), cell.socket()))) {
            return;
        }
        entry.writeInt(cell.id());
        write(entry, cell.sharedCpus());
        write(entry, cell.dedicatedCpus());
        entry.writeLong(cell.memoryMb());
        entry.writeInt(cell.siblings().size());
        cell.siblings().forEach(core -> write(entry, core));
        entry.writeInt(cell.pages().size());
        cell.pages().forEach(pages -> {
            entry.writeInt(pages.sizeKb());
            entry.writeLong(pages.total());
            entry.writeLong(pages.reserved());
        });
    }

    static void write(ByteArrayDataOutput entry, GuestPlacement placement) {
        DigestSum.write(entry, placement.host().value());
        entry.writeInt(placement.cells().size());
        for (PlacedCell placed : placement.cells()) {
            write(entry, placed.guest());
            entry.writeInt(placed.hostCell());
            entry.writeInt(placed.pageSizeKb().orElse(0));
            entry.writeInt(placed.pinning().size());
            placed.pinning().forEach((vcpu, cpu) -> {
                entry.writeInt(vcpu);
                entry.writeInt(cpu);
            });
        }
    }

    private static void write(ByteArrayDataOutput entry, GuestCell guest) {
        entry.writeInt(guest.index());
        write(entry, guest.sharedVcpus());
        write(entry, guest.dedicatedVcpus());
        entry.writeLong(guest.memoryMb());
        entry.writeInt(guest.pages().map(PageRequest::sizeKb).orElse(0));
        DigestSum.write(entry, guest.cpuPolicy().name());
        DigestSum.write(entry, guest.threadPolicy().name());
    }

    private static void write(ByteArrayDataOutput entry, Collection<Integer> numbers) {
        entry.writeInt(numbers.size());
        numbers.forEach(entry::writeInt);
    }
}
