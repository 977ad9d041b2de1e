package dev.berth.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledKafkaTest {
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 2_000;

    @TempDir
    Path dir;

    @Test
    void keepsEveryAcknowledgedRecordWhenKilledWhileWriting() throws Exception {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (KafkaProcess process = KafkaProcess.start(dir)) {
            TestingRecords.createTopic(process.bootstrapServers());
            writeAndKill(process, acknowledged);
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            List<String> kept = TestingRecords.readAll(kafka.bootstrapServers());

            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);
            assertThat(kept).startsWith(acknowledged.toArray(String[]::new)).doesNotHaveDuplicates();
        }
    }

    @Test
    void refusesADirectoryThatAnotherProcessHolds() throws Exception {
        try (KafkaProcess process = KafkaProcess.start(dir)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(dir))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining(dir.toString())
                    .hasMessageContaining("in use by process " + process.pid());
        }
    }

    private static void writeAndKill(KafkaProcess process, ConcurrentLinkedQueue<String> acknowledged) {
        KafkaProducer<String, String> producer = TestingRecords.producer(process.bootstrapServers());
        IntStream.range(0, 20_000)
                .mapToObj(i -> "word-" + i)
                .forEach(word -> producer.send(new ProducerRecord<>(TestingRecords.TOPIC, word), (where, failure) -> {
                    if (failure == null) {
                        acknowledged.add(word);
                    }
                }));
        await().pollInterval(Duration.ofMillis(1)).until(() -> acknowledged.size() >= ACKNOWLEDGED_BEFORE_THE_KILL);
        process.kill();
        producer.close(Duration.ZERO);
    }
}
