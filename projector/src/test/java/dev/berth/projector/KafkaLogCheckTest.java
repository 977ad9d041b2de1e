package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaLogCheckTest {
    private static final String TOPIC = Topics.DECISIONS.topic();

    @TempDir
    private Path dir;

    @Test
    void findsTheLastRecordThatIsCommittedBehindWhichManyAreNot() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            TopicAdmin.ensure(connection, 1, 1);
            LogCheck check = new KafkaLogCheck(connection, () -> null, () -> null);
            assertThat(check.last(TOPIC, 0)).as("of an empty partition").isEmpty();

            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", connection.bootstrapServers(), "transactional.id", "decides"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                send(producer, 3);
                producer.abortTransaction();
                assertThat(check.last(TOPIC, 0))
                        .as("where nothing is committed")
                        .isEmpty();

                producer.beginTransaction();
                send(producer, 5);
                producer.commitTransaction();
                assertThat(offsetOf(check.last(TOPIC, 0))).isEqualTo(8);

                producer.beginTransaction();
                send(producer, 300);
                producer.abortTransaction();
                assertThat(offsetOf(check.last(TOPIC, 0))).isEqualTo(8);
            }
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, int count) throws Exception {
        for (int i = 1; i < count; i++) {
            producer.send(new ProducerRecord<>(TOPIC, 0, null, new byte[] {1}));
        }
        producer.send(new ProducerRecord<>(TOPIC, 0, null, new byte[] {1})).get(20, TimeUnit.SECONDS);
    }

    private static long offsetOf(Optional<LogRecord> last) {
        return last.orElseThrow().position().offset();
    }
}
