package dev.berth.ledger.resource.pci;

import dev.berth.events.model.PciAddress;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.Pools.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The devices that were free before a search picked some, told apart once: which of them are free is then asked of
 * table after table. A pick makes no device free that was not.
 */
final class FreeGroups {
    /** Devices between which no request can tell a difference. Never empty. */
    record FreeGroup(Group group, List<Member> members) {
        Pool pool() {
            return new Pool(group.key(), group.provider(), members.size());
        }
    }

    /** Devices between which no later request can tell a difference either share their {@code kin}. */
    record Member(PciAddress address, Kin kin) {}

    /**
     * @param group the number of the group
     * @param family the parent that the device takes with it, or itself if it takes children; empty if it stands alone
     */
    record Kin(int group, Optional<PciAddress> family) implements Comparable<Kin> {
        private static final long ALONE = -1;

        @Override
        public int compareTo(Kin other) {
            int byGroup = Integer.compare(group, other.group);
            return byGroup != 0 ? byGroup : Long.compare(familyNumber(), other.familyNumber());
        }

        private long familyNumber() {
            return family.map(PciAddress::toLong).orElse(ALONE);
        }
    }

    private final List<FreeGroup> atFirst = new ArrayList<>();
    private int size;

    FreeGroups(DeviceTable table) {
        for (Map.Entry<Group, ? extends List<TrackedDevice>> each :
                table.free().byGroup().entrySet()) {
            List<Member> members = new ArrayList<>();
            for (TrackedDevice device : each.getValue()) {
                members.add(new Member(device.address(), new Kin(atFirst.size(), family(table, device))));
            }
            atFirst.add(new FreeGroup(each.getKey(), members));
            size += members.size();
        }
    }

    /** How many devices there are to look at. */
    int size() {
        return size;
    }

    /** Those that are still free in the table after some picks, in the order of their lowest address. */
    List<FreeGroup> in(DeviceTable table) {
        List<FreeGroup> left = new ArrayList<>();
        for (FreeGroup each : atFirst) {
            List<Member> members = new ArrayList<>();
            for (Member member : each.members()) {
                if (table.get(member.address()).orElseThrow().isAvailable()) {
                    members.add(member);
                }
            }
            if (!members.isEmpty()) {
                left.add(new FreeGroup(each.group(), members));
            }
        }
        left.sort(Comparator.comparing(free -> free.members().get(0).address()));
        return left;
    }

    private static Optional<PciAddress> family(DeviceTable table, TrackedDevice device) {
        return table.hasChildren(device.address())
                ? Optional.of(device.address())
                : device.device().parent().filter(parent -> table.get(parent).isPresent());
    }
}
