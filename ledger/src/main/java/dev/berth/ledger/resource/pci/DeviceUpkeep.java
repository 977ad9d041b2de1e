package dev.berth.ledger.resource.pci;

import dev.berth.events.model.Outage;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceOutcome.Disallowed;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The dirt and the outages of a table's devices: what people and agents say of them. As the table, it is an immutable
 * value, and each operation gives a new table or a refusal.
 *
 * <pre>
 *   clean --askCleaning, or claim for one time use--> dirty --acknowledge--> clean     acknowledged only when free
 *   in service --takeOut--> failed or drained, with a reason --putBack--> in service
 * </pre>
 *
 * Both go along with whatever becomes of a device, held or not: who holds it keeps it, and nobody gets it afterwards
 * before it is both clean and in service. While nobody holds it, it excludes its relatives as a held one does, for they
 * are parts of one card. A report that leaves it out does not make it forgotten: it comes back as it was.
 */
public record DeviceUpkeep(DeviceTable table) {
    /** Held or not, it has to be cleaned before anybody else may hold it. */
    public DeviceOutcome askCleaning(PciAddress address) {
        return replace(address, TrackedDevice::soiled);
    }

    /** It is clean. Disallowed while somebody holds it, who may make it dirty yet. */
    public DeviceOutcome acknowledge(PciAddress address) {
        Optional<TrackedDevice> found = table.get(address);
        return found.isPresent() && found.get().status().isBusy()
                ? Disallowed.invalidStatus(found.get(), "said to be clean")
                : replace(address, TrackedDevice::cleaned);
    }

    /** Nobody gets it any more, whoever holds it now. Another outage takes the place of the one before. */
    public DeviceOutcome takeOut(PciAddress address, Outage outage) {
        return replace(address, device -> device.withOutage(Optional.of(outage)));
    }

    /** It is in service again; if it is dirty, it stays so. */
    public DeviceOutcome putBack(PciAddress address) {
        return replace(address, device -> device.withOutage(Optional.empty()));
    }

    /** Those of the devices are clean now that are known, dirty, and held by nobody. */
    public DeviceOutcome.Changed acknowledgeAll(Iterable<PciAddress> addresses) {
        DeviceTableEdit edit = new DeviceTableEdit(table);
        for (PciAddress address : addresses) {
            table.get(address)
                    .filter(device -> device.isOut() && device.dirty())
                    .ifPresent(device -> edit.replace(device, device.cleaned()));
        }
        return edit.changed();
    }

    /**
     * The table with what was known of the same machine under another id: what was dirty or out of service there is so
     * here, and what is not known here has left until it is reported, and no provider counts it until then.
     */
    public DeviceTable inheriting(DeviceTable other) {
        DeviceTable now = table;
        for (TrackedDevice theirs : other.report(List.of()).table().devices()) {
            PciAddress address = theirs.address();
            if (now.get(address).isEmpty()) {
                now = now.with(List.of(theirs.uncounted()), List.of());
                continue;
            }
            if (theirs.dirty()) {
                now = new DeviceUpkeep(now)
                        .askCleaning(address)
                        .changedOrElseThrow()
                        .table();
            }
            if (theirs.outage().isPresent() && now.get(address).get().outage().isEmpty()) {
                now = new DeviceUpkeep(now)
                        .takeOut(address, theirs.outage().get())
                        .changedOrElseThrow()
                        .table();
            }
        }
        return now;
    }

    /** All devices are clean and in service; those that have left their host are gone if nobody holds them. */
    DeviceTable finished() {
        DeviceTableEdit edit = new DeviceTableEdit(table);
        for (TrackedDevice device : table.devices()) {
            edit.get(device.address())
                    .filter(TrackedDevice::isOut)
                    .ifPresent(out -> edit.replace(out, out.cleaned().withOutage(Optional.empty())));
        }
        return edit.table();
    }

    private DeviceOutcome replace(PciAddress address, UnaryOperator<TrackedDevice> change) {
        Optional<TrackedDevice> found = table.get(address);
        if (found.isEmpty()) {
            return Disallowed.unknown(address);
        }
        DeviceTableEdit edit = new DeviceTableEdit(table);
        edit.replace(found.get(), change.apply(found.get()));
        return edit.changed();
    }
}
