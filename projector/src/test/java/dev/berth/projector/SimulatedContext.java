package dev.berth.projector;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What a processor and its store see of Kafka Streams in a simulated world. For one thread. */
final class SimulatedContext implements ProcessorContext<Object, Object>, StateStoreContext {
    /** The same for a processor of bytes: Java has no way to write that a type extends an array. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ProcessorContext<byte[], byte[]> ofBytes() {
        return (ProcessorContext) this;
    }

    /** Work that is to be done again and again. */
    private static final class Regular implements Cancellable {
        private final long everyNs;
        private final Punctuator work;
        private long nextNs;
        private boolean isCancelled;

        Regular(long everyNs, Punctuator work, long nextNs) {
            this.everyNs = everyNs;
            this.work = work;
            this.nextNs = nextNs;
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }

    /** Where a record stands that is being taken. */
    private record At(String topic, int partition, long offset) implements RecordMetadata {}

    private final int partition;
    private final StateStore store;
    private final LongSupplier nowNs;
    private final BiConsumer<String, Record<byte[], byte[]>> forwarded;
    private final List<Regular> regular = new ArrayList<>();
    private Optional<RecordMetadata> current = Optional.empty();

    SimulatedContext(
            int partition, StateStore store, LongSupplier nowNs, BiConsumer<String, Record<byte[], byte[]>> forwarded) {
        this.partition = partition;
        this.store = store;
        this.nowNs = nowNs;
        this.forwarded = forwarded;
    }

    void take(String topic, long offset) {
        current = Optional.of(new At(topic, partition, offset));
    }

    /** Does what is due. */
    void punctuate() {
        long now = nowNs.getAsLong();
        for (Regular each : List.copyOf(regular)) {
            if (!each.isCancelled && each.nextNs <= now) {
                each.nextNs = now + each.everyNs;
                each.work.punctuate(now / 1_000_000);
            }
        }
        regular.removeIf(each -> each.isCancelled);
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, partition);
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return current;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S extends StateStore> S getStateStore(String name) {
        return (S) store;
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator work) {
        Regular added = new Regular(interval.toNanos(), work, nowNs.getAsLong() + interval.toNanos());
        regular.add(added);
        return added;
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <K, V> void forward(Record<K, V> record) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <K, V> void forward(Record<K, V> record, String child) {
        forwarded.accept(child, new Record<>((byte[]) record.key(), (byte[]) record.value(), record.timestamp()));
    }

    @Override
    public void commit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String applicationId() {
        return "simulated";
    }

    @Override
    public Serde<?> keySerde() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Serde<?> valueSerde() {
        throw new UnsupportedOperationException();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public long currentSystemTimeMs() {
        return nowNs.getAsLong() / 1_000_000;
    }

    @Override
    public long currentStreamTimeMs() {
        return currentSystemTimeMs();
    }

    @Override
    public void register(StateStore root, StateRestoreCallback restore) {}

    @Override
    public void register(StateStore root, StateRestoreCallback restore, CommitCallback commit) {}
}
