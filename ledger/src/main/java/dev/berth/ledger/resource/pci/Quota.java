package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import java.util.Optional;
import java.util.TreeMap;

/** How many devices a request still wants: in all, and of each provider where a candidate has named them. */
record Quota(int total, boolean isRestricted, ImmutableSortedMap<ProviderId, Integer> byProvider) {
    static Quota of(PciRequest request) {
        return new Quota(request.count(), request.isRestricted(), request.providers());
    }

    int left(Optional<ProviderId> provider) {
        if (!isRestricted) {
            return total;
        }
        return provider.map(id -> byProvider.getOrDefault(id, 0)).orElse(0);
    }

    Quota minus(Optional<ProviderId> provider, int count) {
        if (!isRestricted) {
            return new Quota(total - count, false, byProvider);
        }
        TreeMap<ProviderId, Integer> changed = new TreeMap<>(byProvider);
        changed.merge(provider.orElseThrow(), -count, Integer::sum);
        return new Quota(total - count, true, ImmutableSortedMap.copyOfSorted(changed));
    }
}
