package dev.berth.events.codec;

import com.google.common.collect.ImmutableMap;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.KafkaAvroSerializerConfig;
import io.confluent.kafka.serializers.subject.TopicRecordNameStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * The records of a topic as Confluent's own classes read and write them: the judge of what we write, and the way to
 * ours. Thread-safe.
 */
final class ConfluentRecords {
    private static final ImmutableMap<String, Object> SETTINGS = ImmutableMap.of(
            AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG,
            "mock://unused-because-the-client-is-given",
            AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS,
            false,
            AbstractKafkaSchemaSerDeConfig.VALUE_SUBJECT_NAME_STRATEGY,
            TopicRecordNameStrategy.class,
            KafkaAvroSerializerConfig.AVRO_REMOVE_JAVA_PROPS_CONFIG,
            true);

    private final String topic;
    private final ThreadLocal<KafkaAvroSerializer> serializers;
    // Kafka promises no more of either than that one thread may use it.
    private final ThreadLocal<KafkaAvroDeserializer> deserializers;

    ConfluentRecords(SchemaRegistry registry, String topic) {
        this.topic = topic;
        this.serializers = ThreadLocal.withInitial(() -> {
            KafkaAvroSerializer serializer = new KafkaAvroSerializer(registry.client());
            serializer.configure(SETTINGS, false);
            return serializer;
        });
        this.deserializers = ThreadLocal.withInitial(() -> {
            KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(registry.client());
            deserializer.configure(SETTINGS, false);
            return deserializer;
        });
    }

    /**
     * Makes sure that others read what we write, and would write the same.
     *
     * @throws IllegalStateException if they do not
     */
    void requireWrittenSo(byte[] bytes) {
        Object read = deserializers.get().deserialize(topic, bytes);
        byte[] again = serializers.get().serialize(topic, read);
        if (!Arrays.equals(bytes, again)) {
            throw new IllegalStateException("expected Confluent's serializer to write the same bytes as we do");
        }
    }

    /**
     * The record in another schema than that by which it was written, as Avro resolves the two.
     *
     * @return with the header that it had
     * @throws org.apache.kafka.common.errors.SerializationException if the bytes are no record of the schema that they
     *     name
     */
    byte[] resolved(byte[] bytes, Schema schema) {
        Object avroRecord = deserializers.get().deserialize(topic, bytes, schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        out.write(bytes, 0, WireFormat.HEADER_LENGTH);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new GenericDatumWriter<>(schema).write(avroRecord, encoder);
        } catch (IOException e) {
            throw new IllegalStateException("expected that a buffer in memory takes bytes", e);
        }
        return out.toByteArray();
    }
}
