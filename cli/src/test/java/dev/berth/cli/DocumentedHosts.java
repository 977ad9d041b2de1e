package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The hosts that pages of docs/ are about, reported to a server. */
final class DocumentedHosts {
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass VF = ResourceClass.of("SRIOV_NET_VF");

    private final BrokerlessServer server;
    private int commands;

    DocumentedHosts(BrokerlessServer server) {
        this.server = server;
    }

    void report() {
        reportNics();
        reportCards();
    }

    /** Three hosts with network cards, some of them used. */
    private void reportNics() {
        Trait offload = Trait.of("HW_NIC_OFFLOAD_GRO");
        decide(Region.DEFAULT, host(0, "cn0", nic(1, "pf0", 4, offload), nic(2, "pf1", 8)));
        decide(Region.DEFAULT, host(3, "cn1", nic(4, "pf2", 4, offload), nic(5, "pf3", 4)));
        decide(Region.DEFAULT, host(6, "cn2"));
        decide(Region.DEFAULT, claim(0, VCPU, 14));
        decide(Region.DEFAULT, claim(1, VF, 4));
        decide(Region.DEFAULT, claim(4, VF, 3));
        decide(Region.DEFAULT, claim(5, VF, 1));
    }

    private ReportHost host(int number, String name, ReportedProvider... cards) {
        ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
        providers.add(provider(number, name, Optional.empty(), VCPU, 16));
        for (ReportedProvider card : cards) {
            providers.add(new ReportedProvider(
                    card.provider(), card.name(), Optional.of(id(number)), card.inventories(), card.traits()));
        }
        return new ReportHost(command(), id(number), providers.build(), ImmutableSortedMap.of(), ImmutableList.of());
    }

    private static ReportedProvider nic(int number, String name, int functions, Trait... traits) {
        return provider(number, name, Optional.empty(), VF, functions, traits);
    }

    private static ReportedProvider provider(
            int number, String name, Optional<ProviderId> parent, ResourceClass of, int total, Trait... traits) {
        return new ReportedProvider(
                id(number),
                name,
                parent,
                ImmutableSortedMap.of(of, InventoryRecord.of(total)),
                ImmutableSortedSet.copyOf(traits));
    }

    private ClaimAllocations claim(int provider, ResourceClass of, long amount) {
        return new ClaimAllocations(
                command(),
                ImmutableList.of(new ConsumerClaim(
                        new ConsumerId(new UUID(0x2000, provider)),
                        ExpectedConsumer.ABSENT,
                        "p",
                        "u",
                        Optional.empty(),
                        Allocations.of(id(provider), of, amount))));
    }

    /**
     * Two hosts with eight functions each of a card of 10g, four to a cell, and two of a slower one; two of cn3 are
     * held.
     */
    private void reportCards() {
        Region cards = new Region("cards");
        decide(cards, hostWithCards(7, "cn3"));
        decide(cards, hostWithCards(8, "cn4"));
        decide(
                cards,
                new CreateFlavor(
                        command(),
                        new PciFlavor(
                                "10g",
                                ImmutableList.of(PciAlternative.of("speed", "10g")),
                                Optional.empty(),
                                Optional.empty(),
                                0)));
        DeviceRequest two = new DeviceRequest(
                "nic", 2, Optional.of("10g"), ImmutableList.of(), ImmutableSortedMap.of(), Optional.empty());
        ConsumerClaim claim = claim(7, VCPU, 1).claims().get(0);
        decide(
                cards,
                new ClaimAllocations(
                        command(),
                        ImmutableList.of(claim.withDevices(
                                new DeviceClaim(id(7), ImmutableSortedSet.of(), ImmutableList.of(two))))));
    }

    private ReportHost hostWithCards(int number, String name) {
        ImmutableList.Builder<PciDevice> devices = ImmutableList.builder();
        for (int function = 0; function < 10; function++) {
            boolean isFast = function < 8;
            devices.add(new PciDevice(
                    PciAddress.of("0000:8%d:00.%d".formatted(function / 4, function % 4)),
                    "8086",
                    "10ed",
                    DeviceType.VF,
                    Optional.empty(),
                    OptionalInt.of(function / 4 % 2),
                    ImmutableSortedMap.of(
                            "physical_network",
                            AttributeValue.of("net1"),
                            "speed",
                            AttributeValue.of(isFast ? "10g" : "1g")),
                    ImmutableSortedMap.of(),
                    Optional.empty()));
        }
        return new ReportHost(
                command(),
                id(number),
                ImmutableList.of(provider(number, name, Optional.empty(), VCPU, 16)),
                ImmutableSortedMap.of(0, NumaCell.on(0, OptionalInt.of(0)), 1, NumaCell.on(1, OptionalInt.of(1))),
                devices.build());
    }

    private static ProviderId id(int number) {
        return new ProviderId(new UUID(0x1000, number));
    }

    private CommandId command() {
        return new CommandId(new UUID(0x3000, ++commands));
    }

    private void decide(Region region, Command command) {
        assertThat(server.decide(region, command).outcome().refusal())
                .as(command.toString())
                .isEmpty();
    }
}
