package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;

/**
 * What is taken from one provider, or is to be.
 *
 * @param amounts of 1 or more in the units of their classes, one at least
 */
public record ProviderAmounts(ProviderId provider, ImmutableSortedMap<ResourceClass, Long> amounts) {
    /** @throws MalformedException if there is no amount, or one is less than 1 */
    public ProviderAmounts {
        if (amounts.isEmpty()) {
            throw new MalformedException("expected amounts from provider " + provider + " but got none");
        }
        amounts.forEach((resourceClass, amount) -> {
            if (amount < 1) {
                throw new MalformedException("expected amounts of 1 or more from provider " + provider + " but got "
                        + amount + " of " + quoted(resourceClass.name()));
            }
        });
    }

    /** Without the set of entries, which the map would keep: consumers hold these maps as long as they live. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ProviderAmounts same
                && provider.equals(same.provider)
                && amounts.keySet().equals(same.amounts.keySet())
                && Iterables.elementsEqual(amounts.values(), same.amounts.values());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * provider.hashCode() + amounts.keySet().hashCode())
                + amounts.values().asList().hashCode();
    }
}
