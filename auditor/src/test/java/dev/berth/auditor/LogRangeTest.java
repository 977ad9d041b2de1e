package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which part of a log is read, where its beginning is gone and its times go back. */
final class LogRangeTest {
    @Test
    void saysWhereALogBeginsThatWasCutAndWhereItsTimesGoBack(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka cut = EmbeddedKafka.start(directory);
                SchemaRegistry registry = SchemaRegistry.inMemory()) {
            registry.registerSchemas();
            KafkaConnection there = KafkaConnection.to(cut.bootstrapServers());
            TopicAdmin.ensure(there, 1, 1);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cut.bootstrapServers()));
                    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", cut.bootstrapServers()),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                Collection<AlterConfigOp> byProducers = List.of(new AlterConfigOp(
                        new ConfigEntry("message.timestamp.type", "CreateTime"), AlterConfigOp.OpType.SET));
                admin.incrementalAlterConfigs(
                                Map.of(new ConfigResource(ConfigResource.Type.TOPIC, Topics.LOG.topic()), byProducers))
                        .all()
                        .get();
                long nowMs = System.currentTimeMillis();
                for (long behindMs : new long[] {4_000, 3_000, 2_000, 3_500, 1_000}) {
                    producer.send(new ProducerRecord<>(
                                    Topics.LOG.topic(),
                                    0,
                                    nowMs - behindMs,
                                    Partitions.key(Region.DEFAULT),
                                    new CommandCodec(registry)
                                            .encode(new CommandReader(new Symbols())
                                                    .read(
                                                            new CommandId(new UUID(2, behindMs)),
                                                            "provider cn" + behindMs))))
                            .get();
                }
                admin.deleteRecords(Map.of(new TopicPartition(Topics.LOG.topic(), 0), RecordsToDelete.beforeOffset(1)))
                        .all()
                        .get();
            }
            LogRange range = LogRange.of(there, Optional.empty(), Optional.empty(), Optional.empty());
            LogScan scan = new LogScan(AuditTarget.offline(there, registry), range, LogFilter.NONE, AuditProgress.NONE);
            List<LogLine> lines = new ArrayList<>();
            scan.read(Long.MAX_VALUE, lines::add);
            assertThat(lines).extracting(line -> line.position().offset()).containsExactly(1L, 2L, 3L, 4L);
            assertThat(scan.notes())
                    .hasSize(2)
                    .anySatisfy(note -> assertThat(note).contains("partition 0 of the log begins at 0@1"))
                    .anySatisfy(note -> assertThat(note).contains("times go back at 0@3"));
            assertThatThrownBy(() ->
                            LogRange.of(there, Optional.empty(), Optional.of(LogPlace.parse("0@0")), Optional.empty()))
                    .isInstanceOf(AuditFailedException.class)
                    .hasMessage("partition 0 of the log begins at 0@1; what was at 0@0 is deleted");
        }
    }
}
