package dev.berth.api.server;

import dev.berth.api.command.Backend;
import dev.berth.api.host.HostDeviceHandler;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Content;
import dev.berth.api.pci.DeviceHandler;
import dev.berth.api.pci.FlavorHandler;
import dev.berth.api.pci.PoolHandler;
import dev.berth.api.schema.Schemas;
import java.util.ArrayList;
import java.util.List;

/** What is served of PCI devices: an extension of Berth's, the same in every version of the API. */
public final class PciRoutes {
    private static final String DEVICES = "/hosts/{uuid}/devices";
    private static final String DEVICE = DEVICES + "/{address}";
    private static final String FLAVORS = "/pci/flavors";
    private static final String FLAVOR = FLAVORS + "/{name}";

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
        HostDeviceHandler ofHost = new HostDeviceHandler(backend);
        all.add(Route.get(DEVICES)
                .policy("berth:hosts:devices:list")
                .query(Schemas.HOST_DEVICES_QUERY)
                .summary("PCI devices of a host, filtered by state")
                .replies(200, Schemas.REPLY_PCI_DEVICES)
                .answeredBy(ofHost::list));
        all.add(Route.post(DEVICE)
                .policy("berth:hosts:devices:change")
                .body(Schemas.HOST_DEVICE_POST)
                .summary("Drain or fail a PCI device, return it, or ask for its cleaning")
                .replies(204)
                .handledBy(ofHost::change));
        all.add(Route.post(DEVICE + "/acknowledge")
                .content(Content.ANY)
                .policy("berth:hosts:devices:acknowledge")
                .summary("Say that a dirty PCI device is clean")
                .replies(204)
                .handledBy(ofHost::acknowledge));
        FlavorHandler flavors = new FlavorHandler(backend);
        all.add(Route.get(FLAVORS)
                .policy("berth:pci:flavors:list")
                .summary("All PCI flavors")
                .replies(200, Schemas.REPLY_PCI_FLAVORS)
                .answeredBy(flavors::list));
        all.add(Route.post(FLAVORS)
                .policy("berth:pci:flavors:create")
                .body(Schemas.PCI_FLAVORS_POST)
                .summary("Create a PCI flavor")
                .replies(201, Schemas.REPLY_PCI_FLAVOR)
                .handledBy(flavors::create));
        all.add(Route.get(FLAVOR)
                .policy("berth:pci:flavors:show")
                .summary("One PCI flavor")
                .replies(200, Schemas.REPLY_PCI_FLAVOR)
                .answeredBy(flavors::show));
        all.add(Route.put(FLAVOR)
                .policy("berth:pci:flavors:update")
                .body(Schemas.PCI_FLAVOR_PUT)
                .summary("Change a PCI flavor; claims keep what it meant")
                .replies(200, Schemas.REPLY_PCI_FLAVOR)
                .handledBy(flavors::replace));
        all.add(Route.delete(FLAVOR)
                .policy("berth:pci:flavors:delete")
                .summary("Delete a PCI flavor; claims stay")
                .replies(204)
                .handledBy(flavors::delete));
        return List.copyOf(all);
    }
}
