package dev.berth.events.model;

import com.google.common.collect.ImmutableList;

/**
 * The cells of a host that a guest sits on.
 *
 * @param host the root provider of the host
 * @param cells one for each cell of the guest, at least one
 */
public record GuestPlacement(ProviderId host, ImmutableList<PlacedCell> cells) {
    public GuestPlacement {
        if (cells.isEmpty()) {
            throw new MalformedException("expected the cells of a guest on host " + host + " but got none");
        }
    }

    /** What the guest asked for. */
    public ImmutableList<GuestCell> guest() {
        return cells.stream().map(PlacedCell::guest).collect(ImmutableList.toImmutableList());
    }
}
