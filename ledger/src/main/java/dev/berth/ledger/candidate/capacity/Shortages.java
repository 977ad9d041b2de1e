package dev.berth.ledger.candidate.capacity;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.Anchor;
import dev.berth.ledger.candidate.search.DeviceNeed;
import dev.berth.ledger.candidate.search.FirstCandidate;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What keeps a tree without a candidate from having one: a smallest set of classes of which more would have to be free,
 * and the PCI devices that it lacks. Found by the search itself, in trees where nothing of these is used. Not
 * thread-safe.
 */
final class Shortages {
    private final RegionView view;
    private final CandidateRequest request;
    private final StepCounter steps;
    private final Optional<DeviceNeed> devices;

    /** The request without its PCI devices; empty if nothing is left of it, or if no provider could ever serve it. */
    private final Optional<Plan> amounts;

    private final boolean isForDevicesAlone;
    private final ImmutableList<ResourceClass> classes;
    private final Optional<FirstCandidate> probe;

    Shortages(RegionView view, CandidateRequest request, StepCounter steps) {
        this.view = view;
        this.request = request;
        this.steps = steps;
        this.devices = DeviceNeed.of(
                view,
                request.groups().stream()
                        .flatMap(group -> group.devices().stream())
                        .collect(ImmutableList.toImmutableList()));
        Optional<CandidateRequest> rest = withoutDevices(request);
        this.isForDevicesAlone = rest.isEmpty();
        this.amounts = rest.flatMap(amountsAlone -> Plan.of(view, amountsAlone));
        this.classes = amounts.map(plan -> plan.demands().classes()).orElse(ImmutableList.of());
        this.probe = amounts.map(plan -> new FirstCandidate(plan, steps));
    }

    private static Optional<CandidateRequest> withoutDevices(CandidateRequest request) {
        ImmutableList<RequestGroup> groups = request.groups().stream()
                .filter(group -> group.devices().isEmpty()
                        || !group.resources().isEmpty()
                        || group.isSuffixed()
                                && !(group.requiredTraits().isEmpty()
                                        && group.memberOf().isEmpty()))
                .map(group -> group.with(group.resources(), group.requiredTraits(), ImmutableList.of()))
                .collect(ImmutableList.toImmutableList());
        return groups.isEmpty() ? Optional.empty() : Optional.of(request.with(groups));
    }

    /** What a tree without a candidate lacks; empty if it had none if nothing were used, or if the steps are spent. */
    Optional<ImmutableList<String>> of(Anchor anchor) {
        if (devices.isPresent() && !devices.get().couldBeMetOn(anchor.tree().root())) {
            return Optional.empty();
        }
        if (isForDevicesAlone) {
            return Optional.of(deviceNames());
        }
        if (probe.isEmpty() || !isMet(anchor, classes)) {
            return Optional.empty();
        }
        if (isMet(anchor, ImmutableList.of())) {
            return Optional.of(devices.isPresent() ? deviceNames() : countedClasses());
        }
        ImmutableList.Builder<String> lacks = ImmutableList.builder();
        lacking(anchor).forEach(name -> lacks.add(name.name()));
        if (devices.isPresent() && !devices.get().mayBeMetOn(anchor.tree().root())) {
            lacks.addAll(deviceNames());
        }
        return steps.isSpent() ? Optional.empty() : Optional.of(lacks.build());
    }

    /** One class that is enough if there is one; else all without which it is not enough. */
    private List<ResourceClass> lacking(Anchor anchor) {
        for (ResourceClass one : classes) {
            if (isMet(anchor, List.of(one))) {
                return List.of(one);
            }
        }
        List<ResourceClass> lacking = new ArrayList<>(classes);
        for (ResourceClass one : classes) {
            List<ResourceClass> others = new ArrayList<>(lacking);
            others.remove(one);
            lacking = isMet(anchor, others) ? others : lacking;
        }
        return lacking;
    }

    /** Whether the tree would have a candidate if nothing of these classes were used. */
    private boolean isMet(Anchor anchor, List<ResourceClass> unused) {
        int[] numbers = unused.stream()
                .mapToInt(name -> amounts.orElseThrow().classNumbers()[classes.indexOf(name)])
                .toArray();
        if (numbers.length == 0) {
            return probe.orElseThrow().isIn(anchor.tree(), anchor.outside());
        }
        // One copy of each tree: a search compares trees by identity to know which providers are of its own.
        TreeMap<ProviderId, Tree> copies = new TreeMap<>();
        Tree own = copy(anchor.tree(), numbers, copies);
        return probe.orElseThrow()
                .isIn(
                        own,
                        anchor.outside().stream()
                                .map(provider ->
                                        provider.in(copy(provider.tree(), numbers, copies), amounts.orElseThrow()))
                                .toList());
    }

    private static Tree copy(Tree tree, int[] unused, TreeMap<ProviderId, Tree> copies) {
        return copies.computeIfAbsent(tree.root(), root -> tree.unused(unused));
    }

    private ImmutableList<String> deviceNames() {
        return request.groups().stream()
                .flatMap(group -> group.devices().stream().map(Shortages::name))
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    /** Devices by flavor or attributes, as in {@code pci=10g}. */
    private static String name(DeviceRequest devices) {
        return "pci=" + devices.flavor().orElseGet(() -> devices.alternatives().toString());
    }

    /** The classes whose units are devices: what is free of each is not free together. */
    private ImmutableList<String> countedClasses() {
        return classes.stream()
                .filter(view.devices()::areCountedAs)
                .map(ResourceClass::name)
                .collect(ImmutableList.toImmutableList());
    }
}
