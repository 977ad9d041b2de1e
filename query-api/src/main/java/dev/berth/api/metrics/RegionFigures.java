package dev.berth.api.metrics;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.RegionView;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How large a region is, what it has and what of it is used: all of it as it was in one view. Immutable.
 *
 * @param offset of the last command that is in it; -1 before the first
 * @param roots providers without a parent
 * @param nested providers with one
 * @param hosts enrolled, or with a report of their own
 * @param drained hosts that new consumers are kept off
 * @param devices how many PCI devices there are in each state; none is left out
 */
record RegionFigures(
        long offset,
        int roots,
        int nested,
        int hosts,
        int drained,
        int consumers,
        ImmutableMap<DeviceState, Integer> devices,
        ImmutableSortedMap<ResourceClass, ClassFigures> classes) {
    /** What a device is to those who look for one. Each is in one state. */
    enum DeviceState {
        AVAILABLE,
        CLAIMED,
        ALLOCATED,
        /** A claimed relative excludes it. */
        UNCLAIMABLE,
        /** An allocated relative excludes it, or one that is dirty or out of service. */
        UNAVAILABLE,
        /** Nobody holds it, and it has to be cleaned. */
        DIRTY,
        /** Nobody holds it, and an operator has taken it out of service. */
        OUT_OF_SERVICE;

        static DeviceState of(TrackedDevice device) {
            if (!device.status().isBusy() && device.outage().isPresent()) {
                return OUT_OF_SERVICE;
            }
            if (!device.status().isBusy() && device.dirty()) {
                return DIRTY;
            }
            return switch (device.status()) {
                case AVAILABLE -> AVAILABLE;
                case CLAIMED -> CLAIMED;
                case ALLOCATED -> ALLOCATED;
                case UNCLAIMABLE -> UNCLAIMABLE;
                case UNAVAILABLE -> UNAVAILABLE;
            };
        }
    }

    /** The figures of a region; takes time in proportion to its providers and devices. */
    static RegionFigures of(RegionView view) {
        int roots = 0;
        Map<ResourceClass, ClassFigures> classes = new TreeMap<>();
        for (Provider provider : view.providers().all()) {
            roots += provider.isRoot() ? 1 : 0;
            add(view, provider, classes);
        }
        return new RegionFigures(
                view.position().offset(),
                roots,
                view.providers().size() - roots,
                Iterables.size(Hosts.after(view, Optional.empty())),
                view.drains().size(),
                view.consumers().size(),
                devices(view),
                ImmutableSortedMap.copyOf(classes));
    }

    /** Adds what a provider has, class by class. */
    static void add(RegionView view, Provider provider, Map<ResourceClass, ClassFigures> classes) {
        if (provider.inventories().isEmpty()) {
            return;
        }
        ImmutableSortedMap<ResourceClass, Long> used = view.consumers().usage(provider.id());
        provider.inventories()
                .forEach((resourceClass, inventory) -> classes.merge(
                        resourceClass,
                        ClassFigures.of(inventory, used.getOrDefault(resourceClass, 0L)),
                        ClassFigures::plus));
    }

    private static ImmutableMap<DeviceState, Integer> devices(RegionView view) {
        Map<DeviceState, Integer> states = new EnumMap<>(DeviceState.class);
        for (DeviceState state : DeviceState.values()) {
            states.put(state, 0);
        }
        for (var host : view.devices().all()) {
            for (TrackedDevice device : host._2().devices()) {
                states.merge(DeviceState.of(device), 1, Integer::sum);
            }
        }
        return ImmutableMap.copyOf(states);
    }
}
