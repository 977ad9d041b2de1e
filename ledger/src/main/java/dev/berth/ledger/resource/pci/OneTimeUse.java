package dev.berth.ledger.resource.pci;

import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciDevice;
import dev.berth.resource.attribute.AttributeMatch;
import dev.berth.resource.attribute.AttributeNames;

/** Whether a device has to be cleaned after each use, as its tag {@code one_time_use} says. Stateless. */
final class OneTimeUse {
    private OneTimeUse() {}

    static boolean isAskedOf(PciDevice device) {
        AttributeValue tag = device.tags().get(AttributeNames.ONE_TIME_USE);
        return tag != null && AttributeMatch.isTrue(tag);
    }
}
