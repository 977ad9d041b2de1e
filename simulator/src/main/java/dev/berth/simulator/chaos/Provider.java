package dev.berth.simulator.chaos;

import java.util.UUID;

/**
 * A provider that clients claim from.
 *
 * @param region the name of its region
 * @param capacity how many VCPUs it has
 */
public record Provider(String region, UUID id, long capacity) {
    String name() {
        return id.toString();
    }
}
