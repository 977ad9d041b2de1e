package dev.berth.ledger.state;

import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The providers of a region and the ways to find them: by id, by name, by parent, by custom class, and how often each
 * trait is in use. Immutable; every change gives a new table that shares almost all of the old one. What is found by a
 * text stands in order and not by hash, because anyone who chooses texts can give any number of them one hash.
 */
public final class ProviderTable {
    static final ProviderTable EMPTY = new ProviderTable(
            IdMap.empty(Provider::id),
            TreeMap.empty(),
            IdMap.empty(Children::parent),
            TreeMap.empty(),
            TreeMap.empty());

    private final IdMap<ProviderId, Provider> byId;
    private final TreeMap<String, ProviderId> byName;
    private final IdMap<ProviderId, Children> children;
    private final TreeMap<ResourceClass, TreeSet<ProviderId>> byCustomClass;
    private final TreeMap<Trait, Integer> traitUses;

    /** The direct children of a provider that has any. */
    private record Children(ProviderId parent, TreeSet<ProviderId> ids) {}

    private ProviderTable(
            IdMap<ProviderId, Provider> byId,
            TreeMap<String, ProviderId> byName,
            IdMap<ProviderId, Children> children,
            TreeMap<ResourceClass, TreeSet<ProviderId>> byCustomClass,
            TreeMap<Trait, Integer> traitUses) {
        this.byId = byId;
        this.byName = byName;
        this.children = children;
        this.byCustomClass = byCustomClass;
        this.traitUses = traitUses;
    }

    public Optional<Provider> find(ProviderId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<ProviderId> named(String name) {
        return Optional.ofNullable(byName.getOrElse(name, null));
    }

    /** All providers, ordered by id; sorts them, so it is not for the hot path. */
    public List<Provider> all() {
        return byId.values();
    }

    public int size() {
        return byId.size();
    }

    /** The direct children of a provider, ordered by id. */
    public TreeSet<ProviderId> childrenOf(ProviderId parent) {
        Children found = children.get(parent);
        return found == null ? TreeSet.empty() : found.ids();
    }

    /** A provider and all that is below it, each before what is below it, siblings by id. */
    public List<Provider> tree(ProviderId top) {
        List<Provider> members = new ArrayList<>();
        Deque<ProviderId> next = new ArrayDeque<>();
        next.push(top);
        while (!next.isEmpty()) {
            Provider member = byId.get(next.pop());
            members.add(member);
            for (ProviderId child : childrenOf(member.id()).toList().reverse()) {
                next.push(child);
            }
        }
        return members;
    }

    boolean hasChildren(ProviderId parent) {
        return children.has(parent);
    }

    /** Whether any provider has an inventory of a custom class. */
    boolean isInUse(ResourceClass custom) {
        return byCustomClass.containsKey(custom);
    }

    /**
     * The providers that have an inventory of a custom class, ordered by id. Of standard classes nobody keeps account.
     */
    Iterable<ProviderId> offering(ResourceClass custom) {
        return byCustomClass.getOrElse(custom, TreeSet.empty());
    }

    boolean isInUse(Trait trait) {
        return traitUses.containsKey(trait);
    }

    /** This table with the provider in it, in place of the one with its id if there is one. */
    ProviderTable with(Provider provider) {
        Provider before = byId.get(provider.id());
        if (before == null) {
            return added(provider);
        }
        return isFoundAs(before, provider)
                ? new ProviderTable(byId.with(provider), byName, children, byCustomClass, traitUses)
                : without(provider.id()).added(provider);
    }

    /**
     * Whether the two differ only in what nobody looks them up by: the usual case, a claim advancing the generation.
     */
    private static boolean isFoundAs(Provider before, Provider after) {
        return before.name().equals(after.name())
                && before.parent().equals(after.parent())
                && before.inventories().keySet().equals(after.inventories().keySet())
                && before.traits().equals(after.traits());
    }

    private ProviderTable added(Provider provider) {
        return new ProviderTable(
                byId.with(provider),
                byName.put(provider.name(), provider.id()),
                provider.parent().isEmpty()
                        ? children
                        : adopted(provider.parent().get(), provider.id()),
                offering(provider),
                counted(traitUses, provider.traits(), 1));
    }

    /** This table without the provider, which must be in it. */
    ProviderTable without(ProviderId id) {
        Provider provider = byId.get(id);
        if (provider == null) {
            throw new IllegalStateException("expected provider " + id + " but there is none");
        }
        return new ProviderTable(
                byId.without(id),
                unnamed(provider),
                provider.parent().isEmpty()
                        ? children
                        : orphaned(provider.parent().get(), id),
                notOffering(provider),
                counted(traitUses, provider.traits(), -1));
    }

    /**
     * Where several providers are changed at once, as a standby does, another may have taken over the name already.
     */
    private TreeMap<String, ProviderId> unnamed(Provider provider) {
        return provider.id().equals(byName.getOrElse(provider.name(), null)) ? byName.remove(provider.name()) : byName;
    }

    private IdMap<ProviderId, Children> adopted(ProviderId parent, ProviderId child) {
        return children.with(new Children(parent, childrenOf(parent).add(child)));
    }

    private IdMap<ProviderId, Children> orphaned(ProviderId parent, ProviderId child) {
        TreeSet<ProviderId> siblings = childrenOf(parent).remove(child);
        return siblings.isEmpty() ? children.without(parent) : children.with(new Children(parent, siblings));
    }

    private TreeMap<ResourceClass, TreeSet<ProviderId>> offering(Provider provider) {
        TreeMap<ResourceClass, TreeSet<ProviderId>> offering = byCustomClass;
        for (ResourceClass resourceClass : provider.inventories().keySet()) {
            if (resourceClass.isCustom()) {
                TreeSet<ProviderId> others = offering.getOrElse(resourceClass, TreeSet.empty());
                offering = offering.put(resourceClass, others.add(provider.id()));
            }
        }
        return offering;
    }

    private TreeMap<ResourceClass, TreeSet<ProviderId>> notOffering(Provider provider) {
        TreeMap<ResourceClass, TreeSet<ProviderId>> offering = byCustomClass;
        for (ResourceClass resourceClass : provider.inventories().keySet()) {
            if (resourceClass.isCustom()) {
                TreeSet<ProviderId> rest =
                        offering.getOrElse(resourceClass, TreeSet.empty()).remove(provider.id());
                offering = rest.isEmpty() ? offering.remove(resourceClass) : offering.put(resourceClass, rest);
            }
        }
        return offering;
    }

    private static TreeMap<Trait, Integer> counted(TreeMap<Trait, Integer> uses, Iterable<Trait> traits, int step) {
        TreeMap<Trait, Integer> counted = uses;
        for (Trait trait : traits) {
            int count = counted.getOrElse(trait, 0) + step;
            counted = count == 0 ? counted.remove(trait) : counted.put(trait, count);
        }
        return counted;
    }
}
