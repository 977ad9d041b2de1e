package dev.berth.ledger.resource.pci;

import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.TrackedDevice;
import io.vavr.collection.TreeSet;

/**
 * The tracked children of one parent. They are counted, because a card has hundreds of them and each is released on its
 * own: nobody has to look at all of them to know whether one stands in the way of the parent. Immutable.
 *
 * @param unavailable how many of them are not available
 * @param excluding how many of them exclude their relatives
 * @param claimed how many of them are claimed. Each of these must be among the excluding ones: where the two numbers
 *     are equal, nothing but claims is taken to stand in the way
 */
record Children(TreeSet<PciAddress> addresses, int unavailable, int excluding, int claimed) {
    static final Children NONE = new Children(TreeSet.empty(), 0, 0, 0);

    Children with(TrackedDevice child) {
        return counting(addresses.add(child.address()), child, 1);
    }

    Children without(TrackedDevice child) {
        return counting(addresses.remove(child.address()), child, -1);
    }

    /** The same children, of which one is as it is now and no more as it was. */
    Children replacing(TrackedDevice before, TrackedDevice now) {
        return counting(addresses, before, -1).counting(addresses, now, 1);
    }

    private Children counting(TreeSet<PciAddress> counted, TrackedDevice child, int count) {
        return new Children(
                counted,
                unavailable + (child.isAvailable() ? 0 : count),
                excluding + (child.excludesRelatives() ? count : 0),
                claimed + (child.status() == DeviceStatus.CLAIMED ? count : 0));
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }
}
