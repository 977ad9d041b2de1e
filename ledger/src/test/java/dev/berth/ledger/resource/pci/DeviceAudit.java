package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.TrackedDevice;
import java.util.Optional;

/** Looks for states of a device table that no sequence of operations leads to. */
public final class DeviceAudit {
    private DeviceAudit() {}

    /** What is wrong, in order of address; empty for a sound table. */
    public static ImmutableList<String> violations(DeviceTable table) {
        ImmutableList.Builder<String> violations = ImmutableList.builder();
        for (TrackedDevice device : table.devices()) {
            Optional<TrackedDevice> parent = device.device().parent().flatMap(table::get);
            if (device.status().isBusy() && isBusy(parent)) {
                violations.add(device.address() + " and its parent "
                        + parent.orElseThrow().address() + " are both in use");
            }
            boolean isExcluded = parent.filter(TrackedDevice::excludesRelatives).isPresent()
                    || table.childrenOf(device.address()).stream().anyMatch(TrackedDevice::excludesRelatives);
            if (device.status().isBlocked() && !isExcluded) {
                violations.add(device.address() + " is " + device.status().text()
                        + " but no relative is in use, dirty or out of service");
            }
            if (device.isAvailable() && isExcluded) {
                violations.add(device.address() + " is available but a relative is in use, dirty or out of service");
            }
            if (device.owner().isPresent() && !device.status().isBusy()) {
                violations.add(device.address() + " has an owner but is "
                        + device.status().text());
            }
        }
        return violations.build();
    }

    private static boolean isBusy(Optional<TrackedDevice> device) {
        return device.filter(it -> it.status().isBusy()).isPresent();
    }
}
