package dev.berth.events.command;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeLimits;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * A number of devices, by the name of a flavor or by attributes.
 *
 * @param id unique among the requests of the consumer; devices that serve it already are kept
 * @param flavor the name of a flavor; empty if the alternatives say it
 * @param alternatives empty if a flavor is named
 * @param extra what devices must have as well, such as the physical_network of the network chosen
 * @param policy empty leaves it to the flavor
 * @param providers how many of the devices each provider gives, as a candidate has it; their units are found in the
 *     amounts of the
 *     claim, as far as these have them. Empty leaves the choice to the claim
 */
public record DeviceRequest(
        String id,
        int count,
        Optional<String> flavor,
        ImmutableList<PciAlternative> alternatives,
        ImmutableSortedMap<String, AttributeValue> extra,
        Optional<NumaPolicy> policy,
        ImmutableSortedMap<ProviderId, Integer> providers) {
    public DeviceRequest {
        Limits.requireText(Limits.REQUEST_ID_LENGTH_MAX, id, "the id of a request for devices");
        Limits.requireAtMost(Limits.REQUEST_DEVICES_MAX, count, "devices in a request");
        Limits.requireAtMost(Limits.ALTERNATIVES_MAX, alternatives.size(), "alternatives of a request for devices");
        Limits.requireAtMost(Limits.TREE_PROVIDERS_MAX, providers.size(), "providers that serve a request for devices");
        AttributeLimits.require(extra, "a request for devices");
        providers.forEach((provider, given) -> {
            if (given < 1) {
                throw new MalformedException(
                        "expected a provider to give 1 device or more but got " + given + " from " + provider);
            }
        });
        if (id.isEmpty() || count < 0 || flavor.isPresent() != alternatives.isEmpty()) {
            throw new MalformedException(
                    "expected a request with an id, a count of 0 or more and either a flavor or alternatives but got "
                            + quoted(id) + " for " + count + (flavor.isPresent() ? " with" : " without")
                            + " a flavor and with " + alternatives.size() + " alternatives");
        }
    }

    /** A request that is free to choose. */
    public DeviceRequest(
            String id,
            int count,
            Optional<String> flavor,
            ImmutableList<PciAlternative> alternatives,
            ImmutableSortedMap<String, AttributeValue> extra,
            Optional<NumaPolicy> policy) {
        this(id, count, flavor, alternatives, extra, policy, ImmutableSortedMap.of());
    }

    /** The same request, served by these providers. */
    public DeviceRequest withProviders(ImmutableSortedMap<ProviderId, Integer> given) {
        return new DeviceRequest(id, count, flavor, alternatives, extra, policy, given);
    }
}
