package dev.berth.ledger.candidate.explain;

import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ChangeDevice.Action;
import dev.berth.events.command.Command;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.event.Event;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.candidate.search.TreeProbe;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Whether there would be a candidate if nothing were used, asked of one tree after the other until one has a candidate.
 * Where only amounts decide, all of them are taken as free. Where a release changes more than amounts, as it does with
 * devices and with providers that depart, every consumer in the tree is released in a copy of the region, by the rules
 * of the ledger. Not thread-safe.
 */
final class UnusedCheck {
    /** The commands are in no log, and none of them asks for the time. */
    private static final Position NOWHERE = new Position(0, 0, 0);

    private final RegionView view;
    private final Plan plan;
    private final StepCounter steps;
    private final TreeProbe probe;

    /** The trees with providers that share, unused: a search compares trees by identity to know its own. */
    private final TreeMap<ProviderId, Tree> sharingTrees = new TreeMap<>();

    private final List<SharingProvider> sharing;
    private final CommandId freshId;

    /** Whether devices decide: what is free of them depends on which of them are held, and not on amounts alone. */
    private final boolean doDevicesDecide;

    private final TreeSet<ResourceClass> askedClasses = new TreeSet<>();

    private boolean isPossible;
    private boolean isUnsure;

    UnusedCheck(RegionView view, Plan plan, StepCounter steps) {
        this.view = view;
        this.plan = plan;
        this.steps = steps;
        this.probe = new TreeProbe(view, plan, steps);
        view.forest().sharing().forEach(tree -> sharingTrees.put(tree.root(), tree.unused()));
        this.sharing = SharingProvider.of(List.copyOf(sharingTrees.values()), plan);
        this.doDevicesDecide = plan.asksForDevices() || plan.mayDevicesClash(view);
        this.freshId = freshId(view);
        plan.request()
                .groups()
                .forEach(group -> askedClasses.addAll(group.resources().keySet()));
    }

    /** The verdict on the trees that were looked at. */
    Verdict verdict() {
        return isPossible ? Verdict.NOT_NOW : isUnsure ? Verdict.UNDECIDED : Verdict.NEVER;
    }

    /** Looks at a tree, unless one before would have a candidate. */
    void look(Tree tree) {
        if (isPossible || !plan.acceptsRoot(tree)) {
            return;
        }
        TreeProbe.Finding finding = doDevicesDecide || hasUncleanDevices(tree.root()) || isChangedByRelease(tree)
                ? lookAtReleased(tree)
                : lookAtUnused(tree);
        isPossible = finding == TreeProbe.Finding.CANDIDATE;
        isUnsure |= finding == TreeProbe.Finding.UNSURE;
    }

    private TreeProbe.Finding lookAtUnused(Tree tree) {
        List<SharingProvider> outside = outside(tree);
        if (outside.isEmpty() && !probe.mayEverServe(tree)) {
            return TreeProbe.Finding.NOTHING;
        }
        Tree shared = sharingTrees.get(tree.root());
        return probe.look(shared != null ? shared : tree.unused(), outside);
    }

    private List<SharingProvider> outside(Tree tree) {
        return SharingProvider.reaching(sharing, view.forest(), tree.root());
    }

    private TreeProbe.Finding lookAtReleased(Tree tree) {
        RegionView released = view;
        ProviderId root = tree.root();
        for (ConsumerId holder : holders(tree)) {
            released = after(released, new ReleaseAllocations(freshId, holder));
        }
        for (TrackedDevice device : released.devices().of(root).devices()) {
            if (device.outage().isPresent()) {
                released = after(released, change(root, device, Action.RETURN));
            }
            if (device.dirty()) {
                released = after(released, change(root, device, Action.ACKNOWLEDGE));
            }
        }
        if (steps.isSpent()) {
            return TreeProbe.Finding.UNSURE;
        }
        // Providers that depart are gone now: this tree may be, or what the request names.
        Optional<Plan> newPlan = Plan.of(released, plan.request());
        Optional<Tree> newTree = released.forest().tree(root);
        if (newPlan.isEmpty() || newTree.isEmpty()) {
            return TreeProbe.Finding.NOTHING;
        }
        List<SharingProvider> newSharing = SharingProvider.of(released.forest().sharing(), newPlan.get());
        return new TreeProbe(released, newPlan.get(), steps)
                .look(newTree.get(), SharingProvider.reaching(newSharing, released.forest(), root));
    }

    /**
     * Whether a release of all that is used would change more of the tree than its used amounts: it has units that
     * count devices, or providers that depart and then go.
     */
    private boolean isChangedByRelease(Tree tree) {
        if (view.devices().isEmpty() && !view.hasDepartures()) {
            return false;
        }
        steps.add(tree.size());
        for (int member = 0; member < tree.size(); member++) {
            ProviderId id = tree.id(member);
            if (view.isDeparting(id)
                    || view.devices()
                            .stockOf(id)
                            .filter(stock -> askedClasses.contains(stock.resourceClass()))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether devices that are dirty or out of service may come back, and with them what is reserved for them. */
    private boolean hasUncleanDevices(ProviderId host) {
        return !view.devices().isEmpty()
                && view.devices().of(host).devices().stream()
                        .anyMatch(device -> device.dirty() || device.outage().isPresent());
    }

    /** What operators do to have a device clean and in service. */
    private ChangeDevice change(ProviderId host, TrackedDevice device, Action action) {
        return new ChangeDevice(freshId, host, device.address(), action, Optional.empty());
    }

    /** The region after a command, by its rules; as it was once the budget is spent. */
    private RegionView after(RegionView region, Command command) {
        steps.add(StepCounter.DECISION);
        if (steps.isSpent()) {
            return region;
        }
        RegionView after = region;
        for (Event event : Ledger.decide(region, NOWHERE, command).events()) {
            after = Ledger.evolve(after, NOWHERE, event);
        }
        return after;
    }

    /** The consumers of the tree's providers and devices, and of the providers that share with it. */
    private Iterable<ConsumerId> holders(Tree tree) {
        TreeSet<ConsumerId> holders = new TreeSet<>();
        for (int member = 0; member < tree.size(); member++) {
            view.consumersOn(tree.id(member)).forEach(holders::add);
        }
        for (SharingProvider provider : outside(tree)) {
            view.consumersOn(provider.tree().id(provider.member())).forEach(holders::add);
        }
        for (TrackedDevice device : view.devices().of(tree.root()).devices()) {
            device.owner().ifPresent(holders::add);
        }
        return holders;
    }

    /** An id that no command has had: the region refuses one that it remembers. */
    private static CommandId freshId(RegionView view) {
        CommandId id = new CommandId(new UUID(0, 0));
        for (long low = 1; view.decided(id).isPresent(); low++) {
            id = new CommandId(new UUID(0, low));
        }
        return id;
    }
}
