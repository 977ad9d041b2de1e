package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.event.ResourceClassCreated;
import dev.berth.events.event.SequenceAdvanced;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.LedgerView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a host report, found good, changes: only the differences between it and what is so. Used by one thread for one
 * decision.
 */
final class HostChanges {
    private final LedgerView view;
    private final ReportHost command;
    private final HostReport before;
    private final ReportedDevices devices;
    private final ImmutableList.Builder<Event> events = ImmutableList.builder();
    private final ImmutableList.Builder<Event> deletions = ImmutableList.builder();
    private final TreeSet<ResourceClass> newClasses = new TreeSet<>();
    private final TreeSet<Trait> newTraits = new TreeSet<>();
    private final TreeMap<ProviderId, VouchedProvider> vouched = new TreeMap<>();
    private final TreeSet<ProviderId> named = new TreeSet<>();

    /** Those that the agent does not name any more and that go at once; the deepest first. */
    private final List<ProviderId> gone = new ArrayList<>();

    /** Those that it does not name any more and that stay until they are released. */
    private final List<ProviderId> departing = new ArrayList<>();

    private final TreeSet<ProviderId> removed = new TreeSet<>();

    /** @param predecessor what the machine was before, if the report says that it was another host */
    HostChanges(LedgerView view, ReportHost command, Optional<ProviderId> predecessor) {
        this.view = view;
        this.command = command;
        this.before = view.hostReport(command.host()).orElse(HostReport.none(command.host()));
        this.devices = new ReportedDevices(view, command, predecessor);
        command.providers().forEach(reported -> named.add(reported.provider()));
        for (ProviderId provider : deepestFirst(vanished())) {
            if (isKept(provider)) {
                departing.add(provider);
            } else {
                gone.add(provider);
                removed.add(provider);
            }
        }
    }

    /** Whether the provider has its name no more after the report, or is not there any more. */
    boolean takesNameFrom(ProviderId provider) {
        // No two providers of a report have one name.
        return named.contains(provider) || removed.contains(provider);
    }

    /** Works out what becomes of the providers; says why it may not be, if so. */
    Optional<Refusal> obstacle() {
        command.providers().forEach(this::makeNamesKnown);
        for (ReportedProvider reported : command.providers()) {
            if (!isBroughtUpToDate(reported)) {
                return Optional.of(Refusal.of(Rejection.PROVIDER_TOO_LARGE, reported.provider()));
            }
        }
        departing.forEach(this::leave);
        gone.forEach(
                provider -> deletions.add(new ProviderDeleted(provider)).addAll(DrainRules.goneWith(view, provider)));
        return shape().obstacle(command.host(), command.host());
    }

    /** What follows from a report that has met with no obstacle. */
    ImmutableList<Event> events() {
        HostReported after =
                new HostReported(command.host(), ImmutableSortedMap.copyOfSorted(vouched), command.cells());
        if (!after.vouched().equals(before.vouched()) || !after.cells().equals(before.cells())) {
            events.add(after);
        }
        // Nothing vouches for them by now, so that no report has to be changed for each of them.
        events.addAll(deletions.build());
        events.addAll(devices.events());
        command.sequence().ifPresent(sequence -> events.add(new SequenceAdvanced(command.host(), sequence)));
        return events.build();
    }

    /**
     * The shape of the host's tree after the report: what is reported where it is put, and below it what others have
     * put there.
     */
    private TreeShape shape() {
        TreeMap<ProviderId, List<ProviderId>> children = new TreeMap<>();
        for (ReportedProvider reported : command.providers()) {
            reported.parent()
                    .ifPresent(parent -> children.computeIfAbsent(parent, none -> new ArrayList<>())
                            .add(reported.provider()));
        }
        return TreeShape.below(
                command.host(),
                parent -> Iterables.concat(
                        children.getOrDefault(parent, List.of()),
                        Iterables.filter(
                                view.childrenOf(parent), child -> !named.contains(child) && !removed.contains(child))));
    }

    private void makeNamesKnown(ReportedProvider reported) {
        for (ResourceClass resourceClass : reported.inventories().keySet()) {
            if (!view.isKnown(resourceClass) && newClasses.add(resourceClass)) {
                events.add(new ResourceClassCreated(resourceClass));
            }
        }
        for (Trait trait : reported.traits()) {
            if (!view.isKnown(trait) && newTraits.add(trait)) {
                events.add(new TraitCreated(trait));
            }
        }
    }

    /** Makes the provider as it is reported; false if it would have too much of its own and of others' then. */
    private boolean isBroughtUpToDate(ReportedProvider reported) {
        Optional<Provider> known = view.provider(reported.provider());
        if (known.isEmpty()) {
            events.add(new ProviderCreated(reported.provider(), reported.name(), reported.parent()));
        } else if (!known.get().name().equals(reported.name())
                || !known.get().parent().equals(reported.parent())) {
            events.add(new ProviderUpdated(reported.provider(), reported.name(), reported.parent()));
        }
        long generation = known.map(Provider::generation).orElse(0L);
        ReportedClasses classes = ReportedClasses.of(view, reported, known, vouchedBefore(reported.provider()));
        VouchedProvider word = reported.vouched().with(classes.vouched());
        vouched.put(reported.provider(), word);
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories =
                devices.marked(reported.provider(), classes.inventories(), word);
        if (!inventories.equals(known.map(Provider::inventories).orElse(ImmutableSortedMap.of()))) {
            events.add(new InventoriesReplaced(reported.provider(), ++generation, inventories));
        }
        ImmutableSortedSet<Trait> traits = traits(reported, known);
        if (!traits.equals(known.map(Provider::traits).orElse(ImmutableSortedSet.of()))) {
            events.add(new TraitsReplaced(reported.provider(), ++generation, traits));
        }
        return inventories.size() <= Limits.PROVIDER_CLASSES_MAX && traits.size() <= Limits.PROVIDER_TRAITS_MAX;
    }

    private Optional<VouchedProvider> vouchedBefore(ProviderId provider) {
        return Optional.ofNullable(before.vouched().get(provider));
    }

    /** Only what is held is left of the provider; it stays vouched for, so that it goes with the last release. */
    private void leave(ProviderId id) {
        Provider provider = view.existing(id);
        VouchedProvider last = before.vouched().get(id);
        ReportedClasses classes = ReportedClasses.leftOut(view, provider, last);
        vouched.put(id, last.departingWith(classes.vouched()));
        if (!classes.inventories().equals(provider.inventories())) {
            events.add(new InventoriesReplaced(id, provider.generation() + 1, classes.inventories()));
        }
    }

    /** What is reported, and what others than the agent have set. */
    private ImmutableSortedSet<Trait> traits(ReportedProvider reported, Optional<Provider> known) {
        TreeSet<Trait> traits = new TreeSet<>(known.map(Provider::traits).orElse(ImmutableSortedSet.of()));
        vouchedBefore(reported.provider()).ifPresent(last -> traits.removeAll(last.traits()));
        traits.addAll(reported.traits());
        ImmutableSortedSet<Trait> written = ImmutableSortedSet.copyOfSorted(traits);
        DrainRules.enabledBesides(view, reported.provider(), written).ifPresent(events::add);
        return DrainRules.kept(view, reported.provider(), written);
    }

    /** The providers that the agent does not vouch for any more. */
    private List<ProviderId> vanished() {
        List<ProviderId> vanished = new ArrayList<>();
        for (ProviderId provider : before.vouched().keySet()) {
            if (!named.contains(provider)) {
                vanished.add(provider);
            }
        }
        return vanished;
    }

    private List<ProviderId> deepestFirst(List<ProviderId> providers) {
        TreeMap<Integer, List<ProviderId>> byLevel = new TreeMap<>(Comparator.reverseOrder());
        for (ProviderId provider : providers) {
            byLevel.computeIfAbsent(TreeShape.levelOf(view, provider), none -> new ArrayList<>())
                    .add(provider);
        }
        return byLevel.values().stream().flatMap(List::stream).toList();
    }

    /** Whether something is held of the provider, or others have put something on it or below it. */
    private boolean isKept(ProviderId provider) {
        return view.isInUse(provider)
                || ReportedClasses.hasAnyOfOthers(
                        view.existing(provider), before.vouched().get(provider))
                || hasRemainingChildren(provider);
    }

    /** Whether anything is left below it; what this report names has found its place elsewhere by now. */
    private boolean hasRemainingChildren(ProviderId parent) {
        for (ProviderId child : view.childrenOf(parent)) {
            if (!removed.contains(child) && !named.contains(child)) {
                return true;
            }
        }
        return false;
    }
}
