package dev.berth.projector;

import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/** A log without a broker that is as a test wants it. */
final class TestingLogCheck implements LogCheck {
    Uuid topicId = new Uuid(1, 1);
    Optional<String> contradiction = Optional.empty();
    OptionalLong firstRecord = OptionalLong.empty();
    boolean isReachable = true;
    /** How many more looks find something open that Kafka has forgotten. */
    int unclearLooks;

    long begin;
    long committed;
    Map<Integer, Long> readableEnds = Map.of();
    final Map<String, List<LogRecord>> topics = new HashMap<>();

    /** What happens before it answers up to where decisions are committed. */
    Runnable whileCommittedIsAsked = () -> {};
    /** What happens before a topic is read. */
    Consumer<String> whileItIsRead = topic -> {};

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

    @Override
    public Map<Integer, Long> readableEnds(Collection<Integer> partitions, Duration timeout) {
        requireReachable();
        return readableEnds;
    }

    @Override
    public boolean isClear(int partition) {
        requireReachable();
        return unclearLooks == 0 || --unclearLooks < 0;
    }

    @Override
    public long begin(int partition) {
        requireReachable();
        return begin;
    }

    @Override
    public long committed(int partition) {
        requireReachable();
        whileCommittedIsAsked.run();
        return committed;
    }

    @Override
    public void replay(String topic, int partition, long from, long to, Consumer<LogRecord> each) {
        requireReachable();
        whileItIsRead.accept(topic);
        topics.getOrDefault(topic, List.of()).stream()
                .filter(record ->
                        record.position().offset() >= from && record.position().offset() < to)
                .forEach(each);
    }

    @Override
    public Optional<LogRecord> last(String topic, int partition) {
        requireReachable();
        List<LogRecord> records = topics.getOrDefault(topic, List.of());
        return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
    }

    private void requireReachable() {
        if (!isReachable) {
            throw new LogUnavailableException("Kafka is not reached.");
        }
    }
}
