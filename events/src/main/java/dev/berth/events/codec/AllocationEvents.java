package dev.berth.events.codec;

import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;

/** The events about what consumers hold. */
final class AllocationEvents {
    static final Shape<AllocationsClaimed, dev.berth.avro.event.AllocationsClaimed> ALLOCATIONS_CLAIMED = new Shape<>(
            AllocationsClaimed.class,
            dev.berth.avro.event.AllocationsClaimed.class,
            event -> new dev.berth.avro.event.AllocationsClaimed(
                    event.consumer().toString(),
                    event.generation(),
                    event.projectId(),
                    event.userId(),
                    Values.textOrNull(event.type()),
                    Values.allocations(event.allocations()),
                    CellValues.placementOrNull(event.placement())),
            avro -> new AllocationsClaimed(
                    Values.consumer(avro.getConsumer()),
                    avro.getGeneration(),
                    avro.getProjectId(),
                    avro.getUserId(),
                    Values.consumerType(avro.getConsumerType()),
                    Values.allocations(avro.getAllocations()),
                    avro.getPlacement().map(CellValues::placement)));

    static final Shape<AllocationsReleased, dev.berth.avro.event.AllocationsReleased> ALLOCATIONS_RELEASED =
            new Shape<>(
                    AllocationsReleased.class,
                    dev.berth.avro.event.AllocationsReleased.class,
                    event -> new dev.berth.avro.event.AllocationsReleased(
                            event.consumer().toString()),
                    avro -> new AllocationsReleased(Values.consumer(avro.getConsumer())));

    private AllocationEvents() {}
}
