package dev.berth.cli.service;

import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.CommandCodec;
import dev.berth.projector.Beginnings;
import java.util.Optional;

/** Has partitions begin at a checkpoint that an auditor wrote. Read when it is asked, and not kept. */
record CheckpointBeginnings(Checkpoint checkpoint, CommandCodec commands) implements Beginnings {
    @Override
    public Optional<Beginning> of(int partition) {
        return checkpoint.place(partition).map(place -> {
            PartitionState state = checkpoint.read(partition, commands);
            return new Beginning(checkpoint.log(), place.next(), state.folds(), state.held(), place.mark());
        });
    }
}
