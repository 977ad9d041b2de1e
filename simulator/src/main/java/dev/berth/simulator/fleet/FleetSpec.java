package dev.berth.simulator.fleet;

/**
 * How many hosts, and from which seed.
 *
 * @param seed two fleets of one seed agree in all hosts that both have
 * @param hosts how many
 * @param hostsPerRack how many hosts share an aggregate
 */
public record FleetSpec(long seed, int hosts, int hostsPerRack) {
    private static final int HOSTS_PER_RACK = 20;

    public FleetSpec {
        if (hosts < 1 || hostsPerRack < 1) {
            throw new IllegalArgumentException(
                    "expected at least one host and one host a rack but got " + hosts + " and " + hostsPerRack);
        }
    }

    public static FleetSpec of(long seed, int hosts) {
        return new FleetSpec(seed, hosts, HOSTS_PER_RACK);
    }
}
