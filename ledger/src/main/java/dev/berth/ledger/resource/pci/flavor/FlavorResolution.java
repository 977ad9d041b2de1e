package dev.berth.ledger.resource.pci.flavor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.FlavorRequest;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PciRequest;
import dev.berth.resource.attribute.AttributeMatch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a request for a flavor means at the moment it is accepted. */
public final class FlavorResolution {
    private FlavorResolution() {}

    /**
     * The flavor's alternatives, each with the extra attributes of the request. An alternative that contradicts them is
     * met by nothing and dropped; if all do, the request can be met nowhere.
     */
    public static PciRequest resolve(PciFlavor flavor, FlavorRequest request) {
        return new PciRequest(
                request.id(),
                request.count(),
                with(flavor.alternatives(), request.extra()),
                request.policy().or(flavor::policy).orElse(NumaPolicy.LEGACY),
                PciRequest.Source.FLAVOR,
                Optional.of(flavor.name()),
                ImmutableSortedMap.of());
    }

    /** The alternatives, each with the extra attributes; those that contradict them are dropped. */
    public static ImmutableList<PciAlternative> with(
            ImmutableList<PciAlternative> alternatives, ImmutableSortedMap<String, AttributeValue> extra) {
        ImmutableList.Builder<PciAlternative> kept = ImmutableList.builder();
        for (PciAlternative alternative : alternatives) {
            with(alternative, extra).ifPresent(kept::add);
        }
        return kept.build();
    }

    private static Optional<PciAlternative> with(
            PciAlternative alternative, ImmutableSortedMap<String, AttributeValue> extra) {
        TreeMap<String, AttributeValue> attributes = new TreeMap<>(alternative.attributes());
        for (Map.Entry<String, AttributeValue> each : extra.entrySet()) {
            AttributeValue own = attributes.get(each.getKey());
            Optional<AttributeValue> both = own == null ? Optional.of(each.getValue()) : both(own, each.getValue());
            if (both.isEmpty()) {
                return Optional.empty();
            }
            attributes.put(each.getKey(), both.get());
        }
        return Optional.of(new PciAlternative(ImmutableSortedMap.copyOfSorted(attributes)));
    }

    /** The one value that asks for both; empty if nothing can be both. */
    private static Optional<AttributeValue> both(AttributeValue left, AttributeValue right) {
        if (left instanceof AttributeValue.Many members && right instanceof AttributeValue.Many others) {
            return Optional.of(new AttributeValue.Many(ImmutableList.<AttributeValue>builder()
                    .addAll(members.values())
                    .addAll(others.values())
                    .build()));
        }
        return AttributeMatch.meets(left, right) ? Optional.of(left) : Optional.empty();
    }
}
