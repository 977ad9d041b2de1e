package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
    private static final TopicPartition HERE = new TopicPartition("berth.decisions", 3);
    private static final TopicPartition ELSEWHERE = new TopicPartition("berth.decisions", 4);
    private static final OpenPart PART = new OpenPart(HERE, 7, (short) 5, 100, 0);

    @Test
    void takesForOngoingWhatTheCoordinatorMayStillEnd() {
        assertThat(knowledge(TransactionState.ONGOING, 5, HERE)).isEqualTo(Knowledge.ONGOING);
        assertThat(knowledge(TransactionState.PREPARE_ABORT, 6, HERE, ELSEWHERE))
                .isEqualTo(Knowledge.ONGOING);
        assertThat(knowledge(TransactionState.PREPARE_COMMIT, 6, HERE)).isEqualTo(Knowledge.ONGOING);
        assertThat(knowledge(TransactionState.PREPARE_EPOCH_FENCE, 6)).isEqualTo(Knowledge.ONGOING);
        assertThat(knowledge(TransactionState.UNKNOWN, 6)).isEqualTo(Knowledge.ONGOING);
    }

    @Test
    void takesForOngoingWhereALaterTransactionOfTheProducerMayBeginUnderTheSameEpoch() {
        assertThat(knowledge(TransactionState.COMPLETE_ABORT, 5)).isEqualTo(Knowledge.ONGOING);
        assertThat(knowledge(TransactionState.ONGOING, 5, ELSEWHERE)).isEqualTo(Knowledge.ONGOING);
    }

    @Test
    void takesForOngoingWhereALaterTransactionOfTheProducerWritesInThePartition() {
        assertThat(knowledge(TransactionState.ONGOING, 8, ELSEWHERE, HERE)).isEqualTo(Knowledge.ONGOING);
    }

    @Test
    void takesForForgottenWhatTheCoordinatorIsDoneWith() {
        assertThat(knowledge(TransactionState.COMPLETE_ABORT, 6)).isEqualTo(Knowledge.FORGOTTEN);
        assertThat(knowledge(TransactionState.EMPTY, 7)).isEqualTo(Knowledge.FORGOTTEN);
        assertThat(knowledge(TransactionState.ONGOING, 7, ELSEWHERE)).isEqualTo(Knowledge.FORGOTTEN);
        assertThat(knowledge(TransactionState.COMPLETE_COMMIT, 9)).isEqualTo(Knowledge.FORGOTTEN);
    }

    @Test
    void tellsWhatTheCoordinatorHasWrittenThatItIsCommitted() {
        assertThat(knowledge(TransactionState.COMPLETE_COMMIT, 6)).isEqualTo(Knowledge.COMMITTED);
    }

    @Test
    void knowsNothingOfAProducerThatNoCoordinatorNames() {
        assertThat(Knowledge.of(PART, Optional.empty())).isEqualTo(Knowledge.UNKNOWN);
    }

    private static Knowledge knowledge(TransactionState state, int epoch, TopicPartition... partitions) {
        return Knowledge.of(
                PART,
                Optional.of(new TransactionDescription(
                        1, state, 7, epoch, 5_000, OptionalLong.empty(), Set.of(partitions))));
    }
}
