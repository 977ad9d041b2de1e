package dev.berth.events.codec;

import static dev.berth.events.codec.Values.commandId;
import static dev.berth.events.codec.Values.consumer;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.avro.command.ReshapedProvider;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.Reshape;
import dev.berth.events.model.ProviderId;
import java.util.List;

/** The commands about what consumers hold. */
final class AllocationCommands {
    private static final String UNCHECKED = "UNCHECKED";
    private static final String ABSENT = "ABSENT";
    private static final String AT_GENERATION = "AT_GENERATION";

    static final Shape<ClaimAllocations, dev.berth.avro.command.ClaimAllocations> CLAIM_ALLOCATIONS = new Shape<>(
            ClaimAllocations.class,
            dev.berth.avro.command.ClaimAllocations.class,
            command -> new dev.berth.avro.command.ClaimAllocations(
                    command.commandId().toString(), Values.list(command.claims(), AllocationCommands::claim)),
            avro -> new ClaimAllocations(
                    commandId(avro.getCommandId()), Values.immutableList(avro.getClaims(), AllocationCommands::claim)));

    static final Shape<ReleaseAllocations, dev.berth.avro.command.ReleaseAllocations> RELEASE_ALLOCATIONS = new Shape<>(
            ReleaseAllocations.class,
            dev.berth.avro.command.ReleaseAllocations.class,
            command -> new dev.berth.avro.command.ReleaseAllocations(
                    command.commandId().toString(), command.consumer().toString()),
            avro -> new ReleaseAllocations(commandId(avro.getCommandId()), consumer(avro.getConsumer())));

    static final Shape<Reshape, dev.berth.avro.command.Reshape> RESHAPE = new Shape<>(
            Reshape.class,
            dev.berth.avro.command.Reshape.class,
            command -> new dev.berth.avro.command.Reshape(
                    command.commandId().toString(),
                    reshaped(command.inventories()),
                    Values.list(command.claims(), AllocationCommands::claim)),
            avro -> new Reshape(
                    commandId(avro.getCommandId()),
                    reshaped(avro.getInventories()),
                    Values.immutableList(avro.getClaims(), AllocationCommands::claim)));

    private AllocationCommands() {}

    private static dev.berth.avro.command.ConsumerClaim claim(ConsumerClaim claim) {
        return new dev.berth.avro.command.ConsumerClaim(
                claim.consumer().toString(),
                expected(claim.expected()),
                claim.expected() instanceof ExpectedConsumer.AtGeneration at ? (Long) at.generation() : null,
                claim.projectId(),
                claim.userId(),
                Values.textOrNull(claim.type()),
                Values.allocations(claim.allocations()),
                claim.devices().map(FlavorValues::claim).orElse(null),
                claim.cells().map(CellValues::claim).orElse(null));
    }

    private static ConsumerClaim claim(dev.berth.avro.command.ConsumerClaim claim) {
        return new ConsumerClaim(
                consumer(claim.getConsumer()),
                expected(claim),
                claim.getProjectId(),
                claim.getUserId(),
                Values.consumerType(claim.getConsumerType()),
                Values.allocations(claim.getAllocations()),
                claim.getDevices().map(FlavorValues::claim),
                claim.getCells().map(CellValues::claim));
    }

    private static String expected(ExpectedConsumer expected) {
        if (expected instanceof ExpectedConsumer.AtGeneration) {
            return AT_GENERATION;
        }
        return expected instanceof ExpectedConsumer.Absent ? ABSENT : UNCHECKED;
    }

    private static ExpectedConsumer expected(dev.berth.avro.command.ConsumerClaim claim) {
        String expected = claim.getExpected();
        boolean hasGeneration = claim.getExpectedGeneration().isPresent();
        if (expected.equals(AT_GENERATION) && hasGeneration) {
            return ExpectedConsumer.atGeneration(claim.getExpectedGeneration().get());
        }
        if (expected.equals(ABSENT) && !hasGeneration) {
            return ExpectedConsumer.ABSENT;
        }
        if (expected.equals(UNCHECKED) && !hasGeneration) {
            return ExpectedConsumer.UNCHECKED;
        }
        throw new IllegalArgumentException("expected UNCHECKED, ABSENT or AT_GENERATION with a generation but got "
                + expected + (hasGeneration ? " with" : " without") + " a generation");
    }

    private static List<ReshapedProvider> reshaped(
            ImmutableSortedMap<ProviderId, Reshape.ReshapedInventories> inventories) {
        return Values.list(
                inventories.entrySet(),
                entry -> new ReshapedProvider(
                        entry.getKey().toString(),
                        entry.getValue().expectedGeneration(),
                        Values.inventories(entry.getValue().inventories())));
    }

    private static ImmutableSortedMap<ProviderId, Reshape.ReshapedInventories> reshaped(
            List<ReshapedProvider> inventories) {
        return Values.map(
                inventories,
                entry -> Values.provider(entry.getProvider()),
                entry -> new Reshape.ReshapedInventories(
                        entry.getExpectedGeneration(), Values.inventories(entry.getInventories())));
    }
}
