package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A service of one thread, without stores: it decides what is in the log when it is told to, and records that as it is
 * told to, truly or not.
 */
final class TestingService implements LiveService, AutoCloseable {
    private final CommandCodec commands;
    private final DecisionCodec decisions;
    private final CommandPublisher publisher;
    private final KafkaProducer<byte[], byte[]> producer;
    private final LogReader log;
    private final LogId logId;
    private final TreeMap<Region, RegionFold> folds = new TreeMap<>();
    private final TreeMap<Region, Recording> recordings = new TreeMap<>();
    private final TreeMap<Integer, LogMark> marks = new TreeMap<>();
    private final TreeMap<Region, RegionFold> amid = new TreeMap<>();

    /** What is recorded instead of a region's n-th decision: nothing, one value or several. */
    interface Recording {
        List<byte[]> of(int n, Decision decision);
    }

    TestingService(KafkaConnection kafka, SchemaRegistry registry) {
        commands = new CommandCodec(registry);
        decisions = new DecisionCodec(registry);
        publisher = CommandPublisher.open(kafka, commands);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        log = LogReader.open(kafka, Topics.LOG.topic());
        logId = TopicAdmin.logId(kafka);
    }

    void record(Region region, Recording recording) {
        recordings.put(region, recording);
    }

    byte[] encoded(Decision decision) {
        return decisions.encode(decision);
    }

    void append(Region region, List<Command> sent) {
        List<CompletableFuture<?>> appended = new ArrayList<>();
        sent.forEach(command -> appended.add(publisher.publish(region, command).toCompletableFuture()));
        CompletableFuture.allOf(appended.toArray(CompletableFuture<?>[]::new)).join();
    }

    /** Appends what is no command. */
    void appendRaw(byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(Topics.LOG.topic(), key, value));
        producer.flush();
    }

    /** Records what nobody has decided. */
    void recordRaw(Region region, byte[] value) {
        producer.send(new ProducerRecord<>(Topics.DECISIONS.topic(), Partitions.key(region), value));
        producer.flush();
    }

    /** Decides what has come to the log, and records it. */
    void decide() {
        log.extendToNow();
        for (Optional<LogRecord> next = log.next(); next.isPresent(); next = log.next()) {
            take(next.get());
        }
        producer.flush();
    }

    /** What it holds of a partition, as an instance tells of its rows. */
    StoreCopy copy(String instance, int partition, String role) {
        ImmutableSortedMap.Builder<Region, LiveState> regions = ImmutableSortedMap.naturalOrder();
        folds.forEach((region, fold) -> regions.put(region, state(fold)));
        return new StoreCopy(
                instance,
                partition,
                role,
                Optional.ofNullable(marks.get(partition)),
                ImmutableList.of(),
                regions.build());
    }

    /** A region after the last record of its own, before what had waited for that record was decided. */
    RegionFold amid(Region region) {
        return amid.get(region);
    }

    private void take(LogRecord message) {
        marks.put(message.position().partition(), LogMark.of(Uuid.fromString(logId.text()), message));
        message.region().ifPresent(region -> {
            RegionFold before = fold(region);
            amid.put(
                    region,
                    before.take(commands.decode(message.position(), message.value()), 0)
                            .after());
            RegionFold.Taken taken = before.take(commands.decode(message.position(), message.value()));
            folds.put(region, taken.after());
            int n = (int) before.view().recent().count();
            for (Decision decision : taken.decisions()) {
                recordings
                        .getOrDefault(region, (number, each) -> List.of(encoded(each)))
                        .of(n++, decision)
                        .forEach(value -> producer.send(
                                new ProducerRecord<>(Topics.DECISIONS.topic(), Partitions.key(region), value)));
            }
        });
    }

    RegionFold fold(Region region) {
        return folds.getOrDefault(region, RegionFold.of(RegionView.empty(logId, region)));
    }

    @Override
    public SortedSet<Region> regions() {
        return ImmutableSortedSet.copyOf(folds.keySet());
    }

    @Override
    public LiveState state(Region region) {
        return state(fold(region));
    }

    static LiveState state(RegionFold fold) {
        ImmutableSortedMap.Builder<String, String> sections = ImmutableSortedMap.naturalOrder();
        StateDigest.of(fold.view()).sections().forEach((section, digest) -> sections.put(section.name(), digest));
        return new LiveState(
                fold.view().recent().count(),
                sections.build(),
                fold.stop().isPresent()
                        ? OptionalLong.of(fold.stop().get().position().offset())
                        : OptionalLong.empty());
    }

    @Override
    public void close() {
        publisher.close();
        producer.close();
        log.close();
    }
}
