package dev.berth.events.codec;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.codec.Decoding.Decoded;
import dev.berth.events.codec.Decoding.Unreadable;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The records of one topic in Confluent's wire format: a zero byte, the id of the writer's schema in four bytes, Avro.
 * Before a schema is used for the first time the registry is asked about it; what is complained of afterwards is the
 * data and not the registry. Thread-safe.
 *
 * <p>Records of our own schemas are written and read without any object of Avro's between. Those of other versions of
 * them go through Confluent's deserializer, which resolves them to ours.
 */
final class WireFormat<M> {
    static final int HEADER_LENGTH = 5;
    private static final byte MAGIC = 0;
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;

    /** What a record is that can be read and that the model does not admit. */
    @FunctionalInterface
    interface Refusal<M> {
        /**
         * @param avro the record in our schema, after a header
         * @param reason short, printable and the same wherever the bytes are read
         */
        Decoding<M> of(Shape<M> shape, byte[] avro, String reason);
    }

    /** Who writes records of a schema, and whether its bytes are laid out like ours. */
    private record Reading<M>(Shape<M> shape, boolean isOurs) {}

    private final SchemaRegistry registry;
    private final String topic;
    private final ImmutableMap<String, Shape<M>> shapes;
    private final Refusal<M> refusal;
    private final ConfluentRecords confluent;
    private final Map<Shape<M>, Integer> writable = new ConcurrentHashMap<>();
    private final Map<Integer, Reading<M>> readable = new ConcurrentHashMap<>();
    private final ThreadLocal<BinaryOutput> outputs = ThreadLocal.withInitial(BinaryOutput::new);

    WireFormat(SchemaRegistry registry, String topic, Collection<Shape<M>> shapes, Refusal<M> refusal) {
        this.registry = registry;
        this.topic = topic;
        this.shapes = shapes.stream().collect(ImmutableMap.toImmutableMap(Shape::recordName, Function.identity()));
        this.refusal = refusal;
        this.confluent = new ConfluentRecords(registry, topic);
    }

    static String subject(String topic, Shape<?> shape) {
        return topic + "-" + shape.recordName();
    }

    byte[] write(Shape<M> shape, M value) {
        Integer schemaId = writable.get(shape);
        if (schemaId != null) {
            return write(shape, value, schemaId);
        }
        int registeredId = requireRegistered(shape);
        byte[] bytes = write(shape, value, registeredId);
        confluent.requireWrittenSo(bytes);
        writable.put(shape, registeredId);
        return bytes;
    }

    private byte[] write(Shape<M> shape, M value, int schemaId) {
        BinaryOutput out = outputs.get().begin();
        out.writeByte(MAGIC);
        out.writeFixed32(schemaId);
        shape.mapping().write(value, out);
        return out.toByteArray();
    }

    /** Whether the bytes are read without a question to the registry. */
    boolean isReadAlone(byte[] bytes) {
        return bytes == null
                || bytes.length < HEADER_LENGTH
                || bytes[0] != MAGIC
                || readable.containsKey(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
    }

    Decoding<M> read(byte[] bytes) {
        if (bytes == null || bytes.length < HEADER_LENGTH || bytes[0] != MAGIC) {
            return new Unreadable<>(
                    "expected a zero byte and a schema id before the record but got " + beginning(bytes));
        }
        int schemaId = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        Reading<M> reading = readable.get(schemaId);
        return reading == null ? lookUp(schemaId, bytes) : read(reading, bytes);
    }

    private Decoding<M> read(Reading<M> reading, byte[] bytes) {
        Shape<M> shape = reading.shape();
        try {
            return read(shape, reading.isOurs() ? bytes : confluent.resolved(bytes, shape.schema()));
        } catch (SerializationException e) {
            return noRecord(shape, Throwables.getRootCause(e).toString());
        } catch (NotAvroException e) {
            return noRecord(shape, e.getMessage());
        }
    }

    private Decoding<M> read(Shape<M> shape, byte[] avro) throws NotAvroException {
        BinaryInput in = new BinaryInput(avro, HEADER_LENGTH);
        M value = shape.mapping().read(in);
        return in.isRefused() ? refusal.of(shape, avro, in.refusal()) : new Decoded<>(value);
    }

    private Decoding<M> noRecord(Shape<M> shape, String cause) {
        return new Unreadable<>("expected a record " + shape.recordName() + " but its bytes are not one: " + cause);
    }

    private Decoding<M> lookUp(int schemaId, byte[] bytes) {
        try {
            ParsedSchema schema = registry.client().getSchemaById(schemaId);
            Shape<M> shape = shapes.get(schema.name());
            if (shape == null) {
                return new Unreadable<>(
                        "expected a record of " + topic + " but its schema " + schemaId + " is of " + schema.name());
            }
            registry.client().getSchemaBySubjectAndId(subject(topic, shape), schemaId);
            Reading<M> reading = new Reading<>(shape, isSame((Schema) schema.rawSchema(), shape.schema()));
            readable.put(schemaId, reading);
            return read(reading, bytes);
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                return new Unreadable<>(
                        "expected a schema known to the " + registry + " but it has none with id " + schemaId);
            }
            throw unavailable("schema " + schemaId, e);
        } catch (IOException e) {
            throw unavailable("schema " + schemaId, e);
        } catch (NullPointerException strangersAnswer) {
            throw noRegistry("schema " + schemaId, strangersAnswer);
        }
    }

    /** Whether the records of both are the same bytes, whatever they say to readers. */
    private static boolean isSame(Schema writers, Schema ours) {
        return SchemaNormalization.toParsingForm(writers).equals(SchemaNormalization.toParsingForm(ours));
    }

    private int requireRegistered(Shape<M> shape) {
        String subject = subject(topic, shape);
        try {
            int schemaId = registry.client().getId(subject, shape.publishedSchema());
            // Confluent's deserializer finds it in the client's cache then.
            registry.client().getSchemaBySubjectAndId(subject, schemaId);
            return schemaId;
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
        } catch (NullPointerException strangersAnswer) {
            throw noRegistry("subject " + subject, strangersAnswer);
        }
    }

    private RegistryUnavailableException unavailable(String what, Exception cause) {
        return new RegistryUnavailableException(
                "cannot ask the " + registry + " for " + what + ": " + cause.getMessage(), cause);
    }

    /** Confluent's client trips over an answer without the fields that a registry's has. */
    private RegistryUnavailableException noRegistry(String what, NullPointerException cause) {
        return new RegistryUnavailableException(
                "cannot ask the " + registry + " for " + what + ": what answers there is no schema registry", cause);
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
