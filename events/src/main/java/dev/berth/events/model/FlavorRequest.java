package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * A number of devices of a PCI flavor, by name.
 *
 * @param id unique within a claim
 * @param extra attributes that the devices must have as well, such as the physical_network of the network chosen
 * @param policy empty leaves it to the flavor
 */
public record FlavorRequest(
        String id,
        String flavor,
        int count,
        ImmutableSortedMap<String, AttributeValue> extra,
        Optional<NumaPolicy> policy) {
    public FlavorRequest {
        if (id.isEmpty() || count < 0) {
            throw new MalformedException(
                    "expected a request with an id and a count of 0 or more but got " + count + " for " + quoted(id));
        }
    }
}
