package dev.berth.cli.placement;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Sets;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.terminal.CannotRunException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes a region of Berth, or some of it, what another Placement is, whatever it was before: a provider that came to a
 * later generation here is deleted with all below it, and imported. Whoever calls sees to it that nobody else writes to
 * the same things here meanwhile. For one attempt.
 */
public final class FactsCatchUp {
    private static final int WIDER_MAX = 8;
    private static final int TOLD_MAX = 20;

    private final PlacementClient there;
    private final PlacementClient berth;
    private final int connections;

    /** Told what is taken in beside what was asked for, before it is read. */
    public interface Wider {
        void take(Set<ProviderId> providers, Set<ConsumerId> consumers);
    }

    public FactsCatchUp(PlacementClient there, PlacementClient berth, int connections) {
        this.there = there;
        this.berth = berth;
        this.connections = connections;
    }

    /**
     * All of the region.
     *
     * @param mayDelete whether what is only here, or later here, may go
     * @throws CannotRunException if Berth cannot have all of it, or something would go that may not; nothing was
     *     written then
     */
    public CaughtUp all(boolean mayDelete) throws InterruptedException {
        RegionFacts source = reading(there).read();
        RegionFacts own = reading(berth).read();
        if (!mayDelete) {
            requireNoneOfItsOwn(source, own);
        }
        TreeSet<ProviderId> ahead = ahead(source, own);
        if (!ahead.isEmpty()) {
            require(ImportObjections.of(source, without(own, ahead), true));
            PartialFacts all = reading(berth)
                    .read(own.providers().keySet(), own.consumers().keySet());
            clear(all, all.subtrees(ahead));
            own = reading(berth).read();
        }
        long written = write(source, own);
        return new CaughtUp(source, written, FactsDiff.of(source, reading(berth).read()));
    }

    /** What differs in all of it; nothing is written. */
    public CaughtUp compared() throws InterruptedException {
        RegionFacts source = reading(there).read();
        RegionFacts own = reading(berth).read();
        return new CaughtUp(own, 0, FactsDiff.of(source, own));
    }

    /**
     * Some providers and consumers, and what they need.
     *
     * @param withNames whether custom names that are only here go, and those that are only there come
     */
    public CaughtUp some(Set<ProviderId> providers, Set<ConsumerId> consumers, boolean withNames, Wider wider)
            throws InterruptedException {
        TreeSet<ProviderId> some = new TreeSet<>(providers);
        TreeSet<ConsumerId> others = new TreeSet<>(consumers);
        for (int attempt = 0; attempt < WIDER_MAX; attempt++) {
            PartialFacts source = reading(there).read(some, others);
            PartialFacts own = reading(berth).read(some, others);
            TreeSet<ProviderId> gone = ahead(source.facts(), own.facts());
            gone.addAll(Sets.difference(
                    own.facts().providers().keySet(), source.facts().providers().keySet()));
            TreeSet<ProviderId> more = needed(source, own, some, gone);
            TreeSet<ConsumerId> moreConsumers = new TreeSet<>(gone.isEmpty() ? Set.of() : own.holding());
            more.removeAll(some);
            moreConsumers.removeAll(others);
            if (more.isEmpty() && moreConsumers.isEmpty()) {
                return written(source, own, some, others, withNames);
            }
            wider.take(more, moreConsumers);
            some.addAll(more);
            others.addAll(moreConsumers);
        }
        throw new CannotRunException(
                "more and more belongs to what is behind; catching up begins again with all of it");
    }

    private static TreeSet<ProviderId> needed(
            PartialFacts source, PartialFacts own, Set<ProviderId> some, TreeSet<ProviderId> gone) {
        TreeSet<ProviderId> more = own.subtrees(gone);
        source.addAncestors(some, more);
        own.addAncestors(some, more);
        source.facts()
                .consumers()
                .values()
                .forEach(each -> more.addAll(each.allocations().providers()));
        return more;
    }

    private CaughtUp written(
            PartialFacts source, PartialFacts own, Set<ProviderId> some, Set<ConsumerId> others, boolean withNames)
            throws InterruptedException {
        TreeSet<ProviderId> ahead = ahead(source.facts(), own.facts());
        PartialFacts cleared = own;
        if (!ahead.isEmpty()) {
            clear(own, own.subtrees(ahead));
            cleared = reading(berth).read(some, others);
        }
        RegionFacts target = withNames ? source.facts() : source.facts().withNamesOf(cleared.facts());
        long written = write(target, cleared.facts());
        RegionFacts after = reading(berth).read(some, others).facts();
        return new CaughtUp(target, written, FactsDiff.of(withNames ? target : target.withNamesOf(after), after));
    }

    private long write(RegionFacts source, RegionFacts own) throws InterruptedException {
        require(ImportObjections.of(source, own, true));
        FactsImport run = new FactsImport(berth, source, own, true, connections, (what, done, all) -> {});
        run.run();
        return run.done();
    }

    /** Those that are in a later generation here, where no import can bring them back. */
    private static TreeSet<ProviderId> ahead(RegionFacts source, RegionFacts own) {
        TreeSet<ProviderId> ahead = new TreeSet<>();
        for (ImportedProvider provider : source.providers().values()) {
            ImportedProvider known = own.providers().get(provider.provider());
            if (known != null && known.generation() > provider.generation()) {
                ahead.add(provider.provider());
            }
        }
        return ahead;
    }

    private static RegionFacts without(RegionFacts facts, Set<ProviderId> some) {
        return new RegionFacts(
                facts.resourceClasses(),
                facts.traits(),
                facts.providers().entrySet().stream()
                        .filter(entry -> !some.contains(entry.getKey()))
                        .collect(ImmutableSortedMap.toImmutableSortedMap(
                                Comparator.naturalOrder(), Map.Entry::getKey, Map.Entry::getValue)),
                facts.consumers(),
                facts.unusable(),
                facts.moved());
    }

    private static void require(List<String> objections) {
        if (!objections.isEmpty()) {
            throw new CannotRunException("Berth cannot take over all of it:" + lines(objections));
        }
    }

    private static void requireNoneOfItsOwn(RegionFacts source, RegionFacts own) {
        List<String> lines = new ArrayList<>();
        for (ProviderId each : ahead(source, own)) {
            lines.add(RegionFacts.named(own.providers().get(each)) + " is in a later generation here than there");
        }
        for (ProviderId each :
                Sets.difference(own.providers().keySet(), source.providers().keySet())) {
            lines.add(RegionFacts.named(own.providers().get(each)) + " is only here");
        }
        for (ConsumerId each :
                Sets.difference(own.consumers().keySet(), source.consumers().keySet())) {
            lines.add("consumer " + each + " is only here");
        }
        if (!lines.isEmpty()) {
            throw new CannotRunException(
                    "the region of Berth has something of its own, so nothing was written to it; name"
                            + " an empty region, or give --mirror if all that is only here may be deleted:"
                            + lines(lines));
        }
    }

    private static String lines(List<String> lines) {
        return lines.stream().limit(TOLD_MAX).map(line -> "\n  " + line).collect(Collectors.joining())
                + (lines.size() > TOLD_MAX ? "\n  and " + (lines.size() - TOLD_MAX) + " more" : "");
    }

    /** Deletes providers here, children first, once nobody holds anything of them. */
    private void clear(PartialFacts own, Set<ProviderId> gone) throws InterruptedException {
        for (ImportedConsumer consumer : own.facts().consumers().values()) {
            if (!Sets.intersection(consumer.allocations().providers(), gone).isEmpty()) {
                deleted("/allocations/" + consumer.consumer());
            }
        }
        ImmutableList<ImportedProvider> childrenFirst =
                own.facts().parentsFirst().reverse();
        for (ImportedProvider provider : childrenFirst) {
            if (gone.contains(provider.provider())) {
                deleted("/resource_providers/" + provider.provider());
            }
        }
    }

    private void deleted(String path) throws InterruptedException {
        berth.gone(PlacementClient.await(berth.delete(path)));
    }

    private FactsReading reading(PlacementClient client) {
        return new FactsReading(client, connections, (what, done, all) -> {});
    }
}
