package dev.berth.projector.store;

import dev.berth.events.codec.CommandCodec;
import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the store of a task. It always has a changelog and never a cache. */
public final class RegionStoreBuilder implements StoreBuilder<RegionStore> {
    private final CommandCodec commands;
    private final Runnable beforeWriting;

    /** @param beforeWriting runs on the stream thread before it writes a commit, which takes some time */
    public RegionStoreBuilder(CommandCodec commands, Runnable beforeWriting) {
        this.commands = commands;
        this.beforeWriting = beforeWriting;
    }

    @Override
    public RegionStore build() {
        return new RegionStore(commands, beforeWriting);
    }

    @Override
    public String name() {
        return RegionStore.NAME;
    }

    @Override
    public boolean loggingEnabled() {
        return true;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public StoreBuilder<RegionStore> withCachingEnabled() {
        throw new UnsupportedOperationException("the store keeps what it has not written itself");
    }

    @Override
    public StoreBuilder<RegionStore> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<RegionStore> withLoggingEnabled(Map<String, String> config) {
        throw new UnsupportedOperationException("the topic of the changelog is configured for all of the topology");
    }

    @Override
    public StoreBuilder<RegionStore> withLoggingDisabled() {
        throw new UnsupportedOperationException("standbys and restarts live on the changelog");
    }
}
