package dev.berth.events.codec;

import static dev.berth.events.codec.TestingCommands.CLAIM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.command.Command;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.nio.file.Path;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codec with a registry that enforces compatibility, and that can be stopped. */
class RegistryOverHttpTest {
    private static final String SUBJECT = "berth.log-dev.berth.avro.command.CreateTrait";
    private static final AvroSchema ANOTHER_CREATE_TRAIT = new AvroSchema(SchemaParser.parseSingle(
            "{\"type\": \"record\", \"name\": \"CreateTrait\", \"namespace\": \"dev.berth.avro.command\","
                    + " \"fields\": [{\"name\": \"colour\", \"type\": \"long\"}]}"));

    private EmbeddedKafka kafka;
    private EmbeddedRegistry server;
    private SchemaRegistry registry;

    @BeforeEach
    void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        server = EmbeddedRegistry.start(kafka.bootstrapServers());
        registry = SchemaRegistry.connect(server.url());
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
        kafka.close();
    }

    @Test
    void saysWhichSchemaIsRefusedAndWhy() throws Exception {
        registry.client().register(SUBJECT, ANOTHER_CREATE_TRAIT);
        assertThatThrownBy(registry::registerSchemas)
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining(server.url())
                .hasMessageContaining(SUBJECT)
                .hasMessageContaining("colour");
    }

    @Test
    void hasTheRegistryRefuseWhatBreaksAReader() {
        registry.registerSchemas();
        registry.registerSchemas();
        assertThatThrownBy(() -> registry.client().register(SUBJECT, ANOTHER_CREATE_TRAIT))
                .isInstanceOfSatisfying(
                        RestClientException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(409));
    }

    @Test
    void asksTheRegistryAboutASchemaOnlyOnce() {
        registry.registerSchemas();
        CommandCodec codec = new CommandCodec(registry);
        byte[] bytes = codec.encode(CLAIM);
        codec.decode(bytes);
        server.close();
        assertThat(codec.encode(CLAIM)).isEqualTo(bytes);
        assertThat(codec.decode(bytes)).isEqualTo(new Decoding.Decoded<Command>(CLAIM));
        try (SchemaRegistry another = SchemaRegistry.connect(server.url())) {
            assertThatThrownBy(() -> new CommandCodec(another).decode(bytes))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(server.url());
        }
    }
}
