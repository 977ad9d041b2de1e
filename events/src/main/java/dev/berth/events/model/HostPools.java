package dev.berth.events.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The pools of a host: a projection of its devices, as it is kept.
 *
 * @param rows in order of the lowest address in each
 */
public record HostPools(ProviderId host, ImmutableList<Row> rows) {
    /**
     * A number of free devices that no request can tell apart.
     *
     * @param numaNode empty where the host does not know it
     * @param tags what else requests can ask of them
     * @param provider the provider that counts them, if one does
     * @param count at least 1
     */
    public record Row(
            String vendorId,
            String productId,
            OptionalInt numaNode,
            DeviceType type,
            ImmutableSortedMap<String, AttributeValue> tags,
            Optional<ProviderId> provider,
            int count) {}
}
