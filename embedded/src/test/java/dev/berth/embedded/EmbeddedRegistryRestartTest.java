package dev.berth.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryRestartTest {
    private static final int SHORT_TIMEOUT_MS = 2_000;

    @TempDir
    Path dir;

    @Test
    void keepsIdsVersionsAndLevelsOverARestart() throws Exception {
        int firstId;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());
                CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            client.updateCompatibility("hosts", "FULL_TRANSITIVE");
            firstId = client.register("hosts", TestingSchemas.HOST);
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());
                CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            assertThat(client.getCompatibility("hosts")).isEqualTo("FULL_TRANSITIVE");
            assertThat(client.register("hosts", TestingSchemas.HOST)).isEqualTo(firstId);
            assertThat(client.getSchemaById(firstId)).isEqualTo(TestingSchemas.HOST);
            assertThatThrownBy(() -> client.register("hosts", TestingSchemas.HOST_WITH_REQUIRED_RACK))
                    .isInstanceOf(RestClientException.class);
            assertThat(client.register("hosts", TestingSchemas.HOST_WITH_OPTIONAL_RACK))
                    .isEqualTo(firstId + 1);
            assertThat(client.getAllVersions("hosts")).containsExactly(1, 2);
        }
    }

    @Test
    void refusesATopicThatIsNotARegistrys() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            createTopic(kafka, new NewTopic("_schemas", Optional.of(2), Optional.empty()));

            assertThatThrownBy(() -> EmbeddedRegistry.start(kafka.bootstrapServers()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("_schemas must have 1 partition and cleanup.policy=compact")
                    .hasMessageContaining("2 and delete");
        }
    }

    @Test
    void stopsAtARecordItCannotReadAndNamesItsOffset() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            EmbeddedRegistry.start(kafka.bootstrapServers()).close();
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.send(new ProducerRecord<>("_schemas", "{\"keytype\":\"NOOP\",\"magic\":0}", null))
                        .get();
                producer.send(new ProducerRecord<>("_schemas", "{\"keytype\":\"MODE\"}", "{}"))
                        .get();
            }

            assertThatThrownBy(() -> EmbeddedRegistry.start(kafka.bootstrapServers()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("offset 1 of _schemas")
                    .hasMessageContaining("Put that directory back")
                    .hasMessageContaining("MODE");
        }
    }

    @Test
    void saysWhichDirectoryToPutBackWhenTheSchemasAreDamaged() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir);
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());
                CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 10)) {
            client.register("hosts", TestingSchemas.HOST);
        }
        Path segment = dir.resolve("_schemas-0/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 20] ^= 1;
        Files.write(segment, bytes);

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            assertThatThrownBy(() -> EmbeddedRegistry.start(kafka.bootstrapServers(), 0, SHORT_TIMEOUT_MS))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("directory _schemas-0")
                    .hasMessageContaining("damaged at offset 0")
                    .hasMessageContaining("Put that directory back from a copy");
        }
    }

    @Test
    void readsOnAndRefusesWritesWhileKafkaIsGone() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(dir);
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0, SHORT_TIMEOUT_MS)) {
            RestService rest = new RestService(registry.url());
            int id = rest.registerSchema(TestingSchemas.HOST.canonicalString(), "hosts");
            kafka.close();

            assertThatThrownBy(() ->
                            rest.registerSchema(TestingSchemas.HOST_WITH_OPTIONAL_RACK.canonicalString(), "hosts"))
                    .isInstanceOfSatisfying(
                            RestClientException.class,
                            refusal -> assertThat(refusal.getErrorCode()).isEqualTo(50001));
            assertThat(rest.getId(id).getSchemaString()).isEqualTo(TestingSchemas.HOST.canonicalString());
        } finally {
            kafka.close();
        }
    }

    @Test
    void saysWhichKafkaItCannotReach() {
        String nobody = "127.0.0.1:" + FreePort.find();

        assertThatThrownBy(() -> EmbeddedRegistry.start(nobody, 0, SHORT_TIMEOUT_MS))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining(nobody);
    }

    private static void createTopic(EmbeddedKafka kafka, NewTopic topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Set.of(topic)).all().get();
        }
    }
}
