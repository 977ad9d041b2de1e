package dev.berth.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of reports when Kafka's client has failed for good. */
class LostProducerTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final AtomicBoolean IS_DOOMED = new AtomicBoolean();

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        TopicAdmin.ensure(KafkaConnection.to(kafka.bootstrapServers()), 1, 1);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    /** Nothing is said of that report, which may have arrived, and the next one is sent by another thread. */
    @Test
    void sendsTheNextReportWhereTheThreadOfKafkasClientHasDied() throws Exception {
        KafkaConnection doomed = new KafkaConnection(
                kafka.bootstrapServers(), ImmutableMap.of("interceptor.classes", Doom.class.getName()));
        try (ReportPublisher publisher = ReportPublisher.open(doomed, SOON)) {
            publish(publisher);

            IS_DOOMED.set(true);
            assertThatThrownBy(() -> publish(publisher))
                    .hasCauseInstanceOf(TimeoutException.class)
                    .hasMessageContaining("Kafka has not taken it within 5 s");
            assertThat(IS_DOOMED).isFalse();
            publish(publisher);
        }
    }

    private static void publish(ReportPublisher publisher) throws Exception {
        publisher
                .publish(Region.DEFAULT, new ProviderId(UUID.randomUUID()), new byte[] {1})
                .toCompletableFuture()
                .get(4 * SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** Kafka's thread calls it for each report that was taken, and catches exceptions alone. */
    public static final class Doom implements ProducerInterceptor<byte[], byte[]> {
        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> report) {
            return report;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception problem) {
            if (IS_DOOMED.getAndSet(false)) {
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
