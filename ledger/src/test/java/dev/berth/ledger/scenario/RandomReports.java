package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.Command;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ReplaceKey;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Reports of a few hosts, whose cells and devices come, go and move from one to the next. For one thread. */
final class RandomReports {
    private final SplittableRandom random;
    private final Symbols symbols;
    private final RandomPick some;

    RandomReports(SplittableRandom random, Symbols symbols) {
        this.random = random;
        this.symbols = symbols;
        this.some = new RandomPick(random, symbols);
    }

    /**
     * A host with some of the cells and devices that it may have; they come, go and move from one report to the next.
     */
    ReportHost report(CommandId id, RegionView view) {
        String host = "host" + random.nextInt(3);
        List<ReportedProvider> providers = new ArrayList<>();
        providers.add(reported(view, host, Optional.empty()));
        List<String> cells = new ArrayList<>(List.of(host));
        for (int cell = 0; cell < 2; cell++) {
            if (!some.isOneIn(4)) {
                cells.add(host + "_cell" + cell);
                providers.add(reported(view, host + "_cell" + cell, Optional.of(host)));
            }
        }
        for (int device = 0; device < 3; device++) {
            if (!some.isOneIn(3)) {
                providers.add(reported(view, host + "_dev" + device, Optional.of(some.one(cells))));
            }
        }
        String other = "host" + random.nextInt(3);
        if (!other.equals(host) && some.isOneIn(8)) {
            providers.add(reported(view, some.isOneIn(2) ? other : other + "_cell0", Optional.of(host)));
        }
        if (providers.size() > 2 && some.isOneIn(8)) {
            swapNames(providers);
        }
        RandomDevices devices = new RandomDevices(random, symbols, host);
        ReportHost report = new ReportHost(
                id,
                symbols.provider(host),
                ImmutableList.copyOf(devices.counted(providers)),
                devices.cells(),
                devices.offered());
        return numbered(report, view);
    }

    private void swapNames(List<ReportedProvider> providers) {
        int one = 1 + random.nextInt(providers.size() - 1);
        int other = 1 + random.nextInt(providers.size() - 1);
        String name = providers.get(one).name();
        providers.set(one, named(providers.get(one), providers.get(other).name()));
        providers.set(
                other,
                named(providers.get(other), one == other ? providers.get(other).name() : name));
    }

    private static ReportedProvider named(ReportedProvider reported, String name) {
        return new ReportedProvider(
                reported.provider(),
                name,
                reported.parent(),
                reported.inventories(),
                reported.traits(),
                reported.explicit());
    }

    /** Mostly as its agent sends it: with the next number if it is enrolled, and without one if it is not. */
    private ReportHost numbered(ReportHost report, RegionView view) {
        if (view.enrolment(report.host()).isPresent() == some.isOneIn(10)) {
            return report;
        }
        long last = view.lastSequence(report.host()).orElse(-1);
        if (some.isOneIn(20)) {
            return report.withSequence(Long.MAX_VALUE - random.nextInt(2));
        }
        return report.withSequence(some.isOneIn(8) ? Math.max(0, last - random.nextInt(2)) : last + 1);
    }

    /** Keys pass from host to host, so that now and then one is another's. */
    Command enrolment(CommandId id) {
        ProviderId host = symbols.provider("host" + random.nextInt(3));
        if (some.isOneIn(4)) {
            return new ReplaceKey(id, host, symbols.key("key" + random.nextInt(4)));
        }
        return some.isOneIn(3)
                ? new WithdrawHost(id, host)
                : new EnrolHost(
                        id,
                        new Enrolment(
                                host,
                                some.isOneIn(4)
                                        ? Optional.empty()
                                        : Optional.of(symbols.key("key" + random.nextInt(4))),
                                some.isOneIn(2) ? Optional.empty() : Optional.of("agent" + random.nextInt(2))));
    }

    private ReportedProvider reported(RegionView view, String name, Optional<String> parent) {
        ImmutableSortedSet<Trait> traits = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> Trait.of(some.one(RandomPick.TRAITS)))
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories = some.inventories(view);
        ImmutableSortedMap.Builder<ResourceClass, ImmutableSortedSet<InventoryField>> explicit =
                ImmutableSortedMap.naturalOrder();
        inventories.keySet().stream()
                .filter(resourceClass -> some.isOneIn(4))
                .forEach(resourceClass -> explicit.put(resourceClass, fields()));
        return new ReportedProvider(
                symbols.provider(name),
                parent.isEmpty() && some.isOneIn(20) ? some.name() : name,
                parent.map(symbols::provider),
                inventories,
                traits,
                explicit.build());
    }

    /** One field or some; a class of which none is explicit is not written. */
    private ImmutableSortedSet<InventoryField> fields() {
        InventoryField[] all = InventoryField.values();
        return IntStream.rangeClosed(0, random.nextInt(2))
                .mapToObj(i -> all[random.nextInt(all.length)])
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }
}
