package dev.berth.events.codec;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.codec.Decoding.Decoded;
import dev.berth.events.codec.Decoding.Unreadable;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.KafkaAvroSerializerConfig;
import io.confluent.kafka.serializers.subject.TopicRecordNameStrategy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The records of one topic in Confluent's wire format: a zero byte, the id of the writer's schema in four bytes, Avro. Before a
 * schema is used for the first time the registry is asked about it here, so that Confluent's classes find it in the client's
 * cache and whatever they complain of afterwards is the data and not the registry. Thread-safe.
 */
final class WireFormat<M> {
    private static final int HEADER_LENGTH = 5;
    private static final byte MAGIC = 0;
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private static final ImmutableMap<String, Object> SETTINGS = ImmutableMap.of(
            AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG, "mock://unused-because-the-client-is-given",
            AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS, false,
            AbstractKafkaSchemaSerDeConfig.VALUE_SUBJECT_NAME_STRATEGY, TopicRecordNameStrategy.class,
            KafkaAvroSerializerConfig.AVRO_REMOVE_JAVA_PROPS_CONFIG, true,
            KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG, true);

    private final SchemaRegistry registry;
    private final String topic;
    private final ImmutableMap<String, Shape<? extends M, ?>> shapes;
    private final Set<String> writable = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Shape<? extends M, ?>> readable = new ConcurrentHashMap<>();
    private final KafkaAvroSerializer serializer;
    // Kafka promises no more of a deserializer than that one thread may use it.
    private final ThreadLocal<KafkaAvroDeserializer> deserializers;

    WireFormat(SchemaRegistry registry, String topic, Collection<? extends Shape<? extends M, ?>> shapes) {
        this.registry = registry;
        this.topic = topic;
        this.shapes = shapes.stream().collect(ImmutableMap.toImmutableMap(Shape::recordName, Function.identity()));
        this.serializer = new KafkaAvroSerializer(registry.client());
        serializer.configure(SETTINGS, false);
        this.deserializers = ThreadLocal.withInitial(() -> {
            KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer(registry.client());
            deserializer.configure(SETTINGS, false);
            return deserializer;
        });
    }

    static String subject(String topic, Shape<?, ?> shape) {
        return topic + "-" + shape.recordName();
    }

    byte[] write(Shape<? extends M, ?> shape, M value) {
        Object avroRecord = shape.write(value);
        if (!writable.contains(shape.recordName())) {
            requireRegistered(shape);
        }
        return serializer.serialize(topic, avroRecord);
    }

    Decoding<M> read(byte[] bytes) {
        if (bytes == null || bytes.length < HEADER_LENGTH || bytes[0] != MAGIC) {
            return new Unreadable<>(
                    "expected a zero byte and a schema id before the record but got " + beginning(bytes));
        }
        int schemaId = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        Shape<? extends M, ?> shape = readable.get(schemaId);
        if (shape != null) {
            return read(shape, bytes);
        }
        return lookUp(schemaId, bytes);
    }

    private Decoding<M> read(Shape<? extends M, ?> shape, byte[] bytes) {
        try {
            return new Decoded<>(shape.read(deserializers.get().deserialize(topic, bytes)));
        } catch (SerializationException e) {
            return new Unreadable<>("expected a record " + shape.recordName() + " but its bytes are not one: "
                    + Throwables.getRootCause(e));
        } catch (IllegalArgumentException e) {
            return new Unreadable<>("in a record " + shape.recordName() + ": " + e.getMessage());
        }
    }

    private Decoding<M> lookUp(int schemaId, byte[] bytes) {
        try {
            ParsedSchema schema = registry.client().getSchemaById(schemaId);
            Shape<? extends M, ?> shape = shapes.get(schema.name());
            if (shape == null) {
                return new Unreadable<>(
                        "expected a record of " + topic + " but its schema " + schemaId + " is of " + schema.name());
            }
            registry.client().getSchemaBySubjectAndId(subject(topic, shape), schemaId);
            readable.put(schemaId, shape);
            return read(shape, bytes);
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                return new Unreadable<>(
                        "expected a schema known to the " + registry + " but it has none with id " + schemaId);
            }
            throw unavailable("schema " + schemaId, e);
        } catch (IOException e) {
            throw unavailable("schema " + schemaId, e);
        }
    }

    private void requireRegistered(Shape<? extends M, ?> shape) {
        String subject = subject(topic, shape);
        try {
            registry.client().getId(subject, shape.publishedSchema());
            writable.add(shape.recordName());
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                throw new IllegalStateException(
                        "expected the schema of subject " + subject
                                + " to be registered but it is not; register the schemas first",
                        e);
            }
            throw unavailable("subject " + subject, e);
        } catch (IOException e) {
            throw unavailable("subject " + subject, e);
        }
    }

    private RegistryUnavailableException unavailable(String what, Exception cause) {
        return new RegistryUnavailableException(
                "cannot ask the " + registry + " for " + what + ": " + cause.getMessage(), cause);
    }

    private static boolean isNotFound(RestClientException e) {
        return e.getErrorCode() == SCHEMA_NOT_FOUND
                || e.getErrorCode() == SUBJECT_NOT_FOUND
                || e.getErrorCode() == VERSION_NOT_FOUND;
    }

    private static String beginning(byte[] bytes) {
        if (bytes == null) {
            return "no value";
        }
        return bytes.length < HEADER_LENGTH ? bytes.length + " bytes" : "byte " + bytes[0] + " at its beginning";
    }
}
