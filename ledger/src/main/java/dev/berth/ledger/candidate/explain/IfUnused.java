package dev.berth.ledger.candidate;

import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ChangeDevice.Action;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.event.Event;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.candidate.Explanation.Verdict;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Whether there would be a candidate if nothing were used, asked of one tree after the other until one has some.
 * Amounts are imagined
 * free at once. Where devices are asked for, all who hold anything there give it back in a copy of the region, by the
 * rules by which
 * they would. For one thread.
 */
final class IfUnused {
    /** What it costs to take back what one consumer holds, in steps of the search. */
    private static final int STEPS = 64;

    /** Nothing that is given back is told the time. */
    private static final Position NOWHERE = new Position(0, 0, 0);

    private final RegionView view;
    private final Plan plan;
    private final Steps steps;
    private final TreeProbe probe;

    /** The trees with providers that share, as they are if nothing is used: a tree must know what is its own. */
    private final TreeMap<ProviderId, Tree> sharingTrees = new TreeMap<>();

    private final List<SharingProvider> sharing;
    private final CommandId unknownCommand;

    /** Whether devices decide it, which only those who hold them can give back. */
    private final boolean areDevicesMeant;

    private final TreeSet<ResourceClass> askedClasses = new TreeSet<>();

    private boolean isFound;
    private boolean isUnsure;

    IfUnused(RegionView view, Plan plan, Steps steps) {
        this.view = view;
        this.plan = plan;
        this.steps = steps;
        this.probe = new TreeProbe(view, plan, steps);
        view.forest().sharing().forEach(tree -> sharingTrees.put(tree.root(), tree.unused()));
        this.sharing = SharingProvider.of(List.copyOf(sharingTrees.values()), plan);
        this.areDevicesMeant = plan.asksForDevices() || DeviceOffers.mayClash(view, plan.request());
        this.unknownCommand = unknownCommand(view);
        plan.request()
                .groups()
                .forEach(group -> askedClasses.addAll(group.resources().keySet()));
    }

    /** What it comes to for the trees that were looked at. */
    Verdict verdict() {
        return isFound ? Verdict.NOT_NOW : isUnsure ? Verdict.UNDECIDED : Verdict.NEVER;
    }

    /** Looks at a tree, unless an answer was found before. */
    void look(int standAt, int bit) {
        Tree tree = view.forest().stand(standAt).tree(bit);
        if (isFound || !plan.acceptsRoot(tree)) {
            return;
        }
        TreeProbe.Found found = areDevicesMeant || hasUncleanDevices(tree.root()) || isOtherOnceReleased(tree)
                ? lookAtReleased(standAt, bit)
                : lookAtUnused(standAt, bit);
        isFound = found == TreeProbe.Found.CANDIDATE;
        isUnsure |= found == TreeProbe.Found.UNSURE;
    }

    private TreeProbe.Found lookAtUnused(int standAt, int bit) {
        Stand stand = view.forest().stand(standAt);
        Tree tree = stand.tree(bit);
        Tree shared = sharingTrees.get(tree.root());
        return probe.look(
                shared != null ? shared : tree.unused(),
                SharingProvider.reaching(sharing, SharingProvider.reach(sharing, stand), bit));
    }

    private TreeProbe.Found lookAtReleased(int standAt, int bit) {
        RegionView released = view;
        ProviderId root = view.forest().stand(standAt).tree(bit).root();
        for (ConsumerId holder : holders(standAt, bit)) {
            steps.make(STEPS);
            if (steps.areSpent()) {
                return TreeProbe.Found.UNSURE;
            }
            for (Event event : Ledger.decide(released, NOWHERE, new ReleaseAllocations(unknownCommand, holder))
                    .events()) {
                released = Ledger.evolve(released, NOWHERE, event);
            }
        }
        released = restored(released, root);
        if (steps.areSpent()) {
            return TreeProbe.Found.UNSURE;
        }
        Optional<Plan> then = Plan.of(released, plan.request());
        if (then.isEmpty()) {
            return TreeProbe.Found.NOTHING;
        }
        // What departs is gone by now, other trees among it, or this one.
        Forest forest = released.forest();
        if (forest.tree(root).isEmpty()) {
            return TreeProbe.Found.NOTHING;
        }
        Stand stand = forest.stand(forest.standOf(root));
        int at = Long.numberOfTrailingZeros(stand.bit(root));
        List<SharingProvider> outside = SharingProvider.of(forest.sharing(), then.get());
        return new TreeProbe(released, then.get(), steps)
                .look(stand.tree(at), SharingProvider.reaching(outside, SharingProvider.reach(outside, stand), at));
    }

    /** Whether what it has is not all that can be had: devices are counted instead, or what departs goes then. */
    private boolean isOtherOnceReleased(Tree tree) {
        if (view.devices().isEmpty() && !view.hasDepartures()) {
            return false;
        }
        steps.make(tree.size());
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

    /** Whether what is reserved of the host's providers, and which devices are free, is not for good. */
    private boolean hasUncleanDevices(ProviderId host) {
        return view.devices().of(host).devices().stream()
                .anyMatch(device -> device.dirty() || device.outage().isPresent());
    }

    /** The region once all devices of the host are clean and in service, as operators would have it. */
    private RegionView restored(RegionView released, ProviderId host) {
        RegionView restored = released;
        for (TrackedDevice device : released.devices().of(host).devices()) {
            List<Action> actions = new ArrayList<>();
            if (device.outage().isPresent()) {
                actions.add(Action.RETURN);
            }
            if (device.dirty()) {
                actions.add(Action.ACKNOWLEDGE);
            }
            for (Action action : actions) {
                steps.make(STEPS);
                if (steps.areSpent()) {
                    return restored;
                }
                ChangeDevice command =
                        new ChangeDevice(unknownCommand, host, device.address(), action, Optional.empty());
                for (Event event : Ledger.decide(restored, NOWHERE, command).events()) {
                    restored = Ledger.evolve(restored, NOWHERE, event);
                }
            }
        }
        return restored;
    }

    /** Those who hold anything of the tree's providers or devices, or of the providers that share with it. */
    private Iterable<ConsumerId> holders(int standAt, int bit) {
        Stand stand = view.forest().stand(standAt);
        Tree tree = stand.tree(bit);
        TreeSet<ConsumerId> holders = new TreeSet<>();
        for (int member = 0; member < tree.size(); member++) {
            view.consumersOn(tree.id(member)).forEach(holders::add);
        }
        for (SharingProvider provider : SharingProvider.reaching(sharing, SharingProvider.reach(sharing, stand), bit)) {
            view.consumersOn(provider.tree().id(provider.member())).forEach(holders::add);
        }
        for (TrackedDevice device : view.devices().of(tree.root()).devices()) {
            device.owner().ifPresent(holders::add);
        }
        return holders;
    }

    /** An id that is not remembered, as a command that is would be refused. */
    private static CommandId unknownCommand(RegionView view) {
        CommandId unknown = new CommandId(new UUID(0, 0));
        for (long low = 1; view.decided(unknown).isPresent(); low++) {
            unknown = new CommandId(new UUID(0, low));
        }
        return unknown;
    }
}
