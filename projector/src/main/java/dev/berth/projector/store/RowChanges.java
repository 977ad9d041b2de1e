package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * The rows of one region that a commit has changed, and the fold that follows from them and the fold before. Takes time
 * in proportion to the change. For one thread.
 */
final class RowChanges {
    private final Map<Section, Map<Bytes, byte[]>> bySection = new EnumMap<>(Section.class);

    /** The row after the commit; null if it was deleted. */
    void add(Section section, Bytes key, byte[] value) {
        bySection.computeIfAbsent(section, none -> new TreeMap<>()).put(key, value);
    }

    /** The fold after the commit. */
    RegionFold after(RegionFold before, RegionSeal seal, CommandCodec commands) {
        RegionEdit edit = new RegionEdit(before.view());
        changed(Section.CONSUMERS).forEach((key, value) -> consumer(edit, new ConsumerId(RowKey.id(key)), value));
        providers(edit);
        changed(Section.HOSTS).forEach((key, value) -> report(edit, new ProviderId(RowKey.id(key)), value));
        changed(Section.ENROLMENTS).forEach((key, value) -> enrolment(edit, new ProviderId(RowKey.id(key)), value));
        // A host that has once reported by a number keeps one, so these rows are never gone.
        changed(Section.SEQUENCES)
                .forEach((key, value) -> edit.sequence(new ProviderId(RowKey.id(key)), RowValue.number(value)));
        changed(Section.DRAINS).forEach((key, value) -> drain(edit, new ProviderId(RowKey.id(key)), value));
        devices(edit);
        changed(Section.CLASSES).forEach((key, value) -> resourceClass(edit, RowKey.name(key), value));
        changed(Section.TRAITS).forEach((key, value) -> trait(edit, RowKey.name(key), value));
        changed(Section.FLAVORS).forEach((key, value) -> flavor(edit, RowKey.name(key), value));
        RegionView view = edit.rules(seal.rulesVersion())
                .leftOnAt(seal.position(), recent(before.view().recent()), seal.chain())
                .view();
        if (changed(Section.STOP).isEmpty() && changed(Section.HELD).isEmpty()) {
            return before.with(view);
        }
        HeldRows held = HeldRows.of(before, commands);
        changed(Section.STOP).values().forEach(held::stop);
        changed(Section.HELD).forEach(held::record);
        return held.fold(view);
    }

    private Map<Bytes, byte[]> changed(Section section) {
        return bySection.getOrDefault(section, Map.of());
    }

    /** A provider has two rows, of which either may have changed. */
    private void providers(RegionEdit edit) {
        Map<ProviderId, byte[]> used = new TreeMap<>();
        changed(Section.USAGE).forEach((key, value) -> used.put(new ProviderId(RowKey.id(key)), value));
        changed(Section.PROVIDERS).forEach((key, value) -> {
            ProviderId id = new ProviderId(RowKey.id(key));
            byte[] row = used.remove(id);
            if (value != null) {
                RowValue.Used now = row != null ? RowValue.used(row) : RowValue.Used.of(existing(edit, id));
                edit.put(now.in(StateCodec.PROVIDER.decode(value)));
            } else if (edit.provider(id).isPresent()) {
                edit.remove(id);
            }
        });
        used.forEach((id, row) -> {
            if (row != null) {
                edit.put(RowValue.used(row).in(existing(edit, id)));
            } else if (edit.provider(id).isPresent()) {
                throw halved(id);
            }
        });
    }

    private static Provider existing(RegionEdit edit, ProviderId id) {
        return edit.provider(id).orElseThrow(() -> halved(id));
    }

    /** A provider has two rows, and one of them is missing. */
    static UnreadableRowException halved(ProviderId id) {
        return new UnreadableRowException("provider " + id + " has one of its two rows");
    }

    private static void consumer(RegionEdit edit, ConsumerId id, byte[] value) {
        if (value != null) {
            edit.put(StateCodec.CONSUMER.decode(value));
        } else if (edit.consumer(id).isPresent()) {
            edit.remove(id);
        }
    }

    private static void report(RegionEdit edit, ProviderId host, byte[] value) {
        if (value != null) {
            edit.put(StateCodec.HOST_REPORT.decode(value));
        } else {
            edit.removeReport(host);
        }
    }

    private static void enrolment(RegionEdit edit, ProviderId host, byte[] value) {
        if (value != null) {
            edit.put(StateCodec.ENROLMENT.decode(value));
        } else {
            edit.removeEnrolment(host);
        }
    }

    private static void drain(RegionEdit edit, ProviderId host, byte[] value) {
        if (value != null) {
            edit.put(StateCodec.DRAIN.decode(value));
        } else {
            edit.removeDrain(host);
        }
    }

    private static void resourceClass(RegionEdit edit, String name, byte[] value) {
        if (value != null) {
            edit.put(ResourceClass.of(name), RowValue.number(value));
        } else {
            edit.remove(ResourceClass.of(name));
        }
    }

    private static void trait(RegionEdit edit, String name, byte[] value) {
        if (value != null) {
            edit.put(Trait.of(name), RowValue.number(value));
        } else {
            edit.remove(Trait.of(name));
        }
    }

    private static void flavor(RegionEdit edit, String name, byte[] value) {
        if (value != null) {
            edit.put(StateCodec.FLAVOR.decode(value));
        } else {
            edit.removeFlavor(name);
        }
    }

    private void devices(RegionEdit edit) {
        Map<ProviderId, List<TrackedDevice>> replaced = new TreeMap<>();
        Map<ProviderId, List<PciAddress>> removed = new TreeMap<>();
        changed(Section.DEVICES).forEach((key, value) -> {
            ProviderId host = new ProviderId(RowKey.id(key));
            List<TrackedDevice> now = replaced.computeIfAbsent(host, none -> new ArrayList<>());
            if (value == null) {
                removed.computeIfAbsent(host, none -> new ArrayList<>()).add(RowKey.address(key));
            } else {
                now.add(StateCodec.HOST_DEVICE.decode(value).device());
            }
        });
        replaced.forEach((host, now) ->
                edit.devices(host, edit.devices().of(host).with(now, removed.getOrDefault(host, List.of()))));
    }

    /** The remembered commands, oldest first; a commit may have gone round the whole ring. */
    private List<RecentCommands.Entry> recent(RecentCommands before) {
        RecentRows recent = new RecentRows();
        changed(Section.RECENT).values().stream().filter(Objects::nonNull).forEach(recent::block);
        changed(Section.ANSWERS).values().stream().filter(Objects::nonNull).forEach(recent::answer);
        return recent.since(before.count());
    }
}
