package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a guest sits on its host.
 *
 * @param guestCells the host cells that the cells of the guest sit on; empty for a guest without cells, which no policy
 *     restricts
 * @param socketByCell every cell of the host with its socket, if the host knows it
 */
public record Affinity(ImmutableSortedSet<Integer> guestCells, ImmutableSortedMap<Integer, OptionalInt> socketByCell) {
    public static final Affinity NONE = new Affinity(ImmutableSortedSet.of(), ImmutableSortedMap.of());

    public boolean isRestricting() {
        return !guestCells.isEmpty();
    }

    boolean isLocal(OptionalInt numaNode) {
        return numaNode.isPresent() && guestCells.contains(numaNode.getAsInt());
    }

    /** The cells on the sockets that host the guest; empty if any cell of the host lacks its socket. */
    Optional<ImmutableSortedSet<Integer>> cellsOfGuestSockets() {
        ImmutableSortedSet.Builder<Integer> sockets = ImmutableSortedSet.naturalOrder();
        for (Integer cell : socketByCell.keySet()) {
            OptionalInt socket = socketByCell.get(cell);
            if (socket.isEmpty()) {
                return Optional.empty();
            }
            if (guestCells.contains(cell)) {
                sockets.add(socket.getAsInt());
            }
        }
        ImmutableSortedSet<Integer> guestSockets = sockets.build();
        ImmutableSortedSet.Builder<Integer> cells = ImmutableSortedSet.naturalOrder();
        socketByCell.forEach((cell, socket) -> {
            if (guestSockets.contains(socket.getAsInt())) {
                cells.add(cell);
            }
        });
        return Optional.of(cells.build());
    }
}
