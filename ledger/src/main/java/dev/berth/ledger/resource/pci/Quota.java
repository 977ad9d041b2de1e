package dev.berth.ledger.resource.pci;

import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import io.vavr.collection.TreeMap;
import java.util.Optional;

/** How many devices a request still wants: in all, and of each provider where a candidate has named them. */
record Quota(int total, boolean isRestricted, TreeMap<ProviderId, Integer> byProvider) {
    static Quota of(PciRequest request) {
        return new Quota(request.count(), request.isRestricted(), TreeMap.ofAll(request.providers()));
    }

    int left(Optional<ProviderId> provider) {
        if (!isRestricted) {
            return total;
        }
        return provider.map(id -> byProvider.getOrElse(id, 0)).orElse(0);
    }

    Quota minus(Optional<ProviderId> provider, int count) {
        return new Quota(
                total - count,
                isRestricted,
                isRestricted ? byProvider.put(provider.orElseThrow(), -count, Integer::sum) : byProvider);
    }
}
