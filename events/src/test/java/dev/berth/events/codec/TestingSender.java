package dev.berth.events.codec;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.subject.TopicRecordNameStrategy;
import java.util.Map;
import org.apache.avro.util.ClassSecurityValidator;

/** What any other Confluent client would append, whatever the model thinks of it. */
final class TestingSender {
    static {
        // Avro makes and writes instances only of classes that the process vouches for.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith("dev.berth.avro.")));
    }

    private TestingSender() {}

    static byte[] written(SchemaRegistryClient client, String topic, Object avroRecord) {
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer(client)) {
            serializer.configure(
                    Map.of(
                            "schema.registry.url",
                            "mock://",
                            "avro.remove.java.properties",
                            true,
                            "auto.register.schemas",
                            true,
                            "value.subject.name.strategy",
                            TopicRecordNameStrategy.class),
                    false);
            return serializer.serialize(topic, avroRecord);
        }
    }
}
