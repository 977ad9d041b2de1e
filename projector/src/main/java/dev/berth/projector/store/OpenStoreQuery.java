package dev.berth.projector.store;

/** A question for the store itself, to ask it directly for as long as it is open. */
public record OpenStoreQuery() implements StoreQuery<RegionStore> {
    @Override
    public RegionStore answer(RegionStore store) {
        return store;
    }
}
