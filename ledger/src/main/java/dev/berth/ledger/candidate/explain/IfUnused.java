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
 * Whether there would be a candidate if nothing were used, asked of one tree after the other until one has some. Amounts
 * are simply taken as free. Where devices are asked for, all consumers with anything there give it back in a copy of the
 * region, by the rules by which they would. Not thread-safe.
 */
final class IfUnused {
    /** What it costs to decide one command in the copy, in steps of the search. */
    private static final int STEPS = 64;

    /** The commands need no time. */
    private static final Position NOWHERE = new Position(0, 0, 0);

    private final RegionView view;
    private final Plan plan;
    private final StepCounter steps;
    private final TreeProbe probe;

    /** The trees with providers that share, unused: a search compares trees by identity to know its own. */
    private final TreeMap<ProviderId, Tree> sharingTrees = new TreeMap<>();

    private final List<SharingProvider> sharing;
    private final CommandId unknownCommand;

    /** Whether devices decide it, which only their owners can give back. */
    private final boolean areDevicesMeant;

    private final TreeSet<ResourceClass> askedClasses = new TreeSet<>();

    private boolean isFound;
    private boolean isUnsure;

    IfUnused(RegionView view, Plan plan, StepCounter steps) {
        this.view = view;
        this.plan = plan;
        this.steps = steps;
        this.probe = new TreeProbe(view, plan, steps);
        view.forest().sharing().forEach(tree -> sharingTrees.put(tree.root(), tree.unused()));
        this.sharing = SharingProvider.of(List.copyOf(sharingTrees.values()), plan);
        this.areDevicesMeant = plan.asksForDevices() || plan.mayDevicesClash(view);
        this.unknownCommand = unknownCommand(view);
        plan.request()
                .groups()
                .forEach(group -> askedClasses.addAll(group.resources().keySet()));
    }

    /** The verdict on the trees that were looked at. */
    Verdict verdict() {
        return isFound ? Verdict.NOT_NOW : isUnsure ? Verdict.UNDECIDED : Verdict.NEVER;
    }

    /** Looks at a tree, unless an answer was found before. */
    void look(TreeInBlock at) {
        Tree tree = at.tree();
        if (isFound || !plan.acceptsRoot(tree)) {
            return;
        }
        TreeProbe.Finding found = areDevicesMeant || hasUncleanDevices(tree.root()) || isOtherOnceReleased(tree)
                ? lookAtReleased(at)
                : lookAtUnused(at);
        isFound = found == TreeProbe.Finding.CANDIDATE;
        isUnsure |= found == TreeProbe.Finding.UNSURE;
    }

    private TreeProbe.Finding lookAtUnused(TreeInBlock at) {
        Tree shared = sharingTrees.get(at.tree().root());
        return probe.look(shared != null ? shared : at.tree().unused(), at.outside(sharing));
    }

    private TreeProbe.Finding lookAtReleased(TreeInBlock at) {
        RegionView released = view;
        ProviderId root = at.tree().root();
        for (ConsumerId holder : holders(at)) {
            released = after(released, new ReleaseAllocations(unknownCommand, holder));
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
        Optional<Plan> then = Plan.of(released, plan.request());
        if (then.isEmpty()) {
            return TreeProbe.Finding.NOTHING;
        }
        // What departs is gone by now: other trees, or this one.
        Optional<TreeInBlock> there = TreeInBlock.of(released.forest(), root);
        List<SharingProvider> outside = SharingProvider.of(released.forest().sharing(), then.get());
        TreeProbe afterwards = new TreeProbe(released, then.get(), steps);
        return there.map(place -> afterwards.look(place.tree(), place.outside(outside)))
                .orElse(TreeProbe.Finding.NOTHING);
    }

    /** Whether the unused tree is not what a release leaves: devices are counted, or departing providers go. */
    private boolean isOtherOnceReleased(Tree tree) {
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
        return view.devices().of(host).devices().stream()
                .anyMatch(device -> device.dirty() || device.outage().isPresent());
    }

    /** What operators do to have a device clean and in service. */
    private ChangeDevice change(ProviderId host, TrackedDevice device, Action action) {
        return new ChangeDevice(unknownCommand, host, device.address(), action, Optional.empty());
    }

    /** The region after a command, by its rules; as it was once the budget is spent. */
    private RegionView after(RegionView region, Command command) {
        steps.add(STEPS);
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
    private Iterable<ConsumerId> holders(TreeInBlock at) {
        Tree tree = at.tree();
        TreeSet<ConsumerId> holders = new TreeSet<>();
        for (int member = 0; member < tree.size(); member++) {
            view.consumersOn(tree.id(member)).forEach(holders::add);
        }
        for (SharingProvider provider : at.outside(sharing)) {
            view.consumersOn(provider.tree().id(provider.member())).forEach(holders::add);
        }
        for (TrackedDevice device : view.devices().of(tree.root()).devices()) {
            device.owner().ifPresent(holders::add);
        }
        return holders;
    }

    /** An id that no command has had: the region refuses one that it remembers. */
    private static CommandId unknownCommand(RegionView view) {
        CommandId unknown = new CommandId(new UUID(0, 0));
        for (long low = 1; view.decided(unknown).isPresent(); low++) {
            unknown = new CommandId(new UUID(0, low));
        }
        return unknown;
    }
}
