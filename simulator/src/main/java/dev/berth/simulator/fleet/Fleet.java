package dev.berth.simulator.fleet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Trait;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Many hosts from one seed. Immutable. */
public record Fleet(FleetSpec spec, ImmutableList<SimulatedHost> hosts) {
    public static Fleet of(FleetSpec spec) {
        ImmutableList<SimulatedHost> hosts = IntStream.range(0, spec.hosts())
                .mapToObj(index -> new HostBlueprint(spec, index).build())
                .collect(ImmutableList.toImmutableList());
        return new Fleet(spec, hosts);
    }

    /** How many providers all the trees have together. */
    public int providerCount() {
        return hosts.stream().mapToInt(host -> host.providers().size()).sum();
    }

    /** The custom traits, which a service may have to create first. */
    public ImmutableSortedSet<Trait> customTraits() {
        return hosts.stream()
                .flatMap(host -> host.providers().stream())
                .flatMap(provider -> provider.traits().stream())
                .filter(Trait::isCustom)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }
}
