package dev.berth.ledger;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.resource.pci.DeviceTable;
import io.vavr.collection.TreeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds a region's view from its facts as they were kept somewhere, in any order. What is derived, usage and indexes, is derived
 * anew. For one thread.
 */
public final class RegionViewBuilder {
    private final Region region;
    private int rulesVersion = Ledger.FIRST_RULES_VERSION;
    private Catalogue catalogue = Catalogue.STANDARD;
    private ProviderTable providers = ProviderTable.EMPTY;
    private ConsumerTable consumers = ConsumerTable.EMPTY;
    private TreeMap<ProviderId, HostReport> hosts = TreeMap.empty();
    private TreeMap<String, PciFlavor> flavors = TreeMap.empty();
    private Position position = Position.NONE;
    private final Map<ProviderId, List<TrackedDevice>> devices = new java.util.TreeMap<>();
    private final List<RecentCommands.Entry> recent = new ArrayList<>();

    public RegionViewBuilder(Region region) {
        this.region = region;
    }

    /** The last command taken; the newest of the recent ones if that is later. */
    public void position(Position last) {
        position = last;
    }

    public void rulesVersion(int version) {
        rulesVersion = version;
    }

    public void add(ResourceClass custom, long createdAtMs) {
        catalogue = catalogue.with(custom, createdAtMs);
    }

    public void add(Trait custom, long createdAtMs) {
        catalogue = catalogue.with(custom, createdAtMs);
    }

    public void add(Provider provider) {
        providers = providers.with(provider);
    }

    public void add(Consumer consumer) {
        consumers = consumers.with(consumer);
    }

    public void add(HostReport report) {
        hosts = hosts.put(report.host(), report);
    }

    public void add(PciFlavor flavor) {
        flavors = flavors.put(flavor.name(), flavor);
    }

    public void add(HostDevice device) {
        devices.computeIfAbsent(device.host(), none -> new ArrayList<>()).add(device.device());
    }

    public void add(RecentCommands.Entry command) {
        recent.add(command);
    }

    public RegionView build() {
        RecentCommands commands = RecentCommands.restored(recent);
        Position last = recent.stream()
                .map(RecentCommands.Entry::position)
                .filter(decided -> decided.compareTo(position) > 0)
                .max(Position::compareTo)
                .orElse(position);
        return new RegionView(
                        region,
                        last,
                        rulesVersion,
                        catalogue,
                        ProviderTable.EMPTY,
                        ConsumerTable.EMPTY,
                        Forest.EMPTY,
                        hosts,
                        deviceTables(),
                        flavors,
                        commands)
                .with(providers, consumers);
    }

    private DeviceTables deviceTables() {
        DeviceTables tables = DeviceTables.EMPTY;
        for (Map.Entry<ProviderId, List<TrackedDevice>> host : devices.entrySet()) {
            tables = tables.with(host.getKey(), DeviceTable.of(host.getValue()));
        }
        return tables;
    }
}
