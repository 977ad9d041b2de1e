package dev.berth.projector.store;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.HostDevice;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** All rows of one region as they are read back, in any order, and the fold that they are. For one thread. */
final class RegionRows {
    private final RegionEdit edit;
    private final List<Provider> providers = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final Map<ProviderId, List<TrackedDevice>> devices = new TreeMap<>();
    private final Map<ProviderId, RowValue.Used> used = new HashMap<>();
    private final RecentRows recent = new RecentRows();
    private final HeldRows held;

    RegionRows(Region region, CommandCodec commands) {
        this.held = new HeldRows(commands);
        this.edit = new RegionEdit(RegionView.empty(region));
    }

    /**
     * The rows of a region that goes on: it has stopped nowhere, and no record waits.
     */
    static RegionRows goingOn(Region region) {
        return new RegionRows(region, null);
    }

    /**
     * @throws RuntimeException if the value is none of the section
     */
    void add(Section section, Bytes key, byte[] value) {
        switch (section) {
            case PROVIDERS -> providers.add(StateCodec.PROVIDER.decode(value));
            case CONSUMERS -> consumers.add(StateCodec.CONSUMER.decode(value));
            case HOSTS -> edit.put(StateCodec.HOST_REPORT.decode(value));
            case ENROLMENTS -> edit.put(StateCodec.ENROLMENT.decode(value));
            case SEQUENCES -> edit.sequence(new ProviderId(RowKey.id(key)), RowValue.number(value));
            case DRAINS -> edit.put(StateCodec.DRAIN.decode(value));
            case DEVICES -> {
                HostDevice device = StateCodec.HOST_DEVICE.decode(value);
                devices.computeIfAbsent(device.host(), none -> new ArrayList<>())
                        .add(device.device());
            }
            case CLASSES -> edit.put(ResourceClass.of(RowKey.name(key)), RowValue.number(value));
            case TRAITS -> edit.put(Trait.of(RowKey.name(key)), RowValue.number(value));
            case FLAVORS -> edit.put(StateCodec.FLAVOR.decode(value));
            case USAGE -> used.put(new ProviderId(RowKey.id(key)), RowValue.used(value));
            case POOLS -> StateCodec.HOST_POOLS.decode(value);
            case RECENT -> recent.block(value);
            case ANSWERS -> recent.answer(value);
            case STOP -> held.stop(value);
            case HELD -> held.record(key, value);
        }
    }

    /**
     * The fold, once all rows were added and are known to be those that were written.
     *
     * @param position the last command that is in the rows
     * @param chain the head of the chain of the region's decisions
     */
    RegionFold fold(Position position, RulesVersion rules, Chain chain) {
        providers.forEach(provider -> edit.put(used(provider.id()).in(provider)));
        Map<ProviderId, ImmutableSortedMap<ResourceClass, Long>> usage = new HashMap<>();
        used.forEach((id, row) -> {
            if (!row.amounts().isEmpty()) {
                usage.put(id, row.amounts());
            }
        });
        edit.consumers(consumers, usage);
        devices.forEach((host, tracked) -> edit.devices(host, DeviceTable.of(tracked)));
        edit.rules(rules);
        return held.fold(edit.leftAt(position, recent.since(0), chain).view());
    }

    private RowValue.Used used(ProviderId id) {
        RowValue.Used row = used.get(id);
        if (row == null) {
            throw RowChanges.halved(id);
        }
        return row;
    }
}
