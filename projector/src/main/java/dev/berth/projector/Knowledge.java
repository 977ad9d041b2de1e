package dev.berth.projector;

import java.util.Optional;
import org.apache.kafka.clients.admin.TransactionDescription;

/** What the coordinator of a transaction knows of a part of it that is open in a partition. */
enum Knowledge {
    /** It may still end it, or a later transaction of the producer may have begun in the partition. */
    ONGOING,
    /** It is done with it, and nobody will end it any more. */
    FORGOTTEN,
    /** It has written that it is committed, and nobody has used the producer's name since. */
    COMMITTED,
    /** It does not name the producer: it may be another's, or be away. Nothing is proved by that. */
    UNKNOWN;

    /**
     * @param described what the coordinator says of the transactional id that has the producer id; empty if none does
     */
    static Knowledge of(OpenPart part, Optional<TransactionDescription> described) {
        if (described.isEmpty() || described.get().producerId() != part.producerId()) {
            return UNKNOWN;
        }
        TransactionDescription now = described.get();
        // A broker takes no marker of an epoch that is less than the producer's last there. So where the epoch is over,
        // an abort cannot meet what the producer has written there since it was asked for.
        if (now.producerEpoch() <= part.epoch() || now.topicPartitions().contains(part.partition())) {
            return ONGOING;
        }
        return switch (now.state()) {
            case COMPLETE_COMMIT -> now.producerEpoch() == part.epoch() + 1 ? COMMITTED : FORGOTTEN;
            case EMPTY, ONGOING, COMPLETE_ABORT, PREPARE_ABORT, PREPARE_COMMIT -> FORGOTTEN;
            case PREPARE_EPOCH_FENCE, UNKNOWN -> ONGOING;
        };
    }
}
