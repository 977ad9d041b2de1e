package dev.berth.cli.placement;

import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * What two Placements differ in: a provider, a consumer, or a custom name, which is neither.
 *
 * @param words how it is called in messages
 */
public record FactSubject(String words, Optional<ProviderId> provider, Optional<ConsumerId> consumer) {
    static FactSubject of(ImportedProvider provider) {
        return new FactSubject(RegionFacts.named(provider), Optional.of(provider.provider()), Optional.empty());
    }

    static FactSubject of(ConsumerId consumer) {
        return new FactSubject("consumer " + consumer, Optional.empty(), Optional.of(consumer));
    }

    /** @param kind such as a trait */
    static FactSubject ofName(String kind, String name) {
        return new FactSubject(kind + " " + name, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return words;
    }
}
