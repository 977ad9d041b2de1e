package dev.berth.events.codec;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.serializers.AbstractKafkaAvroSerializer;
import java.util.Map;

/**
 * Confluent's serializer for records whose subject and schema are known. The one for everybody works both out again for each record, and
 * walks the whole schema for its hash; with the schema of a decision that takes longer than all the rest. Thread-safe.
 */
final class RegisteredSerializer extends AbstractKafkaAvroSerializer {
    RegisteredSerializer(SchemaRegistry registry, Map<String, ?> settings) {
        schemaRegistry = registry.client();
        configure(serializerConfig(settings));
    }

    /**
     * @param schema the same object each time: it remembers its hash
     */
    byte[] serialize(String subject, AvroSchema schema, Object avroRecord) {
        return serializeImpl(subject, avroRecord, schema);
    }
}
