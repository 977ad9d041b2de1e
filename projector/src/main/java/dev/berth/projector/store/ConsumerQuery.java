package dev.berth.projector.store;

import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Region;
import java.util.Optional;

/** A consumer with its allocations, if there is one with the id. */
public record ConsumerQuery(Region region, ConsumerId id) implements RegionQuery<Optional<Consumer>> {
    @Override
    public Optional<Consumer> answer(RegionSnapshot snapshot) {
        return snapshot.view().consumer(id);
    }
}
