package dev.berth.api.differential;

import dev.berth.ledger.state.RegionView;
import java.util.function.Supplier;

/**
 * Makes random calls that are mostly sensible: over few providers, consumers and names, with generations that are
 * mostly right, in all versions; some are distorted. The same seed over the same states makes the same calls.
 */
public final class CallGenerator {
    private static final int NEWEST = 39;

    private final Dice dice;
    private final Supplier<RegionView> view;
    private final Distortion distortion;
    private final ProviderCalls providers;
    private final InventoryCalls inventories;
    private final CatalogueCalls catalogue;
    private final ConsumerCalls consumers;
    private final CandidateCalls candidates;

    public CallGenerator(long seed, Supplier<RegionView> view) {
        this.dice = new Dice(seed);
        this.view = view;
        Names names = new Names(dice, view);
        Filters filters = new Filters(dice);
        this.distortion = new Distortion(dice);
        this.providers = new ProviderCalls(dice, names, filters);
        this.inventories = new InventoryCalls(dice, names);
        this.catalogue = new CatalogueCalls(dice, names);
        this.consumers = new ConsumerCalls(dice, names, inventories);
        this.candidates = new CandidateCalls(dice, names, filters);
    }

    public ApiCall next() {
        int minor = dice.below(10) < 3 ? NEWEST : dice.below(NEWEST + 1);
        // Claims and reshapes name providers, so there must be one first.
        if (view.get().providers().size() == 0) {
            return providers.create(minor);
        }
        ApiCall call = sensible(minor);
        return dice.oneIn(7) ? distortion.of(call) : call;
    }

    private ApiCall sensible(int minor) {
        int choice = dice.below(100);
        if (choice < 20) {
            return providers.next(minor);
        } else if (choice < 37) {
            return inventories.next(minor);
        } else if (choice < 46) {
            return catalogue.traits(minor);
        } else if (choice < 51) {
            return catalogue.resourceClasses(minor);
        } else if (choice < 57) {
            return catalogue.aggregates(minor);
        } else if (choice < 77) {
            return consumers.allocations(minor);
        } else if (choice < 81) {
            return consumers.usages(minor);
        } else if (choice < 95) {
            return candidates.next(minor);
        }
        return consumers.reshape(minor);
    }
}
