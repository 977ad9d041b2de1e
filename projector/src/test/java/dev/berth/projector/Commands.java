package dev.berth.projector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The few commands that the tests of this module need, with ids made from small numbers. */
final class Commands {
    static final ResourceClass VCPU = ResourceClass.of("VCPU");

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
        return new ClaimAllocations(
                id(),
                ImmutableList.of(new ConsumerClaim(
                        consumer(consumer),
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        ImmutableSortedMap.of(provider(provider), ImmutableSortedMap.of(VCPU, vcpus)))));
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
