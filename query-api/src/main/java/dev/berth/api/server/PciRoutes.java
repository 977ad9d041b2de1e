package dev.berth.api.server;

import dev.berth.api.command.Backend;
import dev.berth.api.http.Route;
import dev.berth.api.pci.DeviceHandler;
import dev.berth.api.pci.PoolHandler;
import dev.berth.api.schema.Schemas;
import java.util.ArrayList;
import java.util.List;

/** What is served of PCI devices: an extension of Berth's, the same in every version of the API. */
public final class PciRoutes {
    private PciRoutes() {}

    /** The given routes, with these added. */
    public static List<Route> addTo(List<Route> routes, Backend backend) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/pci/devices")
                .policy("berth:pci:devices:list")
                .query(Schemas.PCI_DEVICES_QUERY)
                .summary("PCI devices and who holds them, filtered")
                .replies(200, Schemas.REPLY_PCI_DEVICES)
                .answeredBy(new DeviceHandler(backend)::list));
        all.add(Route.get("/pci/pools")
                .policy("berth:pci:pools:list")
                .query(Schemas.PCI_POOLS_QUERY)
                .summary("Free PCI devices of each host, grouped")
                .replies(200, Schemas.REPLY_PCI_POOLS)
                .answeredBy(new PoolHandler(backend)::list));
        return List.copyOf(all);
    }
}
