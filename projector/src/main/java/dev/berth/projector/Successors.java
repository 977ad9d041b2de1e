package dev.berth.projector;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Who keeps the partitions of an instance that has left its peers. Kafka Streams tells it nothing any more then: the
 * group's coordinator says which process has what, and the peers themselves where each process is. Thread-safe.
 */
final class Successors {
    private static final Owner NOT_YET =
            new Owner.Nobody("this instance is being stopped and hands the region over to another");

    private final Map<Address, PeerProcess> processes = new ConcurrentHashMap<>();
    private final Supplier<Group> group;

    /** @param group what the coordinator said last */
    Successors(Supplier<Group> group) {
        this.group = group;
    }

    /** A peer has said which process it is; the last word of an address counts. */
    void named(Address address, PeerProcess process) {
        processes.put(address, process);
    }

    Owner owner(int partition) {
        return address(partition).<Owner>map(Owner.At::new).orElse(NOT_YET);
    }

    private Optional<Address> address(int partition) {
        Group now = group.get();
        return processes.entrySet().stream()
                .filter(peer -> now.isGiven(
                        partition, member -> member.startsWith(peer.getValue().client() + "-")))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether somebody is known to keep each of so many partitions. */
    boolean areComplete(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            if (address(partition).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
