package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.berth.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said where a client of Kafka's does not do what it was asked to, or says nothing more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentClientTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final ImmutableMap<String, String> IN_HASTE =
            ImmutableMap.of("request.timeout.ms", "500", "delivery.timeout.ms", "1000", "max.block.ms", "1000");

    private static EmbeddedKafka kafka;
    private static KafkaConnection connection;

    @BeforeAll
    static void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, 5, 1);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void givesUpACallThatTheClientNeverEnds() {
        KafkaConnection hasty = new KafkaConnection(
                kafka.bootstrapServers(),
                ImmutableMap.of("default.api.timeout.ms", "600", "request.timeout.ms", "500"));
        try (KafkaAdmin admin = KafkaAdmin.patient(hasty, SHORT)) {
            assertThatThrownBy(() -> admin.answer(new KafkaFutureImpl<>()))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("Kafka at " + kafka.bootstrapServers() + " has answered nothing for 800 ms");
        }
    }

    @Test
    void saysWhyALogCannotBeHadBeginAtAnOffset() throws Exception {
        allow(0);
        try {
            assertThatThrownBy(() -> new LogBeginning(connection, 0, 10).raise(at -> {}))
                    .isInstanceOf(KafkaUnreachableException.class)
                    .hasMessageStartingWith("cannot write 0@0 of topic berth.log at " + kafka.bootstrapServers())
                    .hasMessageContaining("than the max");
        } finally {
            allow(Topics.LOG.maxMessageBytes());
        }
        new LogBeginning(connection, 0, 10).raise(at -> {});
    }

    @Test
    void goesOnWithTheFillersOfAnInterruptedBeginning() {
        try (PlacedRecords earlier = new PlacedRecords(connection, Topics.LOG, Map.of())) {
            for (int i = 0; i < 3; i++) {
                earlier.send(3, i, null, null, "-".getBytes(StandardCharsets.US_ASCII));
            }
            earlier.await();
        }
        new LogBeginning(connection, 3, 7).raise(at -> {});
        try (LogReader reader = LogReader.openAtOrBehind(connection, Topics.LOG.topic(), 3, 0)) {
            assertThat(reader.progress().partitions()).containsExactly(new LogProgress.Partition(3, 7, 7, 7));
        }
    }

    @Test
    void refusesToHaveAPartitionWithRecordsBeginAnew() {
        try (PlacedRecords before = new PlacedRecords(connection, Topics.LOG, Map.of())) {
            before.send(4, 0, null, "default".getBytes(StandardCharsets.US_ASCII), new byte[] {1});
            before.await();
        }
        assertThatThrownBy(() -> new LogBeginning(connection, 4, 7).raise(at -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is a record at offset 0");
    }

    private static void allow(int bytes) throws InterruptedException {
        ConfigResource log = new ConfigResource(ConfigResource.Type.TOPIC, Topics.LOG.topic());
        ConfigEntry setting = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        try (KafkaAdmin admin = KafkaAdmin.patient(connection)) {
            admin.answer(admin.calls()
                    .incrementalAlterConfigs(Map.of(log, List.of(new AlterConfigOp(setting, AlterConfigOp.OpType.SET))))
                    .all());
        }
    }

    /** Its third record is acknowledged, but its thread dies before it says so. */
    @Test
    void saysThatNothingIsKnownOfRecordsWhoseClientHasDied() {
        Doom.LEFT.set(2);
        KafkaConnection doomed = new KafkaConnection(
                kafka.bootstrapServers(),
                ImmutableMap.<String, String>builder()
                        .putAll(IN_HASTE)
                        .put("interceptor.classes", Doom.class.getName())
                        .build());
        try (PlacedRecords records = new PlacedRecords(doomed, Topics.LOG, Map.of(), SHORT)) {
            for (int i = 0; i < 2; i++) {
                records.send(1, i, null, null, new byte[] {1});
                records.await();
            }
            records.send(1, 2, null, null, new byte[] {1});
            records.send(1, 3, null, null, new byte[] {1});
            long startedNs = System.nanoTime();
            assertThatThrownBy(records::await)
                    .isInstanceOf(KafkaUnreachableException.class)
                    .hasMessageContaining(
                            "has not said for 1 s whether what was sent to partition 1 of topic berth.log");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNs))
                    .isLessThan(10);
        }
    }

    @Test
    void saysWhoWroteWhatStandsInAnothersPlace() {
        byte[] value = "x".getBytes(StandardCharsets.UTF_8);
        try (PlacedRecords records = new PlacedRecords(connection, Topics.LOG, Map.of());
                PlacedRecords other = new PlacedRecords(connection, Topics.LOG, Map.of())) {
            other.send(2, 0, null, null, value);
            other.await();
            records.send(2, 0, null, null, value);
            assertThatThrownBy(records::await)
                    .hasMessageContaining("somebody else writes to topic berth.log")
                    .hasMessageContaining("what belongs at 2@0 came to stand at 1");
        }
    }

    /** Kafka's thread calls it for each record that was taken, and catches exceptions alone. */
    public static final class Doom implements ProducerInterceptor<byte[], byte[]> {
        private static final AtomicInteger LEFT = new AtomicInteger();

        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> sent) {
            return sent;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception problem) {
            if (LEFT.getAndDecrement() == 0) {
                throw new NoClassDefFoundError("gone");
            }
        }

        @Override
        public void configure(Map<String, ?> settings) {
            // It needs none.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
