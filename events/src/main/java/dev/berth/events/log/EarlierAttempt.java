package dev.berth.events.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an interrupted restore has left in a compacted topic of one partition: records from the beginning of what it was
 * to put there, and nothing else. For one thread.
 */
final class EarlierAttempt implements AutoCloseable {
    private final String place;
    private final LogReader reader;
    private final long end;
    private Optional<LogRecord> next;
    /** Of records that are not there, which is as it should be where a newer one of the same key comes. */
    private final Set<ByteBuffer> compacted = new HashSet<>();

    private EarlierAttempt(KafkaConnection kafka, TopicSettings topic) {
        this.place = "topic " + topic.topic() + " at " + kafka.bootstrapServers();
        this.reader = LogReader.open(kafka, topic.topic());
        try {
            this.end = reader.progress().partitions().get(0).end();
            this.next = reader.next();
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** @throws TopicThereException if the topic is not as a restore makes it */
    static EarlierAttempt in(KafkaConnection kafka, TopicSettings topic, ExistingTopic there) {
        if (there.partitions() != 1 || !there.contradictions(topic).isEmpty()) {
            throw foreign(
                    "topic " + topic.topic() + " at " + kafka.bootstrapServers(), "it is not one that a restore makes");
        }
        return new EarlierAttempt(kafka, topic);
    }

    /**
     * Whether a record stands where it is to be put; they come in the order of their offsets.
     *
     * @throws TopicThereException if another one stands there
     */
    boolean has(long offset, byte[] key, byte[] value) {
        if (offset >= end) {
            requireWhole();
            return false;
        }
        if (key != null && (next.isEmpty() || next.get().position().offset() > offset)) {
            compacted.add(ByteBuffer.wrap(key));
            return true;
        }
        if (key == null
                || !Arrays.equals(next.get().key(), key)
                || !Arrays.equals(next.get().value(), value)) {
            throw foreign(place, "what stands at offset " + offset + " is not of this backup");
        }
        compacted.remove(ByteBuffer.wrap(key));
        next = reader.next();
        return true;
    }

    /** @throws TopicThereException if there is more than so many records, or if some of them are not there */
    void requireNoMore(long count) {
        if (count < end) {
            throw foreign(place, "from offset " + count + " on there is more than in this backup");
        }
        requireWhole();
    }

    private void requireWhole() {
        if (!compacted.isEmpty()) {
            throw foreign(place, "of its first records some are not there");
        }
    }

    private static TopicThereException foreign(String place, String what) {
        return new TopicThereException(
                "there is a " + place + " already, and no restore of this backup has left it (" + what
                        + "): a restore puts nothing into a topic of somebody else",
                null);
    }

    @Override
    public void close() {
        reader.close();
    }
}
