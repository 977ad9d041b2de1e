package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.log.Topics;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogProducerTest {
    private static final TopicPartition BROKEN = new TopicPartition(Topics.LOG.topic(), 0);
    private static final TopicPartition SOUND = new TopicPartition(Topics.LOG.topic(), 1);

    private final Leases leases = new Leases(new TestingClock());

    @Test
    void commitsNoOffsetBehindARecordThatWasNotDecided() {
        Lease lease = leases.begin(0);
        leases.leftUndecided(0, 100);
        leases.leftUndecided(0, 101);
        assertThat(committed()).containsEntry(BROKEN, at(100)).containsEntry(SOUND, at(150));

        leases.end(lease);
        assertThat(committed()).as("as its task closes").containsEntry(BROKEN, at(100));
    }

    @Test
    void commitsWhatWasDecidedBeforeThatRecord() {
        leases.begin(0);
        leases.leftUndecided(0, 200);

        assertThat(committed()).containsEntry(BROKEN, at(150));
    }

    @Test
    void commitsAgainWhatTheNextTaskDecides() {
        leases.begin(0);
        leases.leftUndecided(0, 100);
        leases.begin(0);

        assertThat(committed()).containsEntry(BROKEN, at(150));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        return LogProducer.decided(Map.of(BROKEN, at(150), SOUND, at(150)), leases);
    }

    private static OffsetAndMetadata at(long offset) {
        return new OffsetAndMetadata(offset, Optional.of(7), "kept by Streams");
    }
}
