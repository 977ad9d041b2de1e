package dev.berth.ledger.claim;

import com.google.common.primitives.Ints;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.UnitLimits;
import dev.berth.ledger.state.Stock;
import java.util.List;
import java.util.TreeMap;

/**
 * How many devices the requests of one command may still take of each provider by its inventory, after all amounts that
 * the claims state. Used by one thread for one decision.
 */
public final class UnitRoom {
    private final ClaimRoom amounts;
    /** What each claim keeps of what it was given before. */
    private final TreeMap<ConsumerId, List<TrackedDevice>> kept = new TreeMap<>();

    /** Units beside the stated amounts: of devices that claims keep or have been given for their requests. */
    private final TreeMap<Stock, Long> given = new TreeMap<>();

    /**
     * @param amounts in which all stated amounts have found room
     * @param devices from which all claims have let go what they do not keep
     */
    public UnitRoom(ClaimRoom amounts, DeviceRoom devices, List<ConsumerClaim> claims) {
        this.amounts = amounts;
        for (ConsumerClaim claim : claims) {
            List<TrackedDevice> serving = devices.servingAlready(claim);
            kept.put(claim.consumer(), serving);
            add(serving, given);
        }
    }

    /** The devices serve the requests of the claim; those that it keeps are among them. */
    void give(ConsumerClaim claim, List<TrackedDevice> serving) {
        kept.get(claim.consumer())
                .forEach(device -> Stock.of(device).ifPresent(stock -> given.merge(stock, -1L, Long::sum)));
        add(serving, given);
    }

    private static void add(List<TrackedDevice> devices, TreeMap<Stock, Long> units) {
        devices.forEach(device -> Stock.of(device).ifPresent(stock -> units.merge(stock, 1L, Long::sum)));
    }

    /** What the claim may take of the free devices of a host. */
    UnitLimits limits(ConsumerClaim claim, DeviceTable table) {
        TreeMap<Stock, Long> own = new TreeMap<>();
        add(kept.get(claim.consumer()), own);
        TreeMap<ProviderId, Integer> most = new TreeMap<>();
        for (TrackedDevice device : table.freeOfEachPool()) {
            Stock.of(device)
                    .filter(stock -> !most.containsKey(stock.provider()))
                    .ifPresent(stock -> {
                        long stated = claim.allocations().amount(stock.provider(), stock.resourceClass());
                        long left = amounts.left(
                                stock, given.getOrDefault(stock, 0L), stated + own.getOrDefault(stock, 0L));
                        most.put(stock.provider(), Ints.saturatedCast(left));
                    });
        }
        return UnitLimits.of(most);
    }
}
