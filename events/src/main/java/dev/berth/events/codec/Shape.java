package dev.berth.events.codec;

import dev.berth.events.command.Sent;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;

/**
 * A type that is written as a whole, and how.
 *
 * @param schema as it is registered: what every language reads, without the notes for Java
 */
record Shape<M>(Schema schema, Mapping<M> mapping) {
    private static final String NAMESPACE = "dev.berth.avro.";

    /**
     * The shape of a type in the schema of its name.
     *
     * @param part the part of the schemas that it is in, such as command
     * @param name the name of the schema there
     */
    static <M> Shape<M> of(Class<M> type, String part, String name) {
        Schema schema = schema(NAMESPACE + part + "." + name);
        return new Shape<>(schema, Binder.bind(type, schema));
    }

    /** The shape of commands of one type, with who sent them, in the schema of its name. */
    static Shape<Sent> ofSent(Class<?> type) {
        Schema schema = schema(NAMESPACE + "command." + type.getSimpleName());
        return new Shape<>(schema, new LateMapping<>(() -> Binder.bindSent(type, schema)));
    }

    AvroSchema publishedSchema() {
        return new AvroSchema(schema);
    }

    String recordName() {
        return schema.getFullName();
    }

    /** The generated classes hold the schemas, and are for nothing else here. */
    private static Schema schema(String fullName) {
        try {
            Schema noted = SpecificData.get().getSchema(Class.forName(fullName));
            return AvroSchemaUtils.getSchema(new GenericData.Record(noted), false, false, true);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("expected a schema " + fullName + " but there is none", e);
        }
    }
}
