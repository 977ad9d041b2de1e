package dev.berth.events.command;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;

/**
 * The NUMA cells that a consumer's guest is to have on one host. They are chosen together with the devices of the same
 * claim, and kept as long as the consumer asks for the same.
 *
 * @param host the root provider of the host
 * @param cells what each cell of the guest needs; none gives up those that it has
 */
public record CellClaim(ProviderId host, ImmutableList<GuestCell> cells) {
    public CellClaim {
        Limits.requireAtMost(Limits.GUEST_CELLS_MAX, cells.size(), "NUMA cells of a guest");
    }
}
