package dev.berth.ledger.vectors;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which runner runs which category. A category that stands here twice or not at all is a mistake that shows as a
 * failure.
 */
final class VectorRunners {
    private static final Map<String, VectorRunner> BY_CATEGORY = new TreeMap<>(Map.ofEntries(
            Map.entry("alias", new AliasRunner()),
            Map.entry("contract", new ContractRunner()),
            Map.entry("dependency", new ClaimRunner()),
            Map.entry("device_spec", new DeviceSpecRunner()),
            Map.entry("filter", new ClaimRunner()),
            Map.entry("flavor", new FlavorRunner()),
            Map.entry("lifecycle", new LifecycleRunner()),
            Map.entry("live", new ClaimRunner()),
            Map.entry("mapping", new ClaimRunner()),
            Map.entry("match", new MatchRunner()),
            Map.entry("multi", new ClaimRunner()),
            Map.entry("numa", new ClaimRunner()),
            Map.entry("numa_fit", new NumaFitRunner()),
            Map.entry("placement", new PlacementRunner()),
            Map.entry("pools", new PoolsRunner()),
            Map.entry("random", new ClaimRunner()),
            Map.entry("scheduler", new SchedulerRunner()),
            Map.entry("translate", new TranslateRunner())));

    private VectorRunners() {}

    static Optional<VectorRunner> of(String category) {
        return Optional.ofNullable(BY_CATEGORY.get(category));
    }
}
