package dev.berth.ledger.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * What a decision asks of its view is bounded by the command and by the trees and hosts that it names, whatever else
 * the region has. Counted are questions and looked-at elements, not time.
 */
final class CommandStepsProperties {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass GOLD = ResourceClass.of("CUSTOM_GOLD");

    /** Questions that any rule asks for each part of its command; each looks at one thing. */
    private static final int STEPS_A_PART = 24;

    private final List<ProviderId> hosts = new ArrayList<>();
    private RegionView view = RegionView.empty(Region.DEFAULT);
    private Random random;
    private int offset;

    @Property(tries = 12)
    void asksForEachClaimOfACommandAFewQuestions(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int parts) {
        grow(seed, 300);
        assertThat(steps(claims(parts))).isLessThan((long) STEPS_A_PART * (parts + 1));
    }

    @Property(tries = 12)
    void asksForEachProviderOfAReportAFewQuestionsHoweverLargeTheRegion(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int parts) {
        grow(seed, 300);
        ProviderId host = id();
        apply(report(host, parts, 0));
        assertThat(steps(report(host, parts, 0))).isLessThan((long) STEPS_A_PART * (parts + 1));
        assertThat(steps(report(host, 1, 0))).as("all but one vanish").isLessThan((long) STEPS_A_PART * (parts + 1));
    }

    @Property(tries = 12)
    void asksOnceForEachHolderAndEachDeviceWhenDevicesAreAdopted(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 100) int holders,
            @ForAll @IntRange(min = 1, max = 200) int devices) {
        grow(seed, 30);
        ProviderId host = id();
        // The units are allocated before the devices are known.
        apply(report(host, 1, devices, false));
        ProviderId counter = counter(host);
        ResourceClass unit = DeviceProvider.classOf(device(host, 0)).orElseThrow();
        List<ConsumerClaim> claims = new ArrayList<>();
        for (int i = 0; i < Math.min(holders, devices); i++) {
            claims.add(claim(counter, unit));
        }
        apply(new ClaimAllocations(command(), ImmutableList.copyOf(claims)));
        Command report = report(host, 1, devices, true);
        assertThat(steps(report)).isLessThan((long) STEPS_A_PART * (holders + devices + 1));
        apply(report);
        assertThat(IntStream.range(0, claims.size())
                        .filter(i -> !view.devices()
                                .heldBy(claims.get(i).consumer(), host)
                                .isEmpty()))
                .as("each has got its device")
                .hasSize(claims.size());
    }

    @Property(tries = 12)
    void asksForEachClaimWhereAllHostsAreDrainedAFewQuestions(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int parts) {
        grow(seed, 300);
        hosts.forEach(host -> apply(new DrainHost(command(), host, "dust")));
        assertThat(steps(claims(parts))).isLessThan((long) STEPS_A_PART * (parts + 1));
    }

    @Property(tries = 12)
    void asksForEachProviderAndHolderOfARemovedHostAFewQuestions(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int providers,
            @ForAll @IntRange(min = 0, max = 200) int holders) {
        grow(seed, 300);
        ProviderId host = id();
        apply(report(host, providers, 0));
        for (int i = 0; i < Math.min(64, holders); i++) {
            apply(new ClaimAllocations(command(), ImmutableList.of(claim(host, VCPU))));
        }
        RemoveHost forced = new RemoveHost(command(), host, Optional.of("dust"));
        assertThat(steps(forced)).isLessThan((long) STEPS_A_PART * (providers + holders + 1));
        apply(forced);
        assertThat(view.provider(host)).isEmpty();
    }

    @Property(tries = 12)
    void asksForEachPartOfAReshapeAFewQuestions(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int parts) {
        grow(seed, 300);
        ImmutableSortedMap.Builder<ProviderId, ReshapedInventories> inventories = ImmutableSortedMap.naturalOrder();
        for (ProviderId host : hosts.subList(0, parts)) {
            long generation = view.provider(host).orElseThrow().generation();
            inventories.put(
                    host, new ReshapedInventories(generation, ImmutableSortedMap.of(VCPU, InventoryRecord.of(64))));
        }
        Reshape reshape =
                new Reshape(command(), inventories.build(), claims(parts).claims());
        assertThat(steps(reshape)).isLessThan((long) STEPS_A_PART * (2 * parts + 1));
    }

    @Property(tries = 12)
    void asksOnlyThoseWhoHaveTheClassWhenItIsRenamed(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int holders) {
        grow(seed, 300);
        ProviderId golden = id();
        apply(new ReportHost(command(), golden, ImmutableList.of(provider(golden, Optional.empty(), GOLD, 1_000))));
        for (int i = 0; i < holders; i++) {
            apply(new ClaimAllocations(command(), ImmutableList.of(claim(golden, GOLD))));
        }
        RenameResourceClass rename = new RenameResourceClass(command(), GOLD, ResourceClass.of("CUSTOM_SILVER"));
        assertThat(steps(rename)).isLessThan((long) STEPS_A_PART * (holders + 1));
        assertThat(ClassHolders.of(view, GOLD).orElseThrow().consumers()).hasSize(holders);
        assertThat(ClassHolders.of(view, GOLD).orElseThrow().providers()).containsExactly(golden);
    }

    @Property(tries = 6)
    void walksNoFurtherThanTheTreeWhenAProviderIsPutIntoIt(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int members) {
        grow(seed, 300);
        ProviderId host = id();
        apply(report(host, members, 0));
        Command below = new CreateProvider(command(), id(), "below", Optional.of(host));
        assertThat(steps(below)).isLessThan(4L * (members + 10));
        ProviderId leaf = hosts.get(0);
        assertThat(steps(new DeleteProvider(command(), leaf))).isLessThan(STEPS_A_PART);
        assertThat(steps(new ReleaseAllocations(command(), new ConsumerId(new UUID(1, 1)))))
                .isLessThan(STEPS_A_PART);
    }

    private long steps(Command command) {
        CountingView counting = new CountingView(view);
        Ledger.decide(counting, position(), command);
        return counting.steps();
    }

    private void apply(Command command) {
        Ledger.Step step = Ledger.apply(view, position(), command);
        assertThat(step.decision().outcome().refusal()).isEmpty();
        view = step.after();
        offset++;
    }

    private Position position() {
        return new Position(0, offset, 1000L * offset);
    }

    private void grow(long seed, int count) {
        // One object serves all tries.
        random = new Random(seed);
        view = RegionView.empty(Region.DEFAULT);
        hosts.clear();
        for (int i = 0; i < count; i++) {
            ProviderId host = id();
            hosts.add(host);
            apply(new ReportHost(
                    command(),
                    host,
                    ImmutableList.of(provider(host, Optional.empty(), VCPU, Limits.COMMAND_AMOUNTS_MAX))));
        }
    }

    private ClaimAllocations claims(int count) {
        List<ConsumerClaim> claims = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            claims.add(claim(hosts.get(random.nextInt(hosts.size())), VCPU));
        }
        return new ClaimAllocations(command(), ImmutableList.copyOf(claims));
    }

    private ConsumerClaim claim(ProviderId provider, ResourceClass resourceClass) {
        return new ConsumerClaim(
                new ConsumerId(uuid()),
                ExpectedConsumer.ABSENT,
                "project",
                "user",
                Optional.empty(),
                Allocations.of(provider, resourceClass, 1));
    }

    private ReportHost report(ProviderId host, int providers, int devices) {
        return report(host, providers, devices, devices > 0);
    }

    private ReportHost report(ProviderId host, int providers, int devices, boolean areOffered) {
        List<ReportedProvider> tree = new ArrayList<>();
        tree.add(provider(host, Optional.empty(), VCPU, 64));
        for (int i = 1; i < providers; i++) {
            tree.add(provider(
                    new ProviderId(new UUID(host.value().getMostSignificantBits(), i)), Optional.of(host), VCPU, 1));
        }
        List<PciDevice> offered = new ArrayList<>();
        if (devices > 0) {
            ResourceClass unit = DeviceProvider.classOf(device(host, 0)).orElseThrow();
            tree.add(provider(counter(host), Optional.of(host), unit, devices));
            IntStream.range(0, areOffered ? devices : 0).forEach(i -> offered.add(device(host, i)));
        }
        return new ReportHost(
                command(), host, ImmutableList.copyOf(tree), ImmutableSortedMap.of(), ImmutableList.copyOf(offered));
    }

    private static ProviderId counter(ProviderId host) {
        return new ProviderId(new UUID(host.value().getMostSignificantBits(), -1));
    }

    private static PciDevice device(ProviderId host, int number) {
        return new PciDevice(
                new PciAddress(0, number / 256, number / 8 % 32, number % 8),
                "8086",
                "10ed",
                DeviceType.PCI,
                Optional.empty(),
                OptionalInt.empty(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                Optional.of(counter(host)));
    }

    private static ReportedProvider provider(
            ProviderId id, Optional<ProviderId> parent, ResourceClass resourceClass, long total) {
        return new ReportedProvider(
                id,
                id.toString(),
                parent,
                ImmutableSortedMap.of(resourceClass, InventoryRecord.of(total)),
                ImmutableSortedSet.of());
    }

    private CommandId command() {
        return new CommandId(uuid());
    }

    private ProviderId id() {
        return new ProviderId(uuid());
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
