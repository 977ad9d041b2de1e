package dev.berth.ledger.claim;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.LedgerView;
import dev.berth.resource.numa.CellLimits;
import dev.berth.resource.numa.NumaInventory;
import dev.berth.resource.numa.NumaResource;
import dev.berth.resource.numa.PlacementStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The NUMA cells of a host with the guests that sit on them, made from its report and its guests when somebody asks:
 * what is used of a cell is kept nowhere. What all guests of a cell may use together is bounded by the ratios of the
 * host's own VCPU and MEMORY_MB.
 */
public final class HostCells {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");

    private HostCells() {}

    /** The cells with all guests on them; none of a host that has not reported any. */
    public static NumaInventory of(LedgerView view, ProviderId host) {
        return of(view, host, guest -> true);
    }

    /** The cells with only some of the guests on them. */
    public static NumaInventory of(LedgerView view, ProviderId host, Predicate<ConsumerId> stays) {
        Iterable<NumaCell> cells = view.hostReport(host)
                .map(HostReport::cells)
                .orElse(HostReport.none(host).cells())
                .values();
        NumaInventory inventory = NumaResource.NUMA.makeInventory(new NumaResource.HostNuma(
                ImmutableList.copyOf(cells),
                Optional.of(new CellLimits(ratio(view, host, VCPU), ratio(view, host, MEMORY_MB))),
                PlacementStrategy.SPREAD));
        List<PlacedCell> held = new ArrayList<>();
        for (ConsumerId guest : view.guestsOn(host)) {
            if (stays.test(guest)) {
                held.addAll(view.consumer(guest)
                        .orElseThrow()
                        .placement()
                        .orElseThrow()
                        .cells());
            }
        }
        return inventory.holding(held);
    }

    private static double ratio(LedgerView view, ProviderId host, ResourceClass resourceClass) {
        return view.provider(host)
                .map(Provider::inventories)
                .map(inventories -> inventories.get(resourceClass))
                .map(InventoryRecord::allocationRatio)
                .orElse(1.0);
    }
}
