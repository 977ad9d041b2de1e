package dev.berth.projector;

import java.util.Optional;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/**
 * What a partition holds of a transaction that has no end there.
 *
 * @param epoch the producer's, as of its last record there
 * @param startOffset of its first record there; no reader of committed records gets past it
 * @param coordinatorEpoch of the last marker that the producer had there, 0 if it had none
 */
record OpenPart(TopicPartition partition, long producerId, short epoch, long startOffset, int coordinatorEpoch) {
    static Optional<OpenPart> of(TopicPartition partition, ProducerState producer) {
        return producer.currentTransactionStartOffset().isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenPart(
                        partition,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.currentTransactionStartOffset().getAsLong(),
                        Math.max(0, producer.coordinatorEpoch().orElse(0))));
    }

    AbortTransactionSpec abort() {
        return new AbortTransactionSpec(partition, producerId, epoch, coordinatorEpoch);
    }

    @Override
    public String toString() {
        return "partition " + partition.partition() + " of " + partition.topic() + " from offset " + startOffset
                + " on (producer " + producerId + ", epoch " + epoch + ")";
    }
}
