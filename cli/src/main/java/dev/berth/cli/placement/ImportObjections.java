package dev.berth.cli.placement;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why Berth cannot take over all of what another Placement has: found out before anything is appended, so that nothing
 * is left half done. Each objection says what to do. For one import.
 */
public final class ImportObjections {
    private final RegionFacts there;
    private final RegionFacts here;
    private final ImmutableSet.Builder<String> objections = ImmutableSet.builder();

    private ImportObjections(RegionFacts there, RegionFacts here) {
        this.there = there;
        this.here = here;
    }

    /** Each in words; empty if all of it can be taken over. */
    public static ImmutableList<String> of(RegionFacts there, RegionFacts here, boolean isMirror) {
        return new ImportObjections(there, here).all(isMirror);
    }

    private ImmutableList<String> all(boolean isMirror) {
        objections.addAll(there.unusable());
        there.providers().values().forEach(this::provider);
        trees();
        there.consumers().values().forEach(this::consumer);
        if (!isMirror) {
            names();
        }
        return objections.build().asList();
    }

    private void provider(ImportedProvider provider) {
        String subject = RegionFacts.named(provider);
        for (Trait trait : provider.traits()) {
            if (!trait.isCustom() && !here.traits().contains(trait)) {
                objections.add(subject + " has the trait " + trait + ", which is standard there and not known here:"
                        + " take it from the provider there, or use a Berth with a newer os-traits");
            }
        }
        for (Map.Entry<ResourceClass, InventoryRecord> entry :
                provider.inventories().entrySet()) {
            ResourceClass resourceClass = entry.getKey();
            if (!resourceClass.isCustom() && !here.resourceClasses().contains(resourceClass)) {
                objections.add(subject + " has an inventory of " + resourceClass + ", which is standard there and not"
                        + " known here: use a Berth with a newer os-resource-classes");
            }
            if (entry.getValue().reserved() > entry.getValue().total()) {
                objections.add(subject + " has more " + resourceClass + " reserved than there is ("
                        + entry.getValue().reserved() + " of "
                        + entry.getValue().total()
                        + "): reserve less of it there");
            }
        }
        Optional.ofNullable(here.providers().get(provider.provider()))
                .filter(known -> known.generation() > provider.generation())
                .ifPresent(known -> objections.add(subject + " is in generation " + provider.generation()
                        + " there and already in " + known.generation() + " here: it was written to here since it was"
                        + " imported; delete it here, or import into another region"));
    }

    /** Each provider's way up must end at a root, and trees must not be larger than they may be. */
    private void trees() {
        TreeMap<ProviderId, Integer> sizes = new TreeMap<>();
        for (ImportedProvider provider : there.providers().values()) {
            ImportedProvider above = provider;
            int depth = 1;
            while (above.parent().isPresent() && depth <= Limits.TREE_DEPTH_MAX) {
                ImportedProvider parent = there.providers().get(above.parent().get());
                if (parent == null) {
                    objections.add(RegionFacts.named(above) + " is below "
                            + above.parent().get()
                            + ", which is not in the list there or cannot be used: if it was made while the list was"
                            + " read, run this again");
                    break;
                }
                above = parent;
                depth++;
            }
            if (depth > Limits.TREE_DEPTH_MAX) {
                objections.add(RegionFacts.named(provider) + " is more than " + Limits.TREE_DEPTH_MAX
                        + " levels deep in its tree, or above itself: move it up there");
            } else if (sizes.merge(above.provider(), 1, Integer::sum) == Limits.TREE_PROVIDERS_MAX + 1) {
                objections.add("the tree of " + RegionFacts.named(above) + " has more than " + Limits.TREE_PROVIDERS_MAX
                        + " providers: divide it there");
            }
        }
    }

    private void consumer(ImportedConsumer consumer) {
        for (Allocation held : consumer.allocations()) {
            ImportedProvider provider = there.providers().get(held.provider());
            if (provider == null || !provider.inventories().containsKey(held.resourceClass())) {
                objections.add("consumer " + consumer.consumer() + " holds " + held.resourceClass() + " of provider "
                        + held.provider() + ", which has none of it there: if it was written to while it was read, run"
                        + " this again; else release it there");
            }
        }
    }

    private void names() {
        TreeMap<String, ProviderId> known = new TreeMap<>();
        here.providers().values().stream()
                .filter(provider -> !there.providers().containsKey(provider.provider()))
                .forEach(provider -> known.put(provider.name(), provider.provider()));
        for (ImportedProvider provider : there.providers().values()) {
            if (known.containsKey(provider.name())) {
                objections.add(RegionFacts.named(provider) + " has the name of another provider here, "
                        + known.get(provider.name()) + ": delete or rename that, or let --mirror delete it");
            }
        }
    }
}
