package dev.berth.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.internals.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir
    Path dir;

    @Test
    void keepsRecordsOverARestartOnOtherPorts() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            TestingRecords.createTopic(kafka.bootstrapServers());
            TestingRecords.append(kafka.bootstrapServers(), "one", "two");
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            TestingRecords.append(kafka.bootstrapServers(), "three");

            assertThat(TestingRecords.readAll(kafka.bootstrapServers())).containsExactly("one", "two", "three");
        }
    }

    /** Kafka refuses what is more than an hour ahead by itself, and a clock that is put back makes all of it so. */
    @Test
    void takesRecordsOfTheTimeBeforeTheClockWasPutBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir);
                KafkaProducer<String, String> producer = TestingRecords.producer(kafka.bootstrapServers())) {
            TestingRecords.createTopic(kafka.bootstrapServers());
            long ahead = System.currentTimeMillis() + Duration.ofDays(400).toMillis();

            producer.send(new ProducerRecord<>(TestingRecords.TOPIC, null, ahead, null, "word"))
                    .get();

            assertThat(TestingRecords.readAll(kafka.bootstrapServers())).containsExactly("word");
        }
    }

    @Test
    void listensOnThePortAskedFor() {
        int port = FreePort.find();

        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(EmbeddedKafkaConfig.in(dir).withPort(port))) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
        }
    }

    @Test
    void twoNodesLiveSideBySideAsTwoClusters() throws Exception {
        try (EmbeddedKafka left = EmbeddedKafka.start(dir.resolve("left"));
                EmbeddedKafka right = EmbeddedKafka.start(dir.resolve("right"))) {
            TestingRecords.createTopic(left.bootstrapServers());
            TestingRecords.createTopic(right.bootstrapServers());
            TestingRecords.append(left.bootstrapServers(), "left");
            TestingRecords.append(right.bootstrapServers(), "right");

            assertThat(TestingRecords.readAll(left.bootstrapServers())).containsExactly("left");
            assertThat(TestingRecords.readAll(right.bootstrapServers())).containsExactly("right");
        }
    }

    @Test
    void refusesASecondNodeOnOneDirectoryAndNamesItsHolder() {
        try (EmbeddedKafka first = EmbeddedKafka.start(dir)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(first.dataDir()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining(dir.toString())
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void namesATakenPortAndLeavesTheDirectoryAlone() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedKafkaConfig config = EmbeddedKafkaConfig.in(dir).withPort(taken.getLocalPort());

            assertThatThrownBy(() -> EmbeddedKafka.start(config))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
        }

        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void namesADirectoryItCannotUse() throws Exception {
        Path file = Files.createFile(dir.resolve("a-file"));

        assertThatThrownBy(() -> EmbeddedKafka.start(file))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void tellsOfAFatalFaultInsteadOfHaltingTheProcess() {
        List<BrokerFault> faults = new ArrayList<>();
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(EmbeddedKafkaConfig.in(dir).withOnFault(faults::add))) {
            assertThatThrownBy(() -> Exit.halt(1, "all log directories have failed"))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(faults).singleElement().satisfies(fault -> {
                assertThat(fault.dataDir()).isEqualTo(dir);
                assertThat(fault.status()).isEqualTo(1);
                assertThat(fault.reason()).matches("all log directories have failed; [1-9]\\d* bytes are free there");
            });
            assertThat(kafka.fault()).contains(faults.get(0));
        }
    }

    @Test
    void closesTwiceWithoutHarm() {
        EmbeddedKafka kafka = EmbeddedKafka.start(dir);
        kafka.close();
        kafka.close();

        EmbeddedKafka.start(dir).close();
    }
}
