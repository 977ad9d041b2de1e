package dev.berth.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed broker has left of a topic, as a real one wrote it. */
class KilledLogTest {
    private static final String[] WORDS = {"one", "two", "three", "four", "five"};

    @TempDir
    private Path dir;

    private Path segment;

    @BeforeEach
    void writeAndKill() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            TestingRecords.createTopic(kafka.bootstrapServers());
            TestingRecords.append(kafka.bootstrapServers(), WORDS);
        }
        // As a kill leaves it: not stopped in order, and nothing known to be on the disk.
        DeadBroker.leaveIn(dir);
        Files.delete(dir.resolve("recovery-point-offset-checkpoint"));
        segment = dir.resolve(TestingRecords.TOPIC + "-0").resolve("00000000000000000000.log");
    }

    @Test
    void isContentWithAWholeLogAndWithOneThatWasTornAtItsEnd() throws Exception {
        assertThatCode(this::check).doesNotThrowAnyException();
        cut(begin(5) - 3);
        assertThatCode(this::check).doesNotThrowAnyException();
        turnOver(begin(4) + 30);
        assertThatCode(this::check).doesNotThrowAnyException();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            // Zeros are what a file system may leave where it did not get as far.
            file.setLength(100_000);
        }
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void namesTheRecordThatIsDamagedAndTheLastOneBehindIt() throws Exception {
        turnOver(begin(3) - 1);
        assertThatThrownBy(this::check)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining(
                        "words-0 has no whole record at offset 2 (byte " + begin(2) + " of " + segment + ")")
                .hasMessageContaining("whole ones behind it, up to offset 4. Kafka was not started");
    }

    @Test
    void findsWhatStandsBehindABatchWhoseLengthIsDamaged() throws Exception {
        turnOver(begin(1) + 8);
        assertThatThrownBy(this::check).hasMessageContaining("offset 1 (byte ").hasMessageContaining("up to offset 4");
    }

    @Test
    void looksOnlyAtWhatTheBrokerWouldReadThrough() throws Exception {
        turnOver(begin(3) - 1);
        Files.copy(segment, segment.resolveSibling("00000000000000000005.log"));
        Files.writeString(dir.resolve("recovery-point-offset-checkpoint"), "0\n1\nwords 0 5\n");
        Files.write(segment.resolveSibling("00000000000000000005.log"), new byte[0]);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void startsNoBrokerThatWouldCutWholeRecordsOffUnlessThatIsMeant() throws Exception {
        turnOver(begin(3) - 1);
        byte[] damaged = Files.readAllBytes(segment);
        EmbeddedKafkaConfig config = EmbeddedKafkaConfig.in(dir);
        assertThatThrownBy(() -> EmbeddedKafka.start(config.withIntactTopic(TestingRecords.TOPIC)))
                .isInstanceOf(DamagedLogException.class);
        assertThat(segment).hasBinaryContent(damaged);

        try (EmbeddedKafka kafka = EmbeddedKafka.start(config)) {
            assertThat(TestingRecords.readAll(kafka.bootstrapServers())).containsExactly("one", "two");
        }
    }

    /** It would forget topics then, put their logs aside, and go on with empty ones. */
    @Test
    void startsNoBrokerWhoseRecordOfItsTopicsIsDamagedThoughItStoppedInOrder() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(dir))) {
            assertThat(kafka.fault()).isEmpty();
        }
        EmbeddedKafkaConfig config = EmbeddedKafkaConfig.in(dir).withIntactTopic(TestingRecords.TOPIC);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(config)) {
            assertThat(kafka.fault()).as("nothing is wrong yet").isEmpty();
        }
        segment = dir.resolve("__cluster_metadata-0").resolve("00000000000000000000.log");
        turnOver((int) (Files.size(segment) / 2));

        assertThatThrownBy(() -> EmbeddedKafka.start(config))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("__cluster_metadata-0 has no whole record at offset");
        assertThat(dir.resolve(TestingRecords.TOPIC + "-0")).isDirectory();
    }

    private void check() throws IOException {
        KilledLog.requireIntact(dir, TestingRecords.TOPIC);
    }

    /** Where the batch of the record at an offset begins, one record each. */
    private int begin(int offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
        int at = 0;
        for (int i = 0; i < offset; i++) {
            at += 12 + bytes.getInt(at + 8);
        }
        return at;
    }

    private void turnOver(int at) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[at] ^= 1;
        Files.write(segment, bytes);
    }

    private void cut(int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(length);
        }
    }
}
