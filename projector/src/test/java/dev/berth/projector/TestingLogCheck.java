package dev.berth.projector;

import dev.berth.events.log.LogMark;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/** A log without a broker that is as a test wants it. */
final class TestingLogCheck implements LogCheck {
    Uuid topicId = new Uuid(1, 1);
    Optional<String> contradiction = Optional.empty();
    OptionalLong firstRecord = OptionalLong.empty();
    boolean isReachable = true;

    @Override
    public Uuid topicId() {
        requireReachable();
        return topicId;
    }

    @Override
    public Optional<String> contradiction(int partition, Uuid topic, LogMark mark) {
        requireReachable();
        return topic.equals(mark.topicId()) ? contradiction : Optional.of("another topic");
    }

    @Override
    public OptionalLong firstRecord(int partition, long from, long to) {
        requireReachable();
        return firstRecord;
    }

    private void requireReachable() {
        if (!isReachable) {
            throw new LogUnavailableException("Kafka is not reached.");
        }
    }
}
