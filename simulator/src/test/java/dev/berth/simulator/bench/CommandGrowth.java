package dev.berth.simulator.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * What a command costs by its size, up to the largest that {@link Limits} allow: a table. Each is decided and applied a
 * few times to the same view, and the least processor time of the thread is told, which other work on the machine
 * disturbs least. No command may take a second, because all others of its region wait for it.
 */
public final class CommandGrowth {
    private static final int HOSTS = 2_000;
    private static final int ROUNDS = 5;
    private static final int AMOUNT = 1_000_000;
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass GOLD = ResourceClass.of("CUSTOM_GOLD");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final RegionView region;
    private final List<ProviderId> hosts = new ArrayList<>();
    private long ids;

    /** A view, and a command that is to be measured in it. */
    private record Case(RegionView view, Command command) {}

    private CommandGrowth() {
        RegionView grown = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < HOSTS; i++) {
            ProviderId host = provider();
            hosts.add(host);
            grown = apply(grown, report(host, List.of(reported(host, Optional.empty(), VCPU))));
        }
        region = grown;
    }

    public static void main(String[] arguments) {
        CommandGrowth growth = new CommandGrowth();
        int tree = Limits.TREE_PROVIDERS_MAX;
        System.out.println("| command | parts | ms | µs a part |\n|---|---|---|---|");
        growth.print("a report of a new host, flat", growth::flatReport, 1, 16, 256, tree);
        growth.print("the same report again", growth::sameReport, 1, 16, 256, tree);
        growth.print("a report in which all but the host vanish", growth::vanishing, 2, 16, 256, tree);
        growth.print("a report of a new host, a chain", growth::chainReport, 1, 8, Limits.TREE_DEPTH_MAX);
        growth.print("a provider more in a tree", growth::oneMore, 1, 16, 256, tree - 1);
        growth.print("a provider less in a tree", growth::oneLess, 2, 16, 256, tree);
        growth.print("a claim of consumers on as many hosts", growth::claim, 1, 16, 256, Limits.COMMAND_CONSUMERS_MAX);
        growth.print("a claim of consumers in one tree", growth::claimOfTree, 1, 16, 256, tree);
        growth.print("a claim of units of one host's devices", growth::claimOfDevices, 1, 16, 256, 1_024);
        growth.print("a report of devices", growth::deviceReport, 1, 64, 1_024, Limits.HOST_DEVICES_MAX);
        growth.print("a report of devices that are held by amount", growth::adoption, 1, 64, 1_024);
        growth.print("a reshape of as many hosts", growth::reshape, 1, 16, 256, Limits.RESHAPED_PROVIDERS_MAX);
        growth.print("a reshape of one tree", growth::reshapeOfTree, 1, 16, 256, Limits.RESHAPED_PROVIDERS_MAX);
        growth.print("a rename of a class that consumers hold", growth::rename, 1, 100, Limits.RENAME_REWRITES_MAX - 1);
    }

    private void print(String kind, IntFunction<Case> cases, int... sizes) {
        for (int size : sizes) {
            Case measured = cases.apply(size);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long begin = THREADS.getCurrentThreadCpuTime();
                apply(measured.view(), measured.command());
                least = Math.min(least, THREADS.getCurrentThreadCpuTime() - begin);
            }
            System.out.printf(Locale.ROOT, "| %s | %,d | %.3f | %.1f |%n", kind, size, least / 1e6, least / 1e3 / size);
        }
    }

    private Case flatReport(int size) {
        return new Case(region, flat(provider(), size));
    }

    private Case sameReport(int size) {
        ProviderId host = provider();
        return new Case(apply(region, flat(host, size)), flat(host, size));
    }

    private Case vanishing(int size) {
        ProviderId host = provider();
        return new Case(apply(region, flat(host, size)), flat(host, 1));
    }

    private Case chainReport(int size) {
        ProviderId host = provider();
        List<ReportedProvider> chain = new ArrayList<>(List.of(reported(host, Optional.empty(), VCPU)));
        for (int i = 1; i < size; i++) {
            chain.add(reported(provider(), Optional.of(chain.get(i - 1).provider()), VCPU));
        }
        return new Case(region, report(host, chain));
    }

    private Case oneMore(int size) {
        ProviderId host = provider();
        return new Case(
                apply(region, flat(host, size)),
                new CreateProvider(command(), provider(), "one more", Optional.of(host)));
    }

    private Case oneLess(int size) {
        ProviderId host = provider();
        ReportHost report = flat(host, size);
        return new Case(
                apply(region, report),
                new DeleteProvider(command(), report.providers().get(size - 1).provider()));
    }

    private Case claim(int size) {
        return new Case(region, claims(hosts.subList(0, size), VCPU));
    }

    private Case claimOfTree(int size) {
        ReportHost report = flat(provider(), size);
        return new Case(
                apply(region, report),
                claims(
                        report.providers().stream()
                                .map(ReportedProvider::provider)
                                .toList(),
                        VCPU));
    }

    private Case claimOfDevices(int size) {
        ProviderId host = provider();
        ProviderId counter = provider();
        RegionView view = apply(region, devices(host, counter, Limits.HOST_DEVICES_MAX, true));
        return new Case(view, claims(Collections.nCopies(size, counter), unit(counter)));
    }

    private Case deviceReport(int size) {
        return new Case(region, devices(provider(), provider(), size, true));
    }

    private Case adoption(int size) {
        ProviderId host = provider();
        ProviderId counter = provider();
        RegionView known = apply(region, devices(host, counter, size, false));
        RegionView held = apply(known, claims(Collections.nCopies(size, counter), unit(counter)));
        return new Case(held, devices(host, counter, size, true));
    }

    private Case reshape(int size) {
        return new Case(region, reshape(region, hosts.subList(0, size)));
    }

    private Case reshapeOfTree(int size) {
        ReportHost report = flat(provider(), size);
        RegionView view = apply(region, report);
        return new Case(
                view,
                reshape(
                        view,
                        report.providers().stream()
                                .map(ReportedProvider::provider)
                                .toList()));
    }

    private Case rename(int size) {
        ProviderId golden = provider();
        RegionView view = apply(region, report(golden, List.of(reported(golden, Optional.empty(), GOLD))));
        for (int from = 0; from < size; from += Limits.COMMAND_CONSUMERS_MAX) {
            int count = Math.min(size - from, Limits.COMMAND_CONSUMERS_MAX);
            view = apply(view, claims(Collections.nCopies(count, golden), GOLD));
        }
        return new Case(view, new RenameResourceClass(command(), GOLD, ResourceClass.of("CUSTOM_SILVER")));
    }

    private Reshape reshape(RegionView view, List<ProviderId> providers) {
        ImmutableSortedMap.Builder<ProviderId, ReshapedInventories> inventories = ImmutableSortedMap.naturalOrder();
        for (ProviderId id : providers) {
            inventories.put(
                    id,
                    new ReshapedInventories(
                            view.provider(id).orElseThrow().generation(),
                            ImmutableSortedMap.of(VCPU, InventoryRecord.of(AMOUNT + 1))));
        }
        return new Reshape(
                command(), inventories.build(), claims(providers, VCPU).claims());
    }

    private ClaimAllocations claims(List<ProviderId> providers, ResourceClass resourceClass) {
        ImmutableList.Builder<ConsumerClaim> claims = ImmutableList.builder();
        for (ProviderId provider : providers) {
            claims.add(new ConsumerClaim(
                    new ConsumerId(uuid()),
                    ExpectedConsumer.ABSENT,
                    "project",
                    "user",
                    Optional.empty(),
                    Allocations.of(provider, resourceClass, 1)));
        }
        return new ClaimAllocations(command(), claims.build());
    }

    private ReportHost flat(ProviderId host, int size) {
        List<ReportedProvider> tree = new ArrayList<>(List.of(reported(host, Optional.empty(), VCPU)));
        for (int i = 1; i < size; i++) {
            // The same host has the same providers each time.
            ProviderId below = new ProviderId(new UUID(host.value().getLeastSignificantBits(), i));
            tree.add(reported(below, Optional.of(host), VCPU));
        }
        return report(host, tree);
    }

    private ReportHost devices(ProviderId host, ProviderId counter, int size, boolean areOffered) {
        ImmutableList.Builder<PciDevice> devices = ImmutableList.builder();
        for (int i = 0; areOffered && i < size; i++) {
            devices.add(device(counter, i));
        }
        return new ReportHost(
                command(),
                host,
                ImmutableList.of(
                        reported(host, Optional.empty(), VCPU), reported(counter, Optional.of(host), unit(counter))),
                ImmutableSortedMap.of(),
                devices.build());
    }

    private static ResourceClass unit(ProviderId counter) {
        return DeviceProvider.classOf(device(counter, 0)).orElseThrow();
    }

    private static PciDevice device(ProviderId counter, int number) {
        return new PciDevice(
                new PciAddress(0, number / 256, number / 8 % 32, number % 8),
                "8086",
                "10ed",
                DeviceType.PCI,
                Optional.empty(),
                OptionalInt.empty(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Optional.of(counter));
    }

    private ReportHost report(ProviderId host, List<ReportedProvider> tree) {
        return new ReportHost(command(), host, ImmutableList.copyOf(tree));
    }

    private static ReportedProvider reported(ProviderId id, Optional<ProviderId> parent, ResourceClass resourceClass) {
        return new ReportedProvider(
                id,
                id.toString(),
                parent,
                ImmutableSortedMap.of(resourceClass, InventoryRecord.of(AMOUNT)),
                ImmutableSortedSet.of());
    }

    private static RegionView apply(RegionView view, Command command) {
        Position position = new Position(0, view.position().offset() + 1, 0);
        Ledger.Step step = Ledger.apply(view, position, command);
        if (step.decision().outcome().refusal().isPresent()) {
            throw new IllegalStateException("expected a command that is granted but got "
                    + step.decision().outcome().refusal().get());
        }
        return step.after();
    }

    private CommandId command() {
        return new CommandId(uuid());
    }

    private ProviderId provider() {
        return new ProviderId(uuid());
    }

    private UUID uuid() {
        return new UUID(0, ++ids);
    }
}
