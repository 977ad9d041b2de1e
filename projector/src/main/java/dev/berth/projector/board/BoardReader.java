package dev.berth.projector.board;

import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.log.HostRowReader;
import dev.berth.events.log.HostRowRecord;
import dev.berth.events.log.HostsTopic;
import dev.berth.events.log.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads all of berth.hosts. A topic that is deleted is made again and read from its beginning: Kafka's client would ask
 * for the old one for ever, and warn of it thousands of times a second. For one thread.
 */
final class BoardReader implements AutoCloseable {
    private static final long LOOK_NS = Duration.ofSeconds(1).toNanos();

    private final KafkaConnection kafka;
    private final HostRowCodec codec;
    private final HostsTopic topic;
    private Optional<HostRowReader> reader = Optional.empty();
    private String topicId;
    private long lookedNs = System.nanoTime();

    /** @throws dev.berth.events.log.KafkaUnreachableException if the topic cannot be read */
    BoardReader(KafkaConnection kafka, HostRowCodec codec, HostsTopic topic) {
        this.kafka = kafka;
        this.codec = codec;
        this.topic = topic;
        this.topicId = topic.ensure();
        this.reader = Optional.of(HostRowReader.ofAll(kafka, codec));
    }

    /** Reads all that is there now; returns false on timeout. */
    boolean readToEnd(Duration timeout, Consumer<HostRowRecord> rows) {
        return reader.orElseThrow().readToEnd(timeout, rows);
    }

    /**
     * Looks after the topic, each second at most.
     *
     * @return whether it is another one than before, which is read from its beginning
     * @throws dev.berth.events.log.KafkaUnreachableException if it is not there and cannot be made, or not be read
     */
    boolean isRenewed() {
        if (reader.isPresent() && System.nanoTime() - lookedNs < LOOK_NS) {
            return false;
        }
        String now = topic.ensure();
        lookedNs = System.nanoTime();
        if (reader.isPresent() && now.equals(topicId)) {
            return false;
        }
        close();
        reader = Optional.of(HostRowReader.ofAll(kafka, codec));
        boolean isAnother = !now.equals(topicId);
        topicId = now;
        return isAnother;
    }

    List<HostRowRecord> poll(Duration timeout) {
        return reader.orElseThrow().poll(timeout);
    }

    @Override
    public void close() {
        reader.ifPresent(HostRowReader::close);
        reader = Optional.empty();
    }
}
