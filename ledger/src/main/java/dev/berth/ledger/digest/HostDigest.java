package dev.berth.ledger.digest;

import static dev.berth.ledger.digest.DigestSum.write;

import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.Set;

/** What the hosts of a region come to, by what their agents vouch for. */
final class HostDigest {
    private HostDigest() {}

    static String hosts(RegionView view) {
        DigestSum sum = new DigestSum();
        for (HostReport report : view.hosts().all()) {
            ByteArrayDataOutput entry = ByteStreams.newDataOutput();
            write(entry, report.host().value());
            entry.writeInt(report.vouched().size());
            report.vouched().forEach((provider, vouched) -> {
                write(entry, provider.value());
                provider(entry, vouched);
            });
            entry.writeInt(report.cells().size());
            report.cells().forEach((id, cell) -> {
                entry.writeInt(id);
                entry.writeInt(cell.socket().orElse(-1));
            });
            report.cells().values().forEach(cell -> CellDigest.write(entry, cell));
            sum.add(entry);
        }
        return sum.hex();
    }

    private static void provider(ByteArrayDataOutput entry, VouchedProvider vouched) {
        write(entry, vouched.name());
        entry.writeBoolean(vouched.parent().isPresent());
        vouched.parent().ifPresent(parent -> write(entry, parent.value()));
        entry.writeInt(vouched.traits().size());
        vouched.traits().forEach(trait -> write(entry, trait.name()));
        entry.writeInt(vouched.inventories().size());
        vouched.inventories().forEach((resourceClass, inventory) -> {
            write(entry, resourceClass.name());
            inventory(entry, inventory);
        });
        entry.writeBoolean(vouched.departing());
    }

    private static void inventory(ByteArrayDataOutput entry, VouchedInventory inventory) {
        write(entry, inventory.reported());
        fields(entry, inventory.explicit());
        fields(entry, inventory.setByOperator());
        Optional<InventoryRecord> last = inventory.departedFrom();
        entry.writeBoolean(last.isPresent());
        last.ifPresent(record -> write(entry, record));
    }

    private static void fields(ByteArrayDataOutput entry, Set<InventoryField> fields) {
        entry.writeInt(fields.size());
        fields.forEach(field -> write(entry, field.text()));
    }
}
