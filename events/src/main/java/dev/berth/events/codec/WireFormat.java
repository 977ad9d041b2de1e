package dev.berth.events.codec;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.codec.Decoding.Decoded;
import dev.berth.events.codec.Decoding.Unreadable;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import io.confluent.kafka.serializers.KafkaAvroSerializerConfig;
import io.confluent.kafka.serializers.subject.TopicRecordNameStrategy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
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

    /** What a record is written with, once the registry is known to have it. */
    private record Registered(String subject, AvroSchema schema) {}

    private static final ImmutableMap<String, Object> SETTINGS = ImmutableMap.of(
            AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG, "mock://unused-because-the-client-is-given",
            AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS, false,
            AbstractKafkaSchemaSerDeConfig.VALUE_SUBJECT_NAME_STRATEGY, TopicRecordNameStrategy.class,
            KafkaAvroSerializerConfig.AVRO_REMOVE_JAVA_PROPS_CONFIG, true,
            KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG, true);

    private final SchemaRegistry registry;
    private final String topic;
    private final ImmutableMap<String, Shape<? extends M, ?>> shapes;
    private final Map<Class<?>, Registered> writable = new ConcurrentHashMap<>();
    private final Map<Integer, Shape<? extends M, ?>> readable = new ConcurrentHashMap<>();
    private final RegisteredSerializer serializer;
    // Kafka promises no more of a deserializer than that one thread may use it.
    private final ThreadLocal<KafkaAvroDeserializer> deserializers;

    WireFormat(SchemaRegistry registry, String topic, Collection<? extends Shape<? extends M, ?>> shapes) {
        this.registry = registry;
        this.topic = topic;
        this.shapes = shapes.stream().collect(ImmutableMap.toImmutableMap(Shape::recordName, Function.identity()));
        this.serializer = new RegisteredSerializer(registry, SETTINGS);
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
        Registered registered = writable.get(shape.avro());
        if (registered == null) {
            registered = requireRegistered(shape);
        }
        return serializer.serialize(registered.subject(), registered.schema(), avroRecord);
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

    private Registered requireRegistered(Shape<? extends M, ?> shape) {
        String subject = subject(topic, shape);
        try {
            Registered registered = new Registered(subject, shape.publishedSchema());
            registry.client().getId(subject, registered.schema());
            writable.put(shape.avro(), registered);
            return registered;
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
