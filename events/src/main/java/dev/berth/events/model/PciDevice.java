package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A PCI device of a host as its agent reports it: what it is, and what the winning entry of the host's device spec says
 * of it. Who holds it is not the agent's to say and not in here.
 *
 * @param vendorId four lower-case hex digits
 * @param productId four lower-case hex digits
 * @param parent the PF of a VF or vDPA device; empty for others, and where the host does not know it
 * @param numaNode empty where the host does not know it, which is not the same as node 0
 * @param tags the extra information of the device spec entry that matched, such as physical_network; may hold explicit
 *     nulls
 * @param facts what else the host found out, under the names of {@link PciFact}
 * @param provider the provider that the device is a unit of, where it is seen through the Placement API
 */
public record PciDevice(
        PciAddress address,
        String vendorId,
        String productId,
        DeviceType type,
        Optional<PciAddress> parent,
        OptionalInt numaNode,
        ImmutableSortedMap<String, AttributeValue> tags,
        ImmutableSortedMap<String, AttributeValue> facts,
        Optional<ProviderId> provider) {
    private static final int ID_LENGTH = 4;

    public PciDevice {
        AttributeLimits.require(tags, "a PCI device");
        AttributeLimits.require(facts, "a PCI device");
        if (!isId(vendorId) || !isId(productId)) {
            throw new MalformedException("expected vendor and product ids of four lower-case hex digits but got "
                    + quoted(vendorId) + " and " + quoted(productId) + " at " + address);
        }
        if (parent.isPresent() && !type.isChild()) {
            throw new MalformedException("expected a parent of a VF or vDPA device only but got " + parent.get()
                    + " for " + address + " of " + type);
        }
        if (numaNode.isPresent() && numaNode.getAsInt() < 0) {
            throw new MalformedException(
                    "expected a NUMA node of 0 or more, or none, but got " + numaNode.getAsInt() + " at " + address);
        }
    }

    public static boolean isId(String text) {
        return text.length() == ID_LENGTH && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** The fact of that name, if the host has reported it as text. */
    public Optional<String> textFact(String name) {
        AttributeValue value = facts.get(name);
        return value instanceof AttributeValue.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** The same device, counted by nobody. */
    public PciDevice withoutProvider() {
        return new PciDevice(address, vendorId, productId, type, parent, numaNode, tags, facts, Optional.empty());
    }
}
