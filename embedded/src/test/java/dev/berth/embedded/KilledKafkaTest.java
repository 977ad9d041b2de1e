package dev.berth.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.internals.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    @Test
    void endsAStartThatMeetsAFaultWhileItWaits() throws Exception {
        try (KafkaProcess process = KafkaProcess.start(dir)) {
            process.kill();
        }
        pretendItStoppedInOrder();

        CompletableFuture<EmbeddedKafka> start = CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(dir));
        await().until(() -> isRunning("broker-1-lifecycle-manager"));
        assertThatThrownBy(() -> Exit.halt(1, "the disk is gone")).isInstanceOf(IllegalStateException.class);

        assertThat(start)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingRootCause()
                .withMessageContaining("the disk is gone");
        EmbeddedKafka.start(dir).close();
    }

    /**
     * A start that meets the dead broker still registered waits for its session, 30 s, and may lose a transaction
     * meanwhile.
     */
    @Test
    @Timeout(25)
    void endsTheTransactionThatWasOpenWhenKilled() throws Exception {
        Duration timeout = Duration.ofSeconds(1);
        try (KafkaProcess process = KafkaProcess.start(dir)) {
            TestingRecords.createTopic(process.bootstrapServers());
            TestingRecords.appendWithoutCommit(process.bootstrapServers(), "during", timeout);
        }
        TimeUnit.MILLISECONDS.sleep(timeout.toMillis());

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            TestingRecords.append(kafka.bootstrapServers(), "after");

            await().untilAsserted(() -> assertThat(TestingRecords.readCommitted(kafka.bootstrapServers()))
                    .containsExactly("after"));
        }
    }

    /** A start then waits until the session of the dead node ends. */
    private void pretendItStoppedInOrder() throws IOException {
        Files.writeString(dir.resolve(".kafka_cleanshutdown"), "{\"version\":0,\"brokerEpoch\":1}");
    }

    private static boolean isRunning(String threadName) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().contains(threadName));
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
