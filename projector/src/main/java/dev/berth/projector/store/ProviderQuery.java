package dev.berth.projector.store;

import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.util.Optional;

/** A provider, if there is one with the id. */
public record ProviderQuery(Region region, ProviderId id) implements RegionQuery<Optional<Provider>> {
    @Override
    public Optional<Provider> answer(RegionSnapshot snapshot) {
        return snapshot.view().provider(id);
    }
}
