package dev.berth.projector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** The few commands that the tests of this module need, with ids made from small numbers. */
final class Commands {
    static final ResourceClass VCPU = ResourceClass.of("VCPU");
    static final ResourceClass NIC = ResourceClass.of("CUSTOM_NIC");

    private Commands() {}

    static ProviderId provider(int number) {
        return new ProviderId(new UUID(1, number));
    }

    static ConsumerId consumer(int number) {
        return new ConsumerId(new UUID(2, number));
    }

    static Command create(int provider) {
        return new CreateProvider(id(), provider(provider), "cn" + provider, Optional.empty());
    }

    static Command inventory(int provider, long generation, long vcpus) {
        return new ReplaceInventories(
                id(),
                provider(provider),
                OptionalLong.of(generation),
                ImmutableSortedMap.of(VCPU, InventoryRecord.of(vcpus)));
    }

    static Command claim(int consumer, int provider, long vcpus) {
        return claim(consumer, provider, VCPU, vcpus);
    }

    private static Command claim(int consumer, int provider, ResourceClass resourceClass, long amount) {
        return new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        consumer(consumer),
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        Allocations.of(provider(provider), resourceClass, amount))));
    }

    /** A host with so many plain devices, counted by a provider of their own, which has the number after the host's. */
    static Command reportWithDevices(int host, int count) {
        ProviderId card = provider(host + 100);
        ImmutableList.Builder<PciDevice> devices = ImmutableList.builder();
        for (int function = 0; function < count; function++) {
            devices.add(new PciDevice(
                    new PciAddress(0, 0x81, 0, function),
                    "8086",
                    "10ed",
                    DeviceType.PCI,
                    Optional.empty(),
                    OptionalInt.of(0),
                    ImmutableSortedMap.of("resource_class", AttributeValue.of(NIC.name())),
                    ImmutableSortedMap.of(),
                    Optional.of(card)));
        }
        return new ReportHost(
                id(),
                provider(host),
                ImmutableList.of(
                        reported(provider(host), "cn" + host, Optional.empty(), VCPU, 8),
                        reported(card, "card" + host, Optional.of(provider(host)), NIC, 4)),
                ImmutableSortedMap.of(),
                devices.build());
    }

    private static ReportedProvider reported(
            ProviderId id, String name, Optional<ProviderId> parent, ResourceClass resourceClass, long total) {
        return new ReportedProvider(
                id,
                name,
                parent,
                ImmutableSortedMap.of(resourceClass, InventoryRecord.of(total)),
                ImmutableSortedSet.of());
    }

    static Command claimDevices(int consumer, int host, long count) {
        return claim(consumer, host + 100, NIC, count);
    }

    static Command release(int consumer) {
        return new ReleaseAllocations(id(), consumer(consumer));
    }

    static Command skip(long offset) {
        return new SkipRecord(id(), offset);
    }

    private static CommandId id() {
        return new CommandId(UUID.randomUUID());
    }
}
