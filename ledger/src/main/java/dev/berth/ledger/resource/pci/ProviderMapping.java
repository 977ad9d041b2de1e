package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import java.util.Map;
import java.util.TreeMap;

/** Which provider a candidate has chosen for each device of a request. Groups are named {@code <request id>-<n>}. */
public final class ProviderMapping {
    private ProviderMapping() {}

    /** The request, held to the providers of its own groups; unchanged if there are none, or if a port asks. */
    public static PciRequest restrict(PciRequest request, Map<String, ProviderId> providerByGroup) {
        TreeMap<ProviderId, Integer> counts = new TreeMap<>();
        providerByGroup.forEach((group, provider) -> {
            if (isGroupOf(group, request.id())) {
                counts.merge(provider, 1, Integer::sum);
            }
        });
        return counts.isEmpty() ? request : request.withProviders(ImmutableSortedMap.copyOfSorted(counts));
    }

    public static String group(String requestId, int index) {
        return requestId + "-" + index;
    }

    private static boolean isGroupOf(String group, String requestId) {
        int dash = group.lastIndexOf('-');
        return dash > 0
                && dash + 1 < group.length()
                && group.substring(0, dash).equals(requestId)
                && group.substring(dash + 1).chars().allMatch(Character::isDigit);
    }
}
